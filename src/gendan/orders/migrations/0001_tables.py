"""The tables of this room."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Tables."""

    initial = True

    dependencies: ClassVar = []

    operations: ClassVar = [
        migrations.CreateModel(
            name="LeadTime",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("series", models.CharField(blank=True, max_length=100)),
                ("since", models.DateField()),
                ("person", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("urgent", models.BooleanField(default=False)),
                ("days", models.PositiveIntegerField()),
            ],
            options={},
        ),
        migrations.CreateModel(
            name="Route",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("series", models.CharField(blank=True, max_length=100)),
                ("since", models.DateField()),
                ("person", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("steps", models.JSONField()),
            ],
            options={},
        ),
        migrations.CreateModel(
            name="Original",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("case_id", models.BigIntegerField()),
                ("person", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("version", models.PositiveIntegerField()),
                ("lines", models.JSONField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("case_id", "version"), name="original_version")],
            },
        ),
        migrations.CreateModel(
            name="Progress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("case_id", models.BigIntegerField()),
                ("person", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("sheet", models.PositiveIntegerField(default=0)),
                ("line", models.PositiveIntegerField(null=True)),
                ("step", models.CharField(blank=True, max_length=60)),
                ("pieces", models.DecimalField(decimal_places=4, max_digits=18)),
                ("worker", models.BigIntegerField(default=0)),
                ("worker_name", models.CharField(blank=True, max_length=100)),
                ("day", models.DateField()),
                ("rate", models.DecimalField(decimal_places=4, max_digits=18, null=True)),
                ("wage", models.DecimalField(decimal_places=2, default=0, max_digits=18)),
                ("cost", models.DecimalField(decimal_places=2, default=0, max_digits=18)),
                ("reason", models.TextField(blank=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["case_id"], name="progress_case"),
                    models.Index(fields=["day", "worker", "worker_name"], name="progress_day_worker"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("pieces", 0), _negated=True), name="progress_of_some_pieces"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Promise",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("case_id", models.BigIntegerField()),
                ("person", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("day", models.DateField()),
                ("reason", models.TextField(blank=True)),
            ],
            options={
                "indexes": [models.Index(fields=["case_id"], name="promise_case")],
            },
        ),
        migrations.CreateModel(
            name="Quotation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("case_id", models.BigIntegerField()),
                ("person", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("version", models.PositiveIntegerField()),
                ("lines", models.JSONField()),
                ("total", models.DecimalField(decimal_places=2, max_digits=18)),
                ("pieces", models.DecimalField(decimal_places=4, max_digits=18)),
                ("day", models.DateField()),
                ("terms", models.JSONField(default=dict)),
                ("field", models.CharField(blank=True, max_length=60)),
                ("digest", models.CharField(blank=True, max_length=32)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("case_id", "version"), name="quotation_version")],
            },
        ),
        migrations.CreateModel(
            name="Sheet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("case_id", models.BigIntegerField()),
                ("person", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("version", models.PositiveIntegerField()),
                ("lines", models.JSONField()),
                ("number", models.CharField(max_length=220, unique=True)),
                ("steps", models.JSONField(default=list)),
                ("pieces", models.DecimalField(decimal_places=4, max_digits=18)),
                ("keeps", models.BooleanField(default=False)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("case_id", "version"), name="sheet_version")],
            },
        ),
        migrations.CreateModel(
            name="SheetRecall",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("case_id", models.BigIntegerField()),
                ("person", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("reason", models.TextField(blank=True)),
                (
                    "sheet",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="recall", to="orders.sheet"
                    ),
                ),
            ],
            options={},
        ),
        migrations.CreateModel(
            name="StepRate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("series", models.CharField(blank=True, max_length=100)),
                ("since", models.DateField()),
                ("person", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("step", models.CharField(max_length=60)),
                ("product", models.CharField(blank=True, max_length=100)),
                ("wage", models.DecimalField(decimal_places=4, max_digits=18)),
                ("cost", models.DecimalField(decimal_places=4, max_digits=18)),
            ],
            options={
                "indexes": [models.Index(fields=["step", "since"], name="rate_step_day")],
            },
        ),
        migrations.CreateModel(
            name="WageSlip",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("case_id", models.BigIntegerField()),
                ("person", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("version", models.PositiveIntegerField()),
                ("lines", models.JSONField()),
                ("worker", models.BigIntegerField(default=0)),
                ("worker_name", models.CharField(blank=True, max_length=100)),
                ("since", models.DateField()),
                ("until", models.DateField()),
                ("total", models.DecimalField(decimal_places=2, max_digits=18)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("case_id", "version"), name="wageslip_version")],
            },
        ),
        migrations.CreateModel(
            name="WageCorrection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("worker", models.BigIntegerField(default=0)),
                ("worker_name", models.CharField(blank=True, max_length=100)),
                ("day", models.DateField()),
                ("step", models.CharField(blank=True, max_length=60)),
                ("amount", models.DecimalField(decimal_places=2, max_digits=18)),
                ("reason", models.TextField()),
                ("person", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "progress",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="orders.progress",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["day", "worker", "worker_name"], name="correction_day_worker")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="wage_correction_with_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount", 0), _negated=True), name="wage_correction_of_something"
                    ),
                ],
            },
        ),
    ]
