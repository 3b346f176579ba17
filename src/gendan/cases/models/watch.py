"""Cases that people keep an eye on."""

from django.db import models


class Watch(models.Model):
    """关注 A person wants to hear what happens to a case. It is his own matter and no part of the case's history.

    `told` is the number of the case's last event of which he has been told, or that he has done himself.
    """

    pk = models.CompositePrimaryKey("case_id", "person")
    case_id = models.BigIntegerField()
    person = models.BigIntegerField()
    since = models.DateTimeField()
    told = models.IntegerField()

    class Meta:
        """A person's own are listed, newest first."""

        indexes = (models.Index(fields=["person", "-since"], name="watch_person"),)

    def __str__(self) -> str:
        return f"{self.person} {self.case_id}"
