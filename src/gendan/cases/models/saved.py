"""Lists that people keep."""

from django.db import models


class SavedList(models.Model):
    """A filter, an order and columns that a person saved, for himself or (`shared`) for others who see the procedure.

    `post` (a post of the pack by its bare name) narrows that to its holders. `columns` are fields in their order, none:
    those of the list itself. `default`: what its person sees first of the procedure.
    """

    id = models.BigAutoField(primary_key=True)
    person = models.BigIntegerField()
    procedure = models.TextField()
    name = models.TextField()
    query = models.JSONField()
    columns = models.JSONField(default=list)
    shared = models.BooleanField(default=False)
    post = models.TextField(default="", blank=True)
    default = models.BooleanField(default=False)
    changed_at = models.DateTimeField()

    class Meta:
        """A person's names are his own, and one of his lists of a procedure comes first."""

        constraints = (
            models.UniqueConstraint(fields=["person", "procedure", "name"], name="saved_list_once"),
            models.UniqueConstraint(
                fields=["person", "procedure"], condition=models.Q(default=True), name="saved_list_default_once"
            ),
        )

    def __str__(self) -> str:
        return self.name
