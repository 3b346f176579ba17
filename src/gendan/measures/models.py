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
