"""Imports: how a site's files are read, each run, and what became of every row."""

from django.db import models
from django.db.models import Q


class ImportMapping(models.Model):
    """导入方案 How the files of one import (`pack.import`) are read here, as last confirmed.

    `body` is `cases.imports.mapping.Mapping` as JSON.
    """

    name = models.TextField(primary_key=True)
    body = models.JSONField()
    changed_at = models.DateTimeField()
    changed_by = models.BigIntegerField()

    def __str__(self) -> str:
        return self.name


class ImportRun(models.Model):
    """导入批次 One file that comes in, by one person. `at_row` is the last row of the file that was taken,
    `rows` how many were, of `total`.

    `keep`: `good` keeps every row that can be kept; `none` keeps all rows or none of them. `fault` is why it ended
    without keeping anything, as `[code, parameters]`.
    """

    class Stage(models.TextChoices):
        """How far the run is. REJECTED: nothing of the file was kept."""

        RUNNING = "running"
        STOPPED = "stopped"
        DONE = "done"
        REJECTED = "rejected"

    class Keep(models.TextChoices):
        """What is kept of a file that has faults."""

        GOOD = "good"
        NONE = "none"

    id = models.UUIDField(primary_key=True)
    name = models.TextField()
    person = models.BigIntegerField()
    sha256 = models.TextField()
    file_name = models.TextField()
    sheet = models.TextField(default="")
    mapping = models.JSONField()
    keep = models.TextField(choices=Keep.choices)
    stage = models.TextField(choices=Stage.choices, default=Stage.RUNNING)
    at_row = models.IntegerField(default=0)
    total = models.IntegerField(default=0)
    rows = models.IntegerField(default=0)
    opened = models.IntegerField(default=0)
    updated = models.IntegerField(default=0)
    unchanged = models.IntegerField(default=0)
    known = models.IntegerField(default=0)
    refused = models.IntegerField(default=0)
    faulty = models.IntegerField(default=0)
    fault = models.JSONField(null=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        """The runs of an import, the newest first (the ids are of their moment)."""

        indexes = (models.Index(fields=["name", "-id"], name="import_run_of"),)

    def __str__(self) -> str:
        return f"{self.name} {self.file_name}"


class ImportRow(models.Model):
    """What became of one row of a run: `fate`, the case (or record) it led to, and why not.

    `digest` is of what the row gave: who brings the same row again changes nothing by it.
    """

    pk = models.CompositePrimaryKey("run_id", "row")
    run = models.ForeignKey(
        ImportRun, on_delete=models.PROTECT, related_name="outcomes", db_constraint=False, db_index=False
    )
    row = models.IntegerField()
    fate = models.TextField()
    case_id = models.BigIntegerField(null=True)
    digest = models.BinaryField(null=True)
    reasons = models.JSONField(null=True)

    class Meta:
        """What the last run said of a case, and the rows of a run that went wrong."""

        indexes = (
            models.Index(fields=["case_id", "-run"], name="import_row_case", condition=Q(case_id__isnull=False)),
            models.Index(fields=["run", "fate", "row"], name="import_row_bad", condition=Q(reasons__isnull=False)),
        )

    def __str__(self) -> str:
        return f"{self.run_id}:{self.row} {self.fate}"
