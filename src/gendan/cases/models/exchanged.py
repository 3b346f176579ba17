"""Exchanges: batches that were sent outside, row by row, and their answers."""

from django.db import models
from django.db.models import Q


class ExchangeBatch(models.Model):
    """发出批次 One batch sent. It is a case (`case_id`) of the shipped pack `exchange`, which has its number, sender
    and clock.

    `name` is the exchange (`pack.exchange`), `definition` the pack version by which its columns are read.
    """

    case_id = models.BigIntegerField(primary_key=True)
    name = models.TextField()
    definition = models.BigIntegerField()
    sent_at = models.DateTimeField()
    sent_by = models.BigIntegerField()

    class Meta:
        """The batches of an exchange, the newest first."""

        indexes = (models.Index(fields=["name", "-case_id"], name="exchange_batch_of"),)

    def __str__(self) -> str:
        return f"{self.name} {self.case_id}"


class ExchangeRow(models.Model):
    """One case of a batch: `match` is what its answer is found by, `values` the columns as they were sent.

    `answer` is what came back (None: nothing yet), `action` what was done by it.
    """

    pk = models.CompositePrimaryKey("batch_id", "row")
    batch = models.ForeignKey(
        ExchangeBatch, on_delete=models.PROTECT, related_name="rows", db_constraint=False, db_index=False
    )
    row = models.IntegerField()
    case_id = models.BigIntegerField()
    name = models.TextField()
    match = models.TextField()
    values = models.JSONField()
    answer = models.TextField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.BigIntegerField(null=True)

    class Meta:
        """An answer finds its rows by the exchange and what is matched; a batch counts those that have none."""

        indexes = (
            models.Index(fields=["name", "match", "-batch"], name="exchange_row_match"),
            models.Index(fields=["batch"], name="exchange_row_open", condition=Q(answer=None)),
        )

    def __str__(self) -> str:
        return f"{self.batch_id}:{self.row} {self.match}"
