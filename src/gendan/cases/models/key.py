"""Keys that make a command happen once."""

from django.db import models

from gendan.cases.models.event import HashedJson


class CommandKey(models.Model):
    """A key under which a command was done: `digest` is of the command, `outcome` what it led to."""

    key = models.TextField(primary_key=True)
    digest = models.BinaryField()
    outcome = HashedJson()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.key
