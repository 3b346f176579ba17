"""Lists that people keep."""

from django.db import models


class SavedList(models.Model):
    """A filter and an order that a person saved, for himself or (`shared`) for all who see the procedure."""

    id = models.BigAutoField(primary_key=True)
    person = models.BigIntegerField()
    procedure = models.TextField()
    name = models.TextField()
    query = models.JSONField()
    shared = models.BooleanField(default=False)
    changed_at = models.DateTimeField()

    class Meta:
        """A person's names are his own."""

        constraints = (models.UniqueConstraint(fields=["person", "procedure", "name"], name="saved_list_once"),)

    def __str__(self) -> str:
        return self.name
