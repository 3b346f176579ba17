"""The outbox's keys have one index, not a second one for their beginnings that nothing read."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Builds one index anew; the table is as large as what was queued in the last 90 days."""

    dependencies: ClassVar = [("cases", "0010_saved_lists_whole")]
    operations: ClassVar = [
        migrations.AlterField("outbox", "key", models.TextField()),
        migrations.AddConstraint("outbox", models.UniqueConstraint(fields=["key"], name="outbox_key_once")),
    ]
