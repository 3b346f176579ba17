"""What the database itself holds of orders: all of it is only added to, and frozen lines are packed quickly."""

from typing import ClassVar, Final

from django.db import migrations

TABLES: Final = (
    "orders_original",
    "orders_quotation",
    "orders_sheet",
    "orders_sheetrecall",
    "orders_progress",
    "orders_promise",
    "orders_steprate",
    "orders_route",
    "orders_leadtime",
    "orders_wagecorrection",
    "orders_wageslip",
)
"""Tables to which rows are only added."""

GUARDS: Final = "\n".join(
    f"create trigger append_only before update or delete or truncate on {table}"
    " for each statement execute function cases_append_only();"
    for table in TABLES
)
BACK: Final = "\n".join(f"drop trigger append_only on {table};" for table in TABLES)


class Migration(migrations.Migration):
    """Guards."""

    dependencies: ClassVar = [("orders", "0001_tables"), ("cases", "0002_guards")]
    operations: ClassVar = [
        migrations.RunSQL(GUARDS, BACK),
        migrations.RunSQL(
            "create index quotation_party on orders_quotation ((terms ->> 'party'))", "drop index quotation_party"
        ),
    ]
