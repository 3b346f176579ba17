"""What the database itself holds of the catalogue: what was published or granted is never changed or removed."""

from typing import ClassVar, Final

from django.db import migrations

TABLES: Final = (
    "catalogue_productversion",
    "catalogue_pricelist",
    "catalogue_pricelistend",
    "catalogue_price",
    "catalogue_specialprice",
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

    dependencies: ClassVar = [("catalogue", "0001_tables"), ("cases", "0002_guards")]
    operations: ClassVar = [migrations.RunSQL(GUARDS, BACK)]
