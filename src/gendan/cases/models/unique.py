"""Values that stand in one open case at a time."""

from django.db import models


class UniqueValue(models.Model):
    """That a case holds a value alone among its procedure's cases: the primary key holds it under race.

    `digest` is of the value; of hidden ones (an ID number) it is keyed, so that it tells nothing without the key.
    """

    pk = models.CompositePrimaryKey("procedure", "field", "digest")
    procedure = models.TextField()
    field = models.TextField()
    digest = models.BinaryField()
    case_id = models.BigIntegerField()

    class Meta:
        """A case's own values are found when it ends."""

        indexes = (models.Index(fields=["case_id"], name="unique_case"),)

    def __str__(self) -> str:
        return f"{self.procedure}.{self.field}"
