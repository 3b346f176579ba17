"""What a wage slip pays is told entry by entry, so that no piece is paid twice; slips may be voided."""

from typing import Any, ClassVar, Final

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

TABLES: Final = ("orders_wagepaid", "orders_wageslipvoid")
"""Tables to which rows are only added."""

GUARDS: Final = "\n".join(
    f"create trigger append_only before update or delete or truncate on {table}"
    " for each statement execute function cases_append_only();"
    for table in TABLES
)
BACK: Final = "\n".join(f"drop trigger append_only on {table};" for table in TABLES)

# Of slips drawn up before, the last of each case stands; where two paid the same entry, the earlier did.
PAID: Final = """
insert into orders_wagepaid (slip_id, progress_id)
select distinct on (p.id) s.id, p.id from orders_wageslip s
join orders_progress p on p.worker = s.worker and (s.worker <> 0 or p.worker_name = s.worker_name)
    and p.day between s.since and s.until and p.pieces > 0 and p.at <= s.at
where not exists (select from orders_wageslip n where n.case_id = s.case_id and n.version > s.version)
order by p.id, s.id;
insert into orders_wagepaid (slip_id, correction_id)
select distinct on (c.id) s.id, c.id from orders_wageslip s
join orders_wagecorrection c on c.worker = s.worker and (s.worker <> 0 or c.worker_name = s.worker_name)
    and c.day between s.since and s.until and c.at <= s.at
where not exists (select from orders_wageslip n where n.case_id = s.case_id and n.version > s.version)
order by c.id, s.id;
"""


def _to(model: str, *, null: bool = False) -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey(
        null=null, on_delete=django.db.models.deletion.PROTECT, related_name="paid", to=f"orders.{model}"
    )


class Migration(migrations.Migration):
    """What was paid, and voids."""

    dependencies: ClassVar = [("orders", "0002_guards")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="WagePaid",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slip", _to("wageslip")),
                ("progress", _to("progress", null=True)),
                ("correction", _to("wagecorrection", null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(progress__isnull=False, correction__isnull=True)
                        | Q(progress__isnull=True, correction__isnull=False),
                        name="wage_paid_of_one_entry",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="WageSlipVoid",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("case_id", models.BigIntegerField()),
                ("person", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("reason", models.TextField()),
                (
                    "slip",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="void", to="orders.wageslip"
                    ),
                ),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=~Q(reason=""), name="wage_slip_void_with_reason")],
            },
        ),
        migrations.AddIndex(
            model_name="progress",
            index=models.Index(fields=["worker", "worker_name", "day"], name="progress_worker_day"),
        ),
        migrations.AddIndex(
            model_name="wagecorrection",
            index=models.Index(fields=["worker", "worker_name", "day"], name="correction_worker_day"),
        ),
        migrations.AddIndex(
            model_name="wageslip", index=models.Index(fields=["worker", "worker_name"], name="wageslip_worker")
        ),
        migrations.RunSQL(PAID, migrations.RunSQL.noop),
        migrations.RunSQL(GUARDS, BACK),
    ]
