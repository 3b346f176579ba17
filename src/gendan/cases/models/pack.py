"""Activated versions of packs: immutable, named by their content."""

from django.db import models
from django.db.models import Q


class PackVersion(models.Model):
    """包版本 One version of a pack. Its files never change; `hash` is of their content. One version of a pack is
    active."""

    id = models.BigAutoField(primary_key=True)
    name = models.TextField()
    version = models.TextField()
    hash = models.TextField(unique=True)
    active = models.BooleanField(default=False)
    activated_at = models.DateTimeField()
    activated_by = models.BigIntegerField()

    class Meta:
        """At most one active version a pack, held by the database."""

        constraints = (models.UniqueConstraint(fields=["name"], name="pack_one_active", condition=Q(active=True)),)

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


class PackFile(models.Model):
    """One file of a pack version, as it was."""

    id = models.BigAutoField(primary_key=True)
    pack = models.ForeignKey(PackVersion, on_delete=models.PROTECT, related_name="files")
    path = models.TextField()
    content = models.BinaryField()

    class Meta:
        """A path stands once in a pack."""

        constraints = (models.UniqueConstraint(fields=["pack", "path"], name="pack_file_once"),)

    def __str__(self) -> str:
        return self.path


class Activation(models.Model):
    """启用 That a version of a pack was made the active one, when and by whom."""

    id = models.BigAutoField(primary_key=True)
    pack = models.ForeignKey(PackVersion, on_delete=models.PROTECT, related_name="activations")
    at = models.DateTimeField()
    by = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.pack} {self.at}"
