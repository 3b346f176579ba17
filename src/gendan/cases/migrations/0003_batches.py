"""Batches of one action over many cases, and their rows."""

from typing import ClassVar

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("cases", "0002_guards"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Batch",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("person", models.BigIntegerField()),
                ("procedure", models.TextField()),
                ("verb", models.TextField()),
                ("action", models.TextField(null=True)),
                ("given", models.JSONField(default=dict)),
                ("reason", models.TextField(default="")),
                ("whom", models.BigIntegerField(null=True)),
                (
                    "stage",
                    models.TextField(
                        choices=[
                            ("ready", "Ready"),
                            ("running", "Running"),
                            ("stopped", "Stopped"),
                            ("done", "Done"),
                            ("dropped", "Dropped"),
                        ],
                        default="ready",
                    ),
                ),
                ("count", models.IntegerField()),
                ("at_row", models.IntegerField(default=1)),
                ("succeeded", models.IntegerField(default=0)),
                ("refused", models.IntegerField(default=0)),
                ("created_at", models.DateTimeField()),
                ("started_at", models.DateTimeField(null=True)),
                ("changed_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["person", "-created_at"], name="batch_of_person")],
            },
        ),
        migrations.CreateModel(
            name="BatchRow",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "batch_id", "row", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("row", models.IntegerField()),
                ("case_id", models.BigIntegerField()),
                ("uid", models.UUIDField()),
                ("number", models.TextField()),
                ("seen", models.IntegerField()),
                (
                    "others",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("done", models.BooleanField(null=True)),
                ("reasons", models.JSONField(default=list)),
                ("state", models.TextField(default="")),
                ("at", models.DateTimeField(null=True)),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rows", to="cases.batch"
                    ),
                ),
            ],
        ),
    ]
