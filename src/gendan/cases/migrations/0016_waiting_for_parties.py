"""What waits for an outside party is found by the party: its people's workbench read all that was open."""

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    """An index of the open cases that wait for a party, alone: no other case has an entry in it."""

    dependencies: ClassVar = [("cases", "0015_late_by_state")]
    operations: ClassVar = [
        migrations.RunSQL(
            "create index case_party on cases_case (party, coalesce(due, '9999-01-01 00:00:00+00'), id)"
            " where final is null and party is not null",
            "drop index case_party",
        ),
    ]
