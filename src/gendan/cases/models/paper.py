"""What papers are made by where the site says otherwise than the pack: changed templates, the letterhead; and papers
that are printed together."""

from django.db import models

from gendan.cases.models.pack import PackVersion


class TemplateVersion(models.Model):
    """单据模板 What a file below a pack's `documents/` holds from a moment on, as the site has it. Rows are only added.

    It was written over the file as `definition` has it, whose content has the digest `over`; `text` None: the pack's
    own again.
    """

    id = models.BigAutoField(primary_key=True)
    pack = models.TextField()
    path = models.TextField()
    text = models.TextField(null=True)
    definition = models.ForeignKey(PackVersion, on_delete=models.PROTECT, related_name="+")
    over = models.TextField()
    at = models.DateTimeField()
    by = models.BigIntegerField()
    reason = models.TextField(default="")

    class Meta:
        """The versions of a file are read in their order."""

        indexes = (models.Index(fields=["pack", "path", "id"], name="template_last"),)

    def __str__(self) -> str:
        return f"{self.pack} {self.path}"


class LetterheadVersion(models.Model):
    """抬头 What stands at the head and the foot of the site's papers from a moment on. Rows are only added; the last
    one counts. `logo` is a picture, `logo_type` its media type."""

    id = models.BigAutoField(primary_key=True)
    name = models.TextField(default="")
    address = models.TextField(default="")
    phone = models.TextField(default="")
    footer = models.TextField(default="")
    logo = models.BinaryField(null=True)
    logo_type = models.TextField(default="")
    at = models.DateTimeField()
    by = models.BigIntegerField()
    reason = models.TextField(default="")

    def __str__(self) -> str:
        return self.name


class PrintRun(models.Model):
    """合并打印 The papers of many cases brought together into PDF files, for one person.

    `at_row` is the first row that has no outcome yet; `printed` and `missing` count those before it. `parts` PDF files
    are made so far, with `pages` pages in all. `let_go`: its files are not kept any more.
    """

    class Stage(models.TextChoices):
        """Where a run stands. Only a running one advances; a stopped one may go on."""

        RUNNING = "running"
        STOPPED = "stopped"
        DONE = "done"

    id = models.UUIDField(primary_key=True)
    person = models.BigIntegerField()
    procedure = models.TextField()
    document = models.TextField()
    stage = models.TextField(choices=Stage.choices, default=Stage.RUNNING)
    count = models.IntegerField()
    at_row = models.IntegerField(default=1)
    printed = models.IntegerField(default=0)
    missing = models.IntegerField(default=0)
    parts = models.IntegerField(default=0)
    pages = models.IntegerField(default=0)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    let_go = models.BooleanField(default=False)

    class Meta:
        """A person's runs are read from the newest back."""

        indexes = (models.Index(fields=["person", "-created_at"], name="print_run_of_person"),)

    def __str__(self) -> str:
        return f"{self.procedure} {self.document} × {self.count}"


class PrintRow(models.Model):
    """One case of a run: whether its paper is among the printed ones (`done` None: not looked for yet), in which part
    and with how many pages, or the code of the reason why not."""

    pk = models.CompositePrimaryKey("run_id", "row")
    run = models.ForeignKey(PrintRun, on_delete=models.CASCADE, related_name="rows")
    row = models.IntegerField()
    case_id = models.BigIntegerField()
    uid = models.UUIDField()
    number = models.TextField()
    done = models.BooleanField(null=True)
    reason = models.TextField(default="")
    part = models.IntegerField(default=0)
    pages = models.IntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.run_id}:{self.row} {self.number}"
