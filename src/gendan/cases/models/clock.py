"""The clocks of cases, each as it last ran."""

from django.db import models
from django.db.models import F, Q


class Clock(models.Model):
    """时限 One clock of one case, in its last run. `body` is `core.deadlines.Clock` as JSON, as the events have it.

    `next_at` is the next moment at which it must be looked at (a warning, the due moment, a reminder); None: never
    again.
    """

    pk = models.CompositePrimaryKey("case_id", "name")
    case_id = models.BigIntegerField()
    name = models.TextField()
    due_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField(null=True)
    running = models.BooleanField()
    body = models.JSONField()

    class Meta:
        """The tick reads its index from the earliest moment on: its cost is of the due, not of the open."""

        indexes = (models.Index(F("next_at"), F("case_id"), name="clock_next", condition=Q(next_at__isnull=False)),)

    def __str__(self) -> str:
        return f"{self.case_id} {self.name}"
