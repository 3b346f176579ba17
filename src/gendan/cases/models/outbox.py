"""What is to be done after a command's commit."""

from django.db import models
from django.db.models import Q


class Outbox(models.Model):
    """发件箱 An outside effect or a command that follows, queued in the transaction of the command that led to it.

    `key` makes it happen once. `next_at` is when it is tried (again); None: it is done, or `dead` (given up after too
    many tries, or refused for good), with what went wrong kept in `error`.
    """

    FOLLOW = "follow"
    EFFECT = "effect"

    id = models.BigAutoField(primary_key=True)
    case_id = models.BigIntegerField()
    sort = models.TextField()
    word = models.TextField()
    key = models.TextField()
    body = models.JSONField()
    created_at = models.DateTimeField()
    next_at = models.DateTimeField(null=True)
    tries = models.IntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    dead = models.BooleanField(default=False)
    error = models.TextField(default="")

    class Meta:
        """The drain reads what is due from its own small index.

        A unique field would have a second index, for beginnings of keys, that nothing reads and every step writes.
        """

        constraints = (models.UniqueConstraint(fields=["key"], name="outbox_key_once"),)
        indexes = (models.Index(fields=["next_at", "id"], name="outbox_next", condition=Q(next_at__isnull=False)),)

    def __str__(self) -> str:
        return f"{self.case_id} {self.word}"
