"""What is late in a state is counted by what is late, and not by all that is open there: the workbench asks it."""

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    """An index of the late cases alone."""

    dependencies: ClassVar = [("cases", "0014_day_look")]
    operations: ClassVar = [
        migrations.RunSQL(
            "create index case_late on cases_case (procedure, state, id) where late",
            "drop index case_late",
        ),
    ]
