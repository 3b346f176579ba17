"""What is prepared before it is in force: drafts of packs, every text that was saved of them, and stories that were
played."""

from django.db import models
from django.db.models import Q

from gendan.cases.models.pack import PackVersion


class PackDraft(models.Model):
    """包草稿 A pack on which somebody works. `based_on` is the version from which it was taken, None for a new pack.

    `revision` moves with every save. A draft ends once, by being activated (`became`) or put away.
    """

    id = models.BigAutoField(primary_key=True)
    pack = models.TextField()
    note = models.TextField(default="")
    based_on = models.ForeignKey(PackVersion, on_delete=models.PROTECT, null=True, related_name="+")
    revision = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField()
    made_by = models.BigIntegerField()
    changed_at = models.DateTimeField()
    changed_by = models.BigIntegerField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.BigIntegerField(null=True)
    became = models.ForeignKey(PackVersion, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """Open drafts are listed by their pack."""

        indexes = (models.Index(fields=["pack", "-id"], name="draft_open", condition=Q(ended_at=None)),)

    def __str__(self) -> str:
        return f"{self.pack} {self.id}"


class DraftFile(models.Model):
    """One content that a file of a draft was given. Rows are only added, so that nothing that was saved is ever lost;
    the last one of a path counts. `content` None: the file was taken away."""

    id = models.BigAutoField(primary_key=True)
    draft = models.ForeignKey(PackDraft, on_delete=models.PROTECT, related_name="files")
    path = models.TextField()
    revision = models.PositiveIntegerField()
    content = models.BinaryField(null=True)
    at = models.DateTimeField()
    by = models.BigIntegerField()

    class Meta:
        """A revision gives a path one content."""

        constraints = (models.UniqueConstraint(fields=["draft", "path", "revision"], name="draft_file_once"),)

    def __str__(self) -> str:
        return f"{self.path} {self.revision}"


class StoryRun(models.Model):
    """演练批次 The stories of one pack, played one after another. `source` is what was played (`v12`, `d5`), `hash` its
    content; `told` what became of each story so far, in their order."""

    class Stage(models.TextChoices):
        """Where a run stands. `stale`: the draft was changed before all stories were played."""

        RUNNING = "running"
        DONE = "done"
        STALE = "stale"

    id = models.UUIDField(primary_key=True)
    pack = models.TextField()
    source = models.TextField()
    hash = models.TextField()
    stage = models.TextField(choices=Stage.choices, default=Stage.RUNNING)
    total = models.PositiveIntegerField()
    told = models.JSONField(default=list)
    made_at = models.DateTimeField()
    made_by = models.BigIntegerField()
    changed_at = models.DateTimeField()

    class Meta:
        """The last run of a content is looked up by it."""

        indexes = (
            models.Index(fields=["hash", "-made_at"], name="story_run_of"),
            models.Index(fields=["changed_at"], name="story_run_running", condition=Q(stage="running")),
        )

    def __str__(self) -> str:
        return f"{self.pack} {self.source}"
