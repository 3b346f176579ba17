"""What the database itself holds of parties: what was done to one stays written down."""

from typing import ClassVar

from django.db import migrations

GUARD = (
    "create trigger append_only before update or delete or truncate on parties_change"
    " for each statement execute function cases_append_only()"
)


class Migration(migrations.Migration):
    """A guard."""

    dependencies: ClassVar = [("parties", "0001_tables"), ("cases", "0002_guards")]
    operations: ClassVar = [migrations.RunSQL(GUARD, "drop trigger append_only on parties_change")]
