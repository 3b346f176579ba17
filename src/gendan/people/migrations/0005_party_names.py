"""The other names of outside parties."""

from typing import ClassVar

from django.db import migrations, models

TRIGGER = (
    "create trigger move_epoch before insert or update or delete on people_partyname"
    " for each statement execute function people_move_epoch()"
)


class Migration(migrations.Migration):
    """A table, whose changes move the epoch."""

    dependencies: ClassVar = [
        ("people", "0004_second_factor"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="PartyName",
            fields=[
                ("name", models.CharField(max_length=100, primary_key=True, serialize=False)),
                ("party", models.CharField(db_index=True, max_length=100)),
            ],
        ),
        migrations.RunSQL(TRIGGER, "drop trigger move_epoch on people_partyname"),
    ]
