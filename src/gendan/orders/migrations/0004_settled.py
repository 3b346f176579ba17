"""Up to which report what was done has been settled, so that a second stop doesn't ask for it again."""

from typing import ClassVar, Final

import django.db.models.deletion
from django.db import migrations, models

GUARD: Final = (
    "create trigger append_only before update or delete or truncate on orders_settlement"
    " for each statement execute function cases_append_only()"
)


class Migration(migrations.Migration):
    """Settlements."""

    dependencies: ClassVar = [("orders", "0003_paid_once")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Settlement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("case_id", models.BigIntegerField()),
                ("person", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "progress",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orders.progress"
                    ),
                ),
            ],
            options={"indexes": [models.Index(fields=["case_id"], name="settlement_case")]},
        ),
        migrations.RunSQL(GUARD, "drop trigger append_only on orders_settlement"),
    ]
