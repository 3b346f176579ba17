"""The tables of stock, and what the database itself holds: movements, holds and counts are only added to."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

GUARDS = """
alter sequence stock_place_id_seq restart with 1001;
create trigger append_only before update or delete or truncate on stock_movement
    for each statement execute function cases_append_only();
create trigger append_only before update or delete or truncate on stock_hold
    for each statement execute function cases_append_only();
create trigger append_only before update or delete or truncate on stock_unitmove
    for each statement execute function cases_append_only();
create trigger append_only before update or delete or truncate on stock_countline
    for each statement execute function cases_append_only();
create trigger append_only before update or delete or truncate on stock_packing
    for each statement execute function cases_append_only();
alter table stock_balance set (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);
alter table stock_whereabouts set (fillfactor = 90, autovacuum_vacuum_scale_factor = 0.05);
"""

GUARDS_BACK = """
drop trigger append_only on stock_movement;
drop trigger append_only on stock_hold;
drop trigger append_only on stock_unitmove;
drop trigger append_only on stock_countline;
drop trigger append_only on stock_packing;
"""


class Migration(migrations.Migration):
    """See the module."""

    dependencies: ClassVar = [("cases", "0002_guards")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="Good",
            fields=[
                ("product", models.TextField(primary_key=True, serialize=False)),
                ("measure", models.TextField()),
                ("coded", models.BooleanField(default=False)),
                ("made_at", models.DateTimeField()),
                ("made_by", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Balance",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("place", models.BigIntegerField()),
                ("party", models.TextField(default="")),
                ("product", models.TextField()),
                ("quantity", models.DecimalField(decimal_places=6, default=0, max_digits=24)),
                ("held", models.DecimalField(decimal_places=6, default=0, max_digits=24)),
                ("at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["place", "product"], name="stock_balance_place")],
                "constraints": [
                    models.UniqueConstraint(fields=("product", "place", "party"), name="stock_balance_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("quantity__gte", 0),
                            (
                                "place__in",
                                [
                                    1,
                                    4,
                                ],
                            ),
                            _connector="OR",
                        ),
                        name="stock_balance_not_below_nothing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("held__gte", 0),
                            models.Q(("held__lte", models.F("quantity")), ("held", 0), _connector="OR"),
                        ),
                        name="stock_balance_held",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CodeLoad",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("sha256", models.TextField()),
                ("file_name", models.TextField()),
                ("sheet", models.TextField(default="")),
                ("columns", models.JSONField()),
                ("product", models.TextField(default="")),
                ("place", models.BigIntegerField()),
                ("party", models.TextField(default="")),
                ("keep", models.TextField()),
                (
                    "stage",
                    models.TextField(
                        choices=[("running", "Running"), ("done", "Done"), ("rejected", "Rejected")], default="running"
                    ),
                ),
                ("at_row", models.IntegerField(default=0)),
                ("total", models.IntegerField(default=0)),
                ("rows", models.IntegerField(default=0)),
                ("received", models.IntegerField(default=0)),
                ("unchanged", models.IntegerField(default=0)),
                ("faulty", models.IntegerField(default=0)),
                ("fault", models.JSONField(null=True)),
                ("person", models.BigIntegerField()),
                ("made_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("stage", "running")), fields=["changed_at"], name="stock_load_running"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CodeLoadRow",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "load", "row", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("row", models.IntegerField()),
                ("reasons", models.JSONField()),
                (
                    "load",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="faults",
                        to="stock.codeload",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CodeSort",
            fields=[
                ("number", models.SmallIntegerField(primary_key=True, serialize=False)),
                ("title", models.TextField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("number__range", (1, 3))), name="stock_three_codes")
                ],
            },
        ),
        migrations.CreateModel(
            name="CountLine",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("case", models.BigIntegerField(null=True)),
                ("run", models.IntegerField(default=1)),
                ("place", models.BigIntegerField()),
                ("product", models.TextField()),
                ("book", models.DecimalField(decimal_places=6, max_digits=24)),
                ("counted", models.DecimalField(decimal_places=6, max_digits=24)),
                ("missing", models.JSONField(default=list)),
                ("unexpected", models.JSONField(default=list)),
                ("actor", models.BigIntegerField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["case", "run"], name="stock_count_case"),
                    models.Index(fields=["place", "product", "-id"], name="stock_count_place"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Hold",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("case", models.BigIntegerField()),
                ("place", models.BigIntegerField()),
                ("product", models.TextField()),
                ("change", models.DecimalField(decimal_places=6, max_digits=24)),
                ("at", models.DateTimeField()),
                ("actor", models.BigIntegerField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["case"], name="stock_hold_case"),
                    models.Index(fields=["product", "place"], name="stock_hold_goods"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Movement",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                (
                    "sort",
                    models.TextField(
                        choices=[
                            ("receive", "Receive"),
                            ("send_back", "Send Back"),
                            ("transfer", "Transfer"),
                            ("issue", "Issue"),
                            ("dispatch", "Dispatch"),
                            ("take_back", "Take Back"),
                            ("lose", "Lose"),
                            ("adjust", "Adjust"),
                        ]
                    ),
                ),
                ("product", models.TextField()),
                ("source", models.BigIntegerField()),
                ("target", models.BigIntegerField()),
                ("party", models.TextField(default="")),
                ("quantity", models.DecimalField(decimal_places=6, max_digits=24)),
                ("given", models.DecimalField(decimal_places=6, max_digits=24)),
                ("measure", models.TextField(default="")),
                ("source_after", models.DecimalField(decimal_places=6, max_digits=24)),
                ("target_after", models.DecimalField(decimal_places=6, max_digits=24)),
                ("case", models.BigIntegerField(null=True)),
                ("actor", models.BigIntegerField()),
                ("maker", models.BigIntegerField(null=True)),
                ("order", models.TextField(db_column="order_number", default="")),
                ("planned", models.BooleanField(null=True)),
                ("note", models.TextField(default="")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["product", "source", "-at", "-id"], name="stock_movement_out"),
                    models.Index(fields=["product", "target", "-at", "-id"], name="stock_movement_in"),
                    models.Index(
                        condition=models.Q(("case__isnull", False)), fields=["case"], name="stock_movement_case"
                    ),
                    models.Index(
                        condition=models.Q(("order", ""), _negated=True), fields=["order"], name="stock_movement_order"
                    ),
                    models.Index(fields=["-at", "-id"], name="stock_movement_time"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("quantity__gt", 0)), name="stock_movement_some"),
                    models.CheckConstraint(
                        condition=models.Q(("source", models.F("target")), _negated=True), name="stock_movement_moves"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Packing",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("product", models.TextField()),
                ("measure", models.TextField()),
                ("factor", models.DecimalField(decimal_places=6, max_digits=18)),
                ("made_at", models.DateTimeField()),
                ("made_by", models.BigIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("product", "measure"), name="stock_packing_once"),
                    models.CheckConstraint(condition=models.Q(("factor__gt", 0)), name="stock_packing_factor"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Place",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("name", models.TextField(unique=True)),
                ("inspection", models.BooleanField(default=False)),
                ("made_at", models.DateTimeField()),
                ("made_by", models.BigIntegerField()),
                (
                    "warehouse",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="places", to="stock.place"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Unit",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("product", models.TextField()),
                ("code_1", models.TextField(null=True)),
                ("code_2", models.TextField(null=True)),
                ("code_3", models.TextField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("code_1",), name="stock_unit_code_1"),
                    models.UniqueConstraint(fields=("code_2",), name="stock_unit_code_2"),
                    models.UniqueConstraint(fields=("code_3",), name="stock_unit_code_3"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("code_1__isnull", False),
                            ("code_2__isnull", False),
                            ("code_3__isnull", False),
                            _connector="OR",
                        ),
                        name="stock_unit_some_code",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="UnitMove",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "unit", "movement", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("unit", models.BigIntegerField()),
                ("movement", models.BigIntegerField()),
            ],
            options={
                "indexes": [models.Index(fields=["movement"], name="stock_unitmove_movement")],
            },
        ),
        migrations.CreateModel(
            name="Whereabouts",
            fields=[
                ("unit", models.BigIntegerField(primary_key=True, serialize=False)),
                ("product", models.TextField()),
                ("place", models.BigIntegerField()),
                ("party", models.TextField(default="")),
                ("movement", models.BigIntegerField()),
                ("held_by", models.BigIntegerField(null=True)),
                ("picked", models.BooleanField(db_default=False, default=False)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["product", "place", "unit"], name="stock_whereabouts_place"),
                    models.Index(
                        condition=models.Q(("held_by__isnull", False)),
                        fields=["held_by"],
                        name="stock_whereabouts_held",
                    ),
                ],
            },
        ),
        migrations.RunSQL(GUARDS, GUARDS_BACK),
    ]
