"""What the site itself sets: settings and tables, versioned, with who and when; and what an event was judged under."""

from django.db import models


class SettingValue(models.Model):
    """A setting's value from a moment on. Rows are only added; the last one counts. `value` None: the pack's own
    again."""

    id = models.BigAutoField(primary_key=True)
    pack = models.TextField()
    name = models.TextField()
    value = models.JSONField(null=True)
    at = models.DateTimeField()
    by = models.BigIntegerField()
    reason = models.TextField(default="")

    class Meta:
        """The last value is read from the end."""

        indexes = (models.Index(fields=["pack", "name", "id"], name="setting_last"),)

    def __str__(self) -> str:
        return f"{self.pack}.{self.name}"


class TableVersion(models.Model):
    """A table's rows from a moment on: a list of `[[key…], [column…]]`. Rows are only added; the last one counts."""

    id = models.BigAutoField(primary_key=True)
    pack = models.TextField()
    name = models.TextField()
    rows = models.JSONField(null=True)
    at = models.DateTimeField()
    by = models.BigIntegerField()
    reason = models.TextField(default="")

    class Meta:
        """The last version is read from the end."""

        indexes = (models.Index(fields=["pack", "name", "id"], name="table_last"),)

    def __str__(self) -> str:
        return f"{self.pack}.{self.name}"


class Basis(models.Model):
    """What events were judged under: pack version, settings, tables and calendar, as `body` names them.

    Its id is the beginning of the digest of `body`; events carry it as `under`.
    """

    id = models.TextField(primary_key=True)
    body = models.JSONField()

    def __str__(self) -> str:
        return self.id
