"""Figures as they were kept. Rows are only added."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class KeptFigure(models.Model):
    """留存的指标 A measure's figure for a period, as it was computed then.

    `rule` is the content hash of the pack version, `calendar` the fingerprint of its calendar, `digest` stands for the
    very grounds. The same measure and period computed under another rule is another row beside it. `value` None: there
    was nothing to count. `body` has the counts, groups, definition and settings.
    """

    id = models.BigAutoField(primary_key=True)
    pack = models.TextField()
    measure = models.TextField()
    period = models.TextField()
    by = models.JSONField(default=list)
    filters = models.JSONField(default=dict)
    value = models.DecimalField(max_digits=40, decimal_places=12, null=True)
    body = models.JSONField()
    rule = models.TextField()
    version = models.TextField()
    calendar = models.TextField()
    computed_at = models.DateTimeField()
    kept_by = models.BigIntegerField()
    digest = models.TextField()

    class Meta:
        """What was kept of a measure for a period is read in its order."""

        indexes: ClassVar = [models.Index(fields=["pack", "measure", "period", "id"], name="kept_figure_of")]

    def __str__(self) -> str:
        return f"{self.pack}.{self.measure} {self.period}"


class FrozenReport(models.Model):
    """定稿的报表 What a report said when it was submitted: `body` is its content, `digest` the SHA-256 of it.

    The case's own event carries the same digest, in the file that was attached: neither can be changed without the
    other showing it. A report that was sent back and submitted again has another row; the last one holds.
    """

    id = models.BigAutoField(primary_key=True)
    case_id = models.BigIntegerField()
    seq = models.IntegerField()
    declared = models.TextField()
    period = models.TextField()
    digest = models.TextField()
    body = models.JSONField()
    frozen_at = models.DateTimeField()
    frozen_by = models.BigIntegerField()

    class Meta:
        """A case's frozen figures are read from the last."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["case_id", "seq"], name="frozen_once")]

    def __str__(self) -> str:
        return f"{self.declared} {self.period}"
