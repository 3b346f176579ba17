"""Templates as the site changed them, its letterhead, which the database keeps; and papers that are printed
together."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

KEEP = """
create trigger append_only before update or delete or truncate on cases_templateversion
    for each statement execute function cases_append_only();
create trigger append_only before update or delete or truncate on cases_letterheadversion
    for each statement execute function cases_append_only();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("cases", "0011_one_index_of_a_key")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="TemplateVersion",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("pack", models.TextField()),
                ("path", models.TextField()),
                ("text", models.TextField(null=True)),
                ("over", models.TextField()),
                ("at", models.DateTimeField()),
                ("by", models.BigIntegerField()),
                ("reason", models.TextField(default="")),
                (
                    "definition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.packversion"
                    ),
                ),
            ],
            options={"indexes": [models.Index(fields=["pack", "path", "id"], name="template_last")]},
        ),
        migrations.CreateModel(
            name="LetterheadVersion",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("name", models.TextField(default="")),
                ("address", models.TextField(default="")),
                ("phone", models.TextField(default="")),
                ("footer", models.TextField(default="")),
                ("logo", models.BinaryField(null=True)),
                ("logo_type", models.TextField(default="")),
                ("at", models.DateTimeField()),
                ("by", models.BigIntegerField()),
                ("reason", models.TextField(default="")),
            ],
        ),
        migrations.CreateModel(
            name="PrintRun",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("person", models.BigIntegerField()),
                ("procedure", models.TextField()),
                ("document", models.TextField()),
                (
                    "stage",
                    models.TextField(
                        choices=[("running", "Running"), ("stopped", "Stopped"), ("done", "Done")], default="running"
                    ),
                ),
                ("count", models.IntegerField()),
                ("at_row", models.IntegerField(default=1)),
                ("printed", models.IntegerField(default=0)),
                ("missing", models.IntegerField(default=0)),
                ("parts", models.IntegerField(default=0)),
                ("pages", models.IntegerField(default=0)),
                ("created_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("let_go", models.BooleanField(default=False)),
            ],
            options={"indexes": [models.Index(fields=["person", "-created_at"], name="print_run_of_person")]},
        ),
        migrations.CreateModel(
            name="PrintRow",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "run_id", "row", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("row", models.IntegerField()),
                ("case_id", models.BigIntegerField()),
                ("uid", models.UUIDField()),
                ("number", models.TextField()),
                ("done", models.BooleanField(null=True)),
                ("reason", models.TextField(default="")),
                ("part", models.IntegerField(default=0)),
                ("pages", models.IntegerField(default=0)),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="cases.printrun"
                    ),
                ),
            ],
        ),
        migrations.RunSQL(KEEP, reverse_sql=migrations.RunSQL.noop),
    ]
