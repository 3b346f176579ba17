"""Counters of number series."""

from django.db import models


class Series(models.Model):
    """号段 A series of numbers: one procedure's under one prefix.

    A gapless series counts in `value`, under the lock of its row until the case is committed. A plain one draws from a
    sequence of the database named `cases_series_ID`; `value` stays 0.
    """

    id = models.BigAutoField(primary_key=True)
    procedure = models.TextField()
    prefix = models.TextField()
    value = models.BigIntegerField(default=0)

    class Meta:
        """One counter a prefix."""

        constraints = (models.UniqueConstraint(fields=["procedure", "prefix"], name="series_once"),)

    def __str__(self) -> str:
        return f"{self.procedure} {self.prefix}"
