"""Counts: what was found against what the book said."""

from __future__ import annotations

from django.db import models


class CountLine(models.Model):
    """盘点 What was counted of a product at a place, and what the book said at that moment. Only added to.

    `missing` are units that the book has there and nobody found; `unexpected` codes that were found and should not be
    there. `run` tells the counts of a case apart: the last one is booked.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    case = models.BigIntegerField(null=True)
    run = models.IntegerField(default=1)
    place = models.BigIntegerField()
    product = models.TextField()
    book = models.DecimalField(max_digits=24, decimal_places=6)
    counted = models.DecimalField(max_digits=24, decimal_places=6)
    missing = models.JSONField(default=list)
    unexpected = models.JSONField(default=list)
    actor = models.BigIntegerField()

    class Meta:
        """By case, and by place with the newest first."""

        indexes = (
            models.Index(fields=["case", "run"], name="stock_count_case"),
            models.Index(fields=["place", "product", "-id"], name="stock_count_place"),
        )

    def __str__(self) -> str:
        return f"{self.product} {self.counted}/{self.book}"


class CountBooked(models.Model):
    """调账 That the book was brought to a count (`run` of a case), when and by whom: once for a count."""

    id = models.BigAutoField(primary_key=True)
    case = models.BigIntegerField()
    run = models.IntegerField()
    at = models.DateTimeField()
    actor = models.BigIntegerField()

    class Meta:
        """A count is booked once."""

        constraints = (models.UniqueConstraint(fields=["case", "run"], name="stock_count_booked_once"),)

    def __str__(self) -> str:
        return f"{self.case}/{self.run}"
