"""Tables of the money room."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """See the module."""

    initial = True

    dependencies: ClassVar = []

    operations: ClassVar = [
        migrations.CreateModel(
            name="CaseTotal",
            fields=[
                ("case_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("charged", models.DecimalField(decimal_places=2, max_digits=18)),
                ("received", models.DecimalField(decimal_places=2, max_digits=18)),
                ("refunded", models.DecimalField(decimal_places=2, max_digits=18)),
                ("guaranteed", models.DecimalField(decimal_places=2, max_digits=18)),
                ("difference", models.DecimalField(decimal_places=2, max_digits=18)),
            ],
        ),
        migrations.CreateModel(
            name="Guarantor",
            fields=[
                ("person", models.BigIntegerField(primary_key=True, serialize=False)),
                ("limit", models.DecimalField(decimal_places=2, max_digits=18)),
            ],
        ),
        migrations.CreateModel(
            name="Kind",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=60, unique=True)),
                ("zh", models.CharField(max_length=60)),
                ("en", models.CharField(max_length=60)),
                (
                    "sort",
                    models.CharField(
                        choices=[
                            ("receivable", "Receivable"),
                            ("advance", "Advance"),
                            ("till", "Till"),
                            ("safe", "Safe"),
                            ("bank", "Bank"),
                            ("clearing", "Clearing"),
                            ("income", "Income"),
                            ("difference", "Difference"),
                            ("guarantee", "Guarantee"),
                            ("guaranteed", "Guaranteed"),
                            ("opening", "Opening"),
                        ],
                        max_length=12,
                    ),
                ),
                ("place", models.CharField(max_length=300)),
                ("up_to_due", models.BooleanField(default=False)),
                ("needs_slip", models.BooleanField(default=False)),
                ("active", models.BooleanField(default=True)),
            ],
        ),
        migrations.CreateModel(
            name="LimitSet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person", models.BigIntegerField(db_index=True)),
                ("limit", models.DecimalField(decimal_places=2, max_digits=18)),
                ("by", models.BigIntegerField()),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Movement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "sort",
                    models.CharField(
                        choices=[
                            ("charge", "Charge"),
                            ("receipt", "Receipt"),
                            ("allocation", "Allocation"),
                            ("refund", "Refund"),
                            ("guarantee", "Guarantee"),
                            ("release", "Release"),
                            ("transfer", "Transfer"),
                            ("count", "Count"),
                            ("settlement", "Settlement"),
                            ("opening", "Opening"),
                        ],
                        max_length=12,
                    ),
                ),
                ("kind", models.CharField(blank=True, max_length=60)),
                ("amount", models.DecimalField(decimal_places=2, max_digits=18)),
                ("at", models.DateTimeField()),
                ("on", models.DateField()),
                ("case_id", models.BigIntegerField(null=True)),
                ("party", models.CharField(blank=True, max_length=300)),
                ("desk", models.CharField(blank=True, max_length=300)),
                ("reference", models.CharField(blank=True, max_length=300)),
                ("memo", models.TextField(blank=True)),
                ("slip", models.JSONField(null=True)),
                ("person", models.BigIntegerField()),
                ("witness", models.BigIntegerField(null=True)),
                ("legs", models.SmallIntegerField()),
                ("key", models.CharField(max_length=300, null=True, unique=True)),
                (
                    "corrects",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrected_by",
                        to="money.movement",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="uses", to="money.movement"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Account",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "sort",
                    models.CharField(
                        choices=[
                            ("receivable", "Receivable"),
                            ("advance", "Advance"),
                            ("till", "Till"),
                            ("safe", "Safe"),
                            ("bank", "Bank"),
                            ("clearing", "Clearing"),
                            ("income", "Income"),
                            ("difference", "Difference"),
                            ("guarantee", "Guarantee"),
                            ("guaranteed", "Guaranteed"),
                            ("opening", "Opening"),
                        ],
                        max_length=12,
                    ),
                ),
                ("key", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("sort", "key"), name="account_once")],
            },
        ),
        migrations.CreateModel(
            name="BankFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sha256", models.CharField(max_length=64)),
                ("name", models.CharField(max_length=300)),
                ("by", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("rows", models.IntegerField()),
                ("added", models.IntegerField()),
                ("columns", models.JSONField(default=dict)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="money.account"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="BankLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField()),
                ("amount", models.DecimalField(decimal_places=2, max_digits=18)),
                ("reference", models.CharField(blank=True, max_length=300)),
                ("payer", models.CharField(blank=True, max_length=300)),
                ("memo", models.TextField(blank=True)),
                ("identity", models.CharField(max_length=64, unique=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="money.account"
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="money.bankfile"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Loose",
            fields=[
                (
                    "movement",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="money.movement",
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=18)),
            ],
        ),
        migrations.CreateModel(
            name="Leg",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("case_id", models.BigIntegerField(null=True)),
                ("amount", models.DecimalField(decimal_places=2, max_digits=18)),
                ("on", models.DateField()),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="legs",
                        to="money.account",
                    ),
                ),
                (
                    "movement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="money.movement"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="BankMatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("note", models.CharField(blank=True, max_length=300)),
                ("undone", models.SmallIntegerField(default=0)),
                ("by", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="matches", to="money.bankline"
                    ),
                ),
                (
                    "movement",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="money.movement"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MonthTotal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField()),
                ("shard", models.SmallIntegerField()),
                ("debit", models.DecimalField(decimal_places=2, max_digits=20)),
                ("credit", models.DecimalField(decimal_places=2, max_digits=20)),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="money.account",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Balance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("shard", models.SmallIntegerField()),
                ("amount", models.DecimalField(decimal_places=2, max_digits=20)),
                ("entries", models.BigIntegerField()),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="money.account",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("account", "shard"), name="balance_once")],
            },
        ),
        migrations.AddIndex(
            model_name="bankline",
            index=models.Index(fields=["account", "on", "id"], name="bank_line_by_day"),
        ),
        migrations.AddField(
            model_name="loose",
            name="account",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="money.account"),
        ),
        migrations.AddIndex(
            model_name="movement",
            index=models.Index(
                condition=models.Q(("case_id__isnull", False)), fields=["case_id", "id"], name="movement_by_case"
            ),
        ),
        migrations.AddIndex(
            model_name="movement",
            index=models.Index(fields=["sort", "-id"], name="movement_by_sort"),
        ),
        migrations.AddIndex(
            model_name="movement",
            index=models.Index(fields=["party", "-id"], name="movement_by_party"),
        ),
        migrations.AddIndex(
            model_name="movement",
            index=models.Index(
                condition=models.Q(("desk", ""), _negated=True), fields=["desk", "at"], name="movement_by_desk"
            ),
        ),
        migrations.AddIndex(
            model_name="movement",
            index=models.Index(fields=["on", "sort"], name="movement_by_day"),
        ),
        migrations.AddIndex(
            model_name="leg",
            index=models.Index(fields=["account", "on", "id"], name="leg_by_account"),
        ),
        migrations.AddIndex(
            model_name="leg",
            index=models.Index(
                condition=models.Q(("case_id__isnull", False)), fields=["case_id", "id"], name="leg_by_case"
            ),
        ),
        migrations.AddConstraint(
            model_name="bankmatch",
            constraint=models.UniqueConstraint(fields=("line", "undone"), name="bank_line_matched_once"),
        ),
        migrations.AddConstraint(
            model_name="monthtotal",
            constraint=models.UniqueConstraint(fields=("account", "month", "shard"), name="month_total_once"),
        ),
        migrations.AddIndex(
            model_name="loose",
            index=models.Index(
                condition=models.Q(("amount", 0), _negated=True), fields=["movement"], name="loose_open"
            ),
        ),
    ]
