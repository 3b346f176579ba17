"""The row of a case: its projection, rebuilt from its events by `gendan rebuild`."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q


class Case(models.Model):
    """单 One case as it stands. `cases.rows` says which column holds what of `core.case.Case`.

    `definition` is the pack version it runs under; `queue` the post whose turn it is, as `pack.post`; `due` the
    earliest due moment of its running clocks and `late` whether one of them is past; `actors` all persons who ever
    acted on it; `month` the month in which it was opened (202002), which its events carry too, for the archive.
    """

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(unique=True)
    procedure = models.TextField()
    definition = models.BigIntegerField()
    kind = models.TextField(null=True)
    number = models.TextField()
    label = models.TextField()
    state = models.TextField()
    entered_at = models.DateTimeField()
    back = models.TextField(null=True)
    final = models.TextField(null=True)
    seq = models.IntegerField()
    version = models.IntegerField()
    head = models.BinaryField()
    opened_at = models.DateTimeField()
    opened_by = models.BigIntegerField()
    ended_at = models.DateTimeField(null=True)
    month = models.IntegerField()
    queue = models.TextField(null=True)
    holder = models.BigIntegerField(null=True)
    party = models.TextField(null=True)
    priority = models.BigIntegerField()
    due = models.DateTimeField(null=True)
    late = models.BooleanField(default=False)
    parent = models.BigIntegerField(null=True)
    parent_name = models.TextField(null=True)
    origin = models.BigIntegerField(null=True)
    actors = ArrayField(models.BigIntegerField(), default=list)
    data = models.JSONField(default=dict)
    memory = models.JSONField(default=dict)
    children = models.JSONField(default=dict)
    chain = models.JSONField(default=dict)
    pending = models.JSONField(default=dict)

    class Meta:
        """Every list that a page shows scans an index in its order, from a key on.

        Those by due moment stand in the migration `guards`, that of late cases in `late_by_state`, those of a
        procedure's own lists are made by `cases.indexes`.
        """

        indexes = (
            models.Index(fields=["number"], name="case_number"),
            models.Index(fields=["procedure", "state", "id"], name="case_state"),
            models.Index(
                F("queue"), F("priority").desc(), F("id"), name="case_queue", condition=Q(final=None, holder=None)
            ),
            models.Index(fields=["parent"], name="case_parent", condition=Q(parent__isnull=False)),
        )

    def __str__(self) -> str:
        return self.number
