"""A kept list has its columns, may be for one post, and may be what its person sees first."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds columns to a small table of people's own."""

    dependencies: ClassVar = [("cases", "0009_events_by_time")]
    operations: ClassVar = [
        migrations.AddField("savedlist", "columns", models.JSONField(default=list)),
        migrations.AddField("savedlist", "post", models.TextField(default="", blank=True)),
        migrations.AddField("savedlist", "default", models.BooleanField(default=False)),
        migrations.AddConstraint(
            "savedlist",
            models.UniqueConstraint(
                fields=["person", "procedure"], condition=models.Q(default=True), name="saved_list_default_once"
            ),
        ),
    ]
