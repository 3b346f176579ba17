"""Tables of cases, events, clocks, keys, the outbox, packs, records and what the site sets."""

from typing import ClassVar

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import gendan.cases.models.event


class Migration(migrations.Migration):
    """The tables of the cases room."""

    initial = True

    dependencies: ClassVar = []

    operations: ClassVar = [
        migrations.CreateModel(
            name="Attachment",
            fields=[
                ("sha256", models.TextField(primary_key=True, serialize=False)),
                ("size", models.BigIntegerField()),
                ("type", models.TextField()),
                ("at", models.DateTimeField()),
                ("by", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Basis",
            fields=[
                ("id", models.TextField(primary_key=True, serialize=False)),
                ("body", models.JSONField()),
            ],
        ),
        migrations.CreateModel(
            name="CommandKey",
            fields=[
                ("key", models.TextField(primary_key=True, serialize=False)),
                ("digest", models.BinaryField()),
                ("outcome", gendan.cases.models.event.HashedJson()),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "case_id", "seq", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("case_id", models.BigIntegerField()),
                ("seq", models.IntegerField()),
                ("kind", models.TextField()),
                ("actor", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("month", models.IntegerField()),
                ("body", gendan.cases.models.event.HashedJson()),
                ("hash", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="Case",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("uid", models.UUIDField(unique=True)),
                ("procedure", models.TextField()),
                ("definition", models.BigIntegerField()),
                ("kind", models.TextField(null=True)),
                ("number", models.TextField()),
                ("label", models.TextField()),
                ("state", models.TextField()),
                ("entered_at", models.DateTimeField()),
                ("back", models.TextField(null=True)),
                ("final", models.TextField(null=True)),
                ("seq", models.IntegerField()),
                ("version", models.IntegerField()),
                ("head", models.BinaryField()),
                ("opened_at", models.DateTimeField()),
                ("opened_by", models.BigIntegerField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("month", models.IntegerField()),
                ("queue", models.TextField(null=True)),
                ("holder", models.BigIntegerField(null=True)),
                ("party", models.TextField(null=True)),
                ("priority", models.BigIntegerField()),
                ("due", models.DateTimeField(null=True)),
                ("late", models.BooleanField(default=False)),
                ("parent", models.BigIntegerField(null=True)),
                ("parent_name", models.TextField(null=True)),
                ("origin", models.BigIntegerField(null=True)),
                (
                    "actors",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("data", models.JSONField(default=dict)),
                ("memory", models.JSONField(default=dict)),
                ("children", models.JSONField(default=dict)),
                ("chain", models.JSONField(default=dict)),
                ("pending", models.JSONField(default=dict)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["number"], name="case_number"),
                    models.Index(fields=["procedure", "state", "id"], name="case_state"),
                    models.Index(
                        models.F("queue"),
                        models.OrderBy(models.F("priority"), descending=True),
                        models.F("id"),
                        condition=models.Q(("final", None), ("holder", None)),
                        name="case_queue",
                    ),
                    models.Index(condition=models.Q(("parent__isnull", False)), fields=["parent"], name="case_parent"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Clock",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "case_id", "name", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("case_id", models.BigIntegerField()),
                ("name", models.TextField()),
                ("due_at", models.DateTimeField(null=True)),
                ("next_at", models.DateTimeField(null=True)),
                ("running", models.BooleanField()),
                ("body", models.JSONField()),
            ],
            options={
                "indexes": [
                    models.Index(
                        models.F("next_at"),
                        models.F("case_id"),
                        condition=models.Q(("next_at__isnull", False)),
                        name="clock_next",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Outbox",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("case_id", models.BigIntegerField()),
                ("sort", models.TextField()),
                ("word", models.TextField()),
                ("key", models.TextField(unique=True)),
                ("body", models.JSONField()),
                ("created_at", models.DateTimeField()),
                ("next_at", models.DateTimeField(null=True)),
                ("tries", models.IntegerField(default=0)),
                ("done_at", models.DateTimeField(null=True)),
                ("dead", models.BooleanField(default=False)),
                ("error", models.TextField(default="")),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("next_at__isnull", False)), fields=["next_at", "id"], name="outbox_next"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PackVersion",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("name", models.TextField()),
                ("version", models.TextField()),
                ("hash", models.TextField(unique=True)),
                ("active", models.BooleanField(default=False)),
                ("activated_at", models.DateTimeField()),
                ("activated_by", models.BigIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("active", True)), fields=("name",), name="pack_one_active"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Activation",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("by", models.BigIntegerField()),
                (
                    "pack",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="activations", to="cases.packversion"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Record",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("type", models.TextField()),
                ("key", models.JSONField()),
                ("key_text", models.TextField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("type", "key_text"), name="record_key")],
            },
        ),
        migrations.CreateModel(
            name="SavedList",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("person", models.BigIntegerField()),
                ("procedure", models.TextField()),
                ("name", models.TextField()),
                ("query", models.JSONField()),
                ("shared", models.BooleanField(default=False)),
                ("changed_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("person", "procedure", "name"), name="saved_list_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Series",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("procedure", models.TextField()),
                ("prefix", models.TextField()),
                ("value", models.BigIntegerField(default=0)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("procedure", "prefix"), name="series_once")],
            },
        ),
        migrations.CreateModel(
            name="SettingValue",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("pack", models.TextField()),
                ("name", models.TextField()),
                ("value", models.JSONField(null=True)),
                ("at", models.DateTimeField()),
                ("by", models.BigIntegerField()),
                ("reason", models.TextField(default="")),
            ],
            options={
                "indexes": [models.Index(fields=["pack", "name", "id"], name="setting_last")],
            },
        ),
        migrations.CreateModel(
            name="TableVersion",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("pack", models.TextField()),
                ("name", models.TextField()),
                ("rows", models.JSONField(null=True)),
                ("at", models.DateTimeField()),
                ("by", models.BigIntegerField()),
                ("reason", models.TextField(default="")),
            ],
            options={
                "indexes": [models.Index(fields=["pack", "name", "id"], name="table_last")],
            },
        ),
        migrations.CreateModel(
            name="UniqueValue",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "procedure", "field", "digest", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("procedure", models.TextField()),
                ("field", models.TextField()),
                ("digest", models.BinaryField()),
                ("case_id", models.BigIntegerField()),
            ],
            options={
                "indexes": [models.Index(fields=["case_id"], name="unique_case")],
            },
        ),
        migrations.CreateModel(
            name="PackFile",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("path", models.TextField()),
                ("content", models.BinaryField()),
                (
                    "pack",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="files", to="cases.packversion"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("pack", "path"), name="pack_file_once")],
            },
        ),
        migrations.CreateModel(
            name="RecordVersion",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("since", models.DateField()),
                ("data", models.JSONField()),
                ("at", models.DateTimeField()),
                ("by", models.BigIntegerField()),
                ("source", models.TextField()),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="cases.record"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["record", "since", "id"], name="record_version")],
            },
        ),
    ]
