"""Drafts of packs and every text that was saved of them, which the database keeps; and stories that were played."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

KEEP_TEXTS = """
create trigger append_only before update or delete or truncate on cases_draftfile
    for each statement execute function cases_append_only();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("cases", "0007_search_and_watch"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="PackDraft",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("pack", models.TextField()),
                ("note", models.TextField(default="")),
                ("revision", models.PositiveIntegerField(default=1)),
                ("made_at", models.DateTimeField()),
                ("made_by", models.BigIntegerField()),
                ("changed_at", models.DateTimeField()),
                ("changed_by", models.BigIntegerField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", models.BigIntegerField(null=True)),
                (
                    "based_on",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.packversion"
                    ),
                ),
                (
                    "became",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.packversion"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DraftFile",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("path", models.TextField()),
                ("revision", models.PositiveIntegerField()),
                ("content", models.BinaryField(null=True)),
                ("at", models.DateTimeField()),
                ("by", models.BigIntegerField()),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="files", to="cases.packdraft"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="StoryRun",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("pack", models.TextField()),
                ("source", models.TextField()),
                ("hash", models.TextField()),
                (
                    "stage",
                    models.TextField(
                        choices=[("running", "Running"), ("done", "Done"), ("stale", "Stale")], default="running"
                    ),
                ),
                ("total", models.PositiveIntegerField()),
                ("told", models.JSONField(default=list)),
                ("made_at", models.DateTimeField()),
                ("made_by", models.BigIntegerField()),
                ("changed_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["hash", "-made_at"], name="story_run_of"),
                    models.Index(
                        condition=models.Q(("stage", "running")), fields=["changed_at"], name="story_run_running"
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="packdraft",
            index=models.Index(condition=models.Q(("ended_at", None)), fields=["pack", "-id"], name="draft_open"),
        ),
        migrations.AddConstraint(
            model_name="draftfile",
            constraint=models.UniqueConstraint(fields=("draft", "path", "revision"), name="draft_file_once"),
        ),
        migrations.RunSQL(KEEP_TEXTS, "drop trigger append_only on cases_draftfile"),
    ]
