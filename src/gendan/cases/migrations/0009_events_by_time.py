"""What happened today is found without reading what happened before: events are written in the order of their time."""

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    """An index of a few pages, which no insert has to wait for."""

    dependencies: ClassVar = [("cases", "0008_studio")]
    operations: ClassVar = [
        migrations.RunSQL(
            "create index event_at on cases_event using brin (at) with (pages_per_range = 32, autosummarize = on)",
            "drop index event_at",
        ),
    ]
