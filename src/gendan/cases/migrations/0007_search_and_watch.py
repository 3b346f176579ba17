"""The words by which cases are found, and who watches which case."""

from typing import ClassVar

import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models


class Migration(migrations.Migration):
    """What stands already is found after `gendan rebuild`."""

    dependencies: ClassVar = [
        ("cases", "0006_exchanges"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="SearchRow",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "case_id", "field", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("case_id", models.BigIntegerField()),
                ("field", models.TextField()),
                ("words", django.contrib.postgres.search.SearchVectorField()),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["words"], name="search_words", fastupdate=True, gin_pending_list_limit=8192
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Watch",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "case_id", "person", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("case_id", models.BigIntegerField()),
                ("person", models.BigIntegerField()),
                ("since", models.DateTimeField()),
                ("told", models.IntegerField()),
            ],
            options={
                "indexes": [models.Index(fields=["person", "-since"], name="watch_person")],
            },
        ),
    ]
