"""Codes of units are replaced, and what stood before is kept."""

from typing import ClassVar

from django.db import migrations, models

GUARDS = """
create trigger append_only before update or delete or truncate on stock_recoding
    for each statement execute function cases_append_only();
"""


class Migration(migrations.Migration):
    """See the module."""

    dependencies: ClassVar = [("stock", "0002_stages")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="Recoding",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("unit", models.BigIntegerField()),
                ("number", models.SmallIntegerField()),
                ("before", models.TextField(null=True)),
                ("after", models.TextField()),
                ("at", models.DateTimeField()),
                ("actor", models.BigIntegerField()),
                ("case", models.BigIntegerField(null=True)),
                ("note", models.TextField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["before"], name="stock_recoding_before"),
                    models.Index(fields=["unit", "id"], name="stock_recoding_unit"),
                ],
            },
        ),
        migrations.RunSQL(GUARDS, "drop trigger append_only on stock_recoding;"),
    ]
