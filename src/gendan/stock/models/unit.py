"""Units: pieces with codes of their own, where each is and was."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Unit(models.Model):
    """单件（设备） A piece known by up to three codes, each the only one of its sort."""

    id = models.BigAutoField(primary_key=True)
    product = models.TextField()
    code_1 = models.TextField(null=True)
    code_2 = models.TextField(null=True)
    code_3 = models.TextField(null=True)

    class Meta:
        """The database holds that a code is given once for each sort, also under race."""

        constraints = (
            models.UniqueConstraint(fields=["code_1"], name="stock_unit_code_1"),
            models.UniqueConstraint(fields=["code_2"], name="stock_unit_code_2"),
            models.UniqueConstraint(fields=["code_3"], name="stock_unit_code_3"),
            models.CheckConstraint(
                condition=Q(code_1__isnull=False) | Q(code_2__isnull=False) | Q(code_3__isnull=False),
                name="stock_unit_some_code",
            ),
        )

    def __str__(self) -> str:
        return str(self.code_1 or self.code_2 or self.code_3)


class Whereabouts(models.Model):
    """所在 Where a unit is now, since which movement, and which case holds it. Narrow: it is written at every step.

    `picked`: somebody has taken it from the shelf for that case, and scanned it.
    """

    unit = models.BigIntegerField(primary_key=True)
    product = models.TextField()
    place = models.BigIntegerField()
    party = models.TextField(default="")
    movement = models.BigIntegerField()
    held_by = models.BigIntegerField(null=True)
    picked = models.BooleanField(default=False, db_default=False)

    class Meta:
        """The units of a product at a place in their order, and those that a case holds."""

        indexes = (
            models.Index(fields=["product", "place", "unit"], name="stock_whereabouts_place"),
            models.Index(fields=["held_by"], name="stock_whereabouts_held", condition=Q(held_by__isnull=False)),
        )

    def __str__(self) -> str:
        return f"{self.unit} at {self.place}"


class Recoding(models.Model):
    """换码 A code of a unit that was replaced: a new card in a terminal, a chip that was changed. Only added to.

    `number` is which of the three it is. What stood `before` leads to the unit still, until another unit gets it.
    """

    id = models.BigAutoField(primary_key=True)
    unit = models.BigIntegerField()
    number = models.SmallIntegerField()
    before = models.TextField(null=True)
    after = models.TextField()
    at = models.DateTimeField()
    actor = models.BigIntegerField()
    case = models.BigIntegerField(null=True)
    note = models.TextField()

    class Meta:
        """By the code that stood before, and by unit."""

        indexes = (
            models.Index(fields=["before"], name="stock_recoding_before"),
            models.Index(fields=["unit", "id"], name="stock_recoding_unit"),
        )

    def __str__(self) -> str:
        return f"{self.unit}: {self.before} → {self.after}"


class UnitMove(models.Model):
    """单件流水 A unit that went with a movement. Only added to: a unit's history is its rows."""

    pk = models.CompositePrimaryKey("unit", "movement")
    unit = models.BigIntegerField()
    movement = models.BigIntegerField()

    class Meta:
        """The units of a movement."""

        indexes = (models.Index(fields=["movement"], name="stock_unitmove_movement"),)

    def __str__(self) -> str:
        return f"{self.unit} by {self.movement}"
