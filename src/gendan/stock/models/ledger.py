"""The goods ledger: movements from place to place, what stands after them, and what cases hold of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gendan.stock.models.place import Outside


class Movement(models.Model):
    """出入库流水 Goods of one product that went from one place to another. Only added to: a correction is another one.

    `quantity` is in the product's own unit; `given` and `measure` are as it was said. `source_after` and
    `target_after` are what stood at either end afterwards, so that any past moment costs one row. `party` names the
    outside end's customer, supplier or workshop. `order` is the order for which material was drawn or lost, `planned`
    whether its issue was planned. A movement is never dated before the last one of the same goods.
    """

    class Sort(models.TextChoices):
        """What kind of act it was."""

        RECEIVE = "receive"
        SEND_BACK = "send_back"
        TRANSFER = "transfer"
        ISSUE = "issue"
        DISPATCH = "dispatch"
        TAKE_BACK = "take_back"
        LOSE = "lose"
        ADJUST = "adjust"

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    sort = models.TextField(choices=Sort.choices)
    product = models.TextField()
    source = models.BigIntegerField()
    target = models.BigIntegerField()
    party = models.TextField(default="")
    quantity = models.DecimalField(max_digits=24, decimal_places=6)
    given = models.DecimalField(max_digits=24, decimal_places=6)
    measure = models.TextField(default="")
    source_after = models.DecimalField(max_digits=24, decimal_places=6)
    target_after = models.DecimalField(max_digits=24, decimal_places=6)
    case = models.BigIntegerField(null=True)
    actor = models.BigIntegerField()
    maker = models.BigIntegerField(null=True)
    order = models.TextField(default="", db_column="order_number")
    planned = models.BooleanField(null=True)
    note = models.TextField(default="")

    class Meta:
        """By either end and time, by case, and by order."""

        indexes = (
            models.Index(fields=["product", "source", "-at", "-id"], name="stock_movement_out"),
            models.Index(fields=["product", "target", "-at", "-id"], name="stock_movement_in"),
            models.Index(fields=["case"], name="stock_movement_case", condition=Q(case__isnull=False)),
            models.Index(fields=["order"], name="stock_movement_order", condition=~Q(order="")),
            models.Index(fields=["-at", "-id"], name="stock_movement_time"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(quantity__gt=0), name="stock_movement_some"),
            models.CheckConstraint(condition=~Q(source=models.F("target")), name="stock_movement_moves"),
        )

    def __str__(self) -> str:
        return f"{self.product} {self.quantity} {self.source}→{self.target}"


class Balance(models.Model):
    """结存 What stands of a product at a place (of a `party`, outside), after its last movement at `at`.

    `held` is what cases hold of it. The database itself refuses less than nothing: goods that are not there can't
    leave, and what a customer never got can't come back from him.
    """

    id = models.BigAutoField(primary_key=True)
    place = models.BigIntegerField()
    party = models.TextField(default="")
    product = models.TextField()
    quantity = models.DecimalField(max_digits=24, decimal_places=6, default=0)
    held = models.DecimalField(max_digits=24, decimal_places=6, default=0)
    at = models.DateTimeField(null=True)

    class Meta:
        """One row for the product at a place, and what the database refuses."""

        constraints = (
            models.UniqueConstraint(fields=["product", "place", "party"], name="stock_balance_once"),
            models.CheckConstraint(
                condition=Q(quantity__gte=0) | Q(place__in=[Outside.SUPPLIER.value, Outside.FOUND.value]),
                name="stock_balance_not_below_nothing",
            ),
            models.CheckConstraint(
                condition=Q(held__gte=0) & (Q(held__lte=models.F("quantity")) | Q(held=0)), name="stock_balance_held"
            ),
        )
        indexes = (models.Index(fields=["place", "product"], name="stock_balance_place"),)

    def __str__(self) -> str:
        return f"{self.place} {self.party} {self.product}: {self.quantity}"


class Hold(models.Model):
    """占用 What a case holds of a product at a place, as changes that are only added to: the sum is what it holds.

    At place 0 stands what it wanted and could not get.
    """

    id = models.BigAutoField(primary_key=True)
    case = models.BigIntegerField()
    place = models.BigIntegerField()
    product = models.TextField()
    change = models.DecimalField(max_digits=24, decimal_places=6)
    at = models.DateTimeField()
    actor = models.BigIntegerField()

    class Meta:
        """By case, and by goods: who holds them."""

        indexes = (
            models.Index(fields=["case"], name="stock_hold_case"),
            models.Index(fields=["product", "place"], name="stock_hold_goods"),
        )

    def __str__(self) -> str:
        return f"{self.case} {self.product} {self.change}"
