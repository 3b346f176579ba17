"""Code lists that come in as files: how far each has come, and the rows that went wrong."""

from __future__ import annotations

from django.db import models


class CodeLoad(models.Model):
    """编码清单导入 A maker's list of codes, taken in by one person. `at_row` is the last row that was taken.

    `columns` says which header holds which code (`{"1": header, "product": header}`). `keep` is `good` (every row
    that can be kept) or `none` (all rows or none of them). `fault` is why nothing was kept, as `[code, parameters]`.
    """

    class Stage(models.TextChoices):
        """How far it is. REJECTED: nothing of the file was kept."""

        RUNNING = "running"
        DONE = "done"
        REJECTED = "rejected"

    id = models.UUIDField(primary_key=True)
    sha256 = models.TextField()
    file_name = models.TextField()
    sheet = models.TextField(default="")
    columns = models.JSONField()
    product = models.TextField(default="")
    place = models.BigIntegerField()
    party = models.TextField(default="")
    keep = models.TextField()
    stage = models.TextField(choices=Stage.choices, default=Stage.RUNNING)
    at_row = models.IntegerField(default=0)
    total = models.IntegerField(default=0)
    rows = models.IntegerField(default=0)
    received = models.IntegerField(default=0)
    unchanged = models.IntegerField(default=0)
    faulty = models.IntegerField(default=0)
    fault = models.JSONField(null=True)
    person = models.BigIntegerField()
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        """The newest first (the ids are of their moment), and those that run."""

        indexes = (models.Index(fields=["changed_at"], name="stock_load_running", condition=models.Q(stage="running")),)

    def __str__(self) -> str:
        return self.file_name


class CodeLoadRow(models.Model):
    """A row of a list that could not be taken, with every reason as `[code, parameters]`."""

    pk = models.CompositePrimaryKey("load", "row")
    load = models.ForeignKey(CodeLoad, on_delete=models.PROTECT, related_name="faults", db_constraint=False)
    row = models.IntegerField()
    reasons = models.JSONField()

    def __str__(self) -> str:
        return f"{self.load_id}:{self.row}"
