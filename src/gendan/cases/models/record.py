"""Declared records: the things that cases are about."""

from django.db import models


class Record(models.Model):
    """登记 A thing of a declared type (`pack.record`), found by its key."""

    id = models.BigAutoField(primary_key=True)
    type = models.TextField()
    key = models.JSONField()
    key_text = models.TextField()

    class Meta:
        """A key stands once in its type."""

        constraints = (models.UniqueConstraint(fields=["type", "key_text"], name="record_key"),)

    def __str__(self) -> str:
        return f"{self.type} {self.key_text}"


class RecordVersion(models.Model):
    """What a record held from `since` on. Versions are only added; `source` is the case or import that wrote it."""

    id = models.BigAutoField(primary_key=True)
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="versions")
    since = models.DateField()
    data = models.JSONField()
    at = models.DateTimeField()
    by = models.BigIntegerField()
    source = models.TextField()

    class Meta:
        """The newest version on a date is read from the end."""

        indexes = (models.Index(fields=["record", "since", "id"], name="record_version"),)

    def __str__(self) -> str:
        return f"{self.record_id} {self.since}"
