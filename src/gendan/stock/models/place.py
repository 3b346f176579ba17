"""Where goods are: the site's warehouses and their places, and the outside, which has no rows."""

from __future__ import annotations

from enum import IntEnum

from django.db import models

FIRST_PLACE = 1001
"""The first id of a place of the site; below it stands the outside."""


class Outside(IntEnum):
    """外部 Where goods come from and go to beyond the warehouses. A movement has one end there at most.

    With a party's name each is that party's own: what a customer has of us, what a workshop has drawn.
    """

    SUPPLIER = 1
    CUSTOMER = 2
    LOST = 3
    FOUND = 4
    USED = 5


class Place(models.Model):
    """库位 A warehouse, or a place within one (`warehouse`). Called by one name, unique over the site.

    `inspection`: goods wait there for inspection, so that none of them is free. `stage` is 0; a rehearsal has a number
    of its own, so that its warehouses are called as the site's are and hold nothing of theirs.
    """

    id = models.BigAutoField(primary_key=True)
    name = models.TextField()
    stage = models.BigIntegerField(default=0, db_default=0)
    warehouse = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="places")
    inspection = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    made_by = models.BigIntegerField()

    class Meta:
        """One place of a name."""

        constraints = (models.UniqueConstraint(fields=["stage", "name"], name="stock_place_name"),)

    def __str__(self) -> str:
        return self.name
