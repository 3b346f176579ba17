"""A message may have files that go along in a mail."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Names and hashes of the files; those that stand have none."""

    dependencies: ClassVar = [("notices", "0002_webhooks")]

    operations: ClassVar = [
        migrations.AddField("message", "files", models.JSONField(blank=True, default=list)),
    ]
