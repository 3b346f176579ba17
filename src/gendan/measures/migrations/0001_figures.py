"""Figures that are kept."""

from typing import ClassVar

import django.db.models
from django.db import migrations, models

APPEND_ONLY = """
create trigger append_only before update or delete or truncate on measures_keptfigure
    for each statement execute function cases_append_only();
"""


class Migration(migrations.Migration):
    """The first tables of the measures room."""

    initial = True
    dependencies: ClassVar = [("cases", "0002_guards")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="KeptFigure",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("pack", models.TextField()),
                ("measure", models.TextField()),
                ("period", models.TextField()),
                ("by", models.JSONField(default=list)),
                ("filters", models.JSONField(default=dict)),
                ("value", models.DecimalField(decimal_places=12, max_digits=40, null=True)),
                ("body", models.JSONField()),
                ("rule", models.TextField()),
                ("version", models.TextField()),
                ("calendar", models.TextField()),
                ("computed_at", models.DateTimeField()),
                ("kept_by", models.BigIntegerField()),
                ("digest", models.TextField()),
            ],
            options={
                "indexes": [django.db.models.Index(fields=["pack", "measure", "period", "id"], name="kept_figure_of")],
            },
        ),
        migrations.RunSQL(APPEND_ONLY, migrations.RunSQL.noop),
    ]
