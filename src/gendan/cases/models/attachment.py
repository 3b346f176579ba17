"""Files kept beside the database."""

from django.db import models


class Attachment(models.Model):
    """附件 A file by its content: `sha256` names it in the attachments folder. Which case it belongs to, its events
    say."""

    sha256 = models.TextField(primary_key=True)
    size = models.BigIntegerField()
    type = models.TextField()
    at = models.DateTimeField()
    by = models.BigIntegerField()

    def __str__(self) -> str:
        return self.sha256
