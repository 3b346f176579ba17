"""Work on many cases at once, as it stands: what was wanted, how far it came, and what became of each case."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Batch(models.Model):
    """批 One action, or a built-in verb, for many cases of one procedure, wanted by one person.

    `given` are the values for all of them, as they were typed. `note` tells it from others like it. `at_row` is the
    first row that has no outcome yet; `succeeded` and `refused` count those before it.
    """

    class Stage(models.TextChoices):
        """Where a batch stands. Only a running one advances; a stopped one may go on."""

        READY = "ready"
        RUNNING = "running"
        STOPPED = "stopped"
        DONE = "done"
        DROPPED = "dropped"

    id = models.UUIDField(primary_key=True)
    person = models.BigIntegerField()
    procedure = models.TextField()
    verb = models.TextField()
    action = models.TextField(null=True)
    given = models.JSONField(default=dict)
    reason = models.TextField(default="")
    whom = models.BigIntegerField(null=True)
    note = models.TextField(default="")
    stage = models.TextField(choices=Stage.choices, default=Stage.READY)
    count = models.IntegerField()
    at_row = models.IntegerField(default=1)
    succeeded = models.IntegerField(default=0)
    refused = models.IntegerField(default=0)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        """A person's batches are read from the newest back."""

        indexes = (models.Index(fields=["person", "-created_at"], name="batch_of_person"),)

    def __str__(self) -> str:
        return f"{self.procedure} {self.action or self.verb} × {self.count}"


class BatchRow(models.Model):
    """One case of a batch: the version that was seen when it was chosen, and what became of it.

    `given` are the values for this case alone, which go before those for all; `others` the further cases of a merge.
    `done` None: not tried yet. `reasons` are codes with parameters, as JSON.
    """

    pk = models.CompositePrimaryKey("batch_id", "row")
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="rows")
    row = models.IntegerField()
    case_id = models.BigIntegerField()
    uid = models.UUIDField()
    number = models.TextField()
    seen = models.IntegerField()
    given = models.JSONField(default=dict)
    others = ArrayField(models.BigIntegerField(), default=list)
    done = models.BooleanField(null=True)
    reasons = models.JSONField(default=list)
    state = models.TextField(default="")
    at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.batch_id}:{self.row} {self.number}"
