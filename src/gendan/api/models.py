"""What the API keeps of its own: the answers that it would give again."""

from django.db import models


class KeptAnswer(models.Model):
    """The answer to a request that carried an `Idempotency-Key`, given again where the same request comes once more.

    `digest` tells one request from another. Answers are let go after `gendan.api.once.LASTS`.
    """

    person = models.BigIntegerField()
    key = models.TextField()
    digest = models.BinaryField()
    status = models.SmallIntegerField()
    body = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["person", "key"], name="api_answer_once"),)
        indexes = (models.Index(fields=["at"], name="api_answer_at"),)

    def __str__(self) -> str:
        return self.key
