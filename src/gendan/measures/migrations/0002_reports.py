"""What reports said when they were submitted."""

from typing import ClassVar

from django.db import migrations, models

APPEND_ONLY = """
create trigger append_only before update or delete or truncate on measures_frozenreport
    for each statement execute function cases_append_only();
"""


class Migration(migrations.Migration):
    """Frozen reports: rows are only added."""

    dependencies: ClassVar = [("measures", "0001_figures")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="FrozenReport",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("case_id", models.BigIntegerField()),
                ("seq", models.IntegerField()),
                ("declared", models.TextField()),
                ("period", models.TextField()),
                ("digest", models.TextField()),
                ("body", models.JSONField()),
                ("frozen_at", models.DateTimeField()),
                ("frozen_by", models.BigIntegerField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=["case_id", "seq"], name="frozen_once")],
            },
        ),
        migrations.RunSQL(APPEND_ONLY, migrations.RunSQL.noop),
    ]
