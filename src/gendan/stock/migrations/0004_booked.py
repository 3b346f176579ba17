"""A count is booked once. Counts that were booked before are told by the movements that their cases made."""

from typing import ClassVar

from django.db import migrations, models

BOOKED = """
insert into stock_countbooked ("case", run, at, actor)
select distinct on (m."case", k.run) m."case", k.run, m.at, m.actor from stock_movement m
join lateral (
    select max(l.run) as run from stock_countline l where l."case" = m."case" and l.at <= m.at
) k on k.run is not null
where m.sort = 'adjust' and m."case" is not null order by m."case", k.run, m.id;
"""
GUARDS = """
create trigger append_only before update or delete or truncate on stock_countbooked
    for each statement execute function cases_append_only();
"""


class Migration(migrations.Migration):
    """See the module."""

    dependencies: ClassVar = [("stock", "0003_recodings")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="CountBooked",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("case", models.BigIntegerField()),
                ("run", models.IntegerField()),
                ("at", models.DateTimeField()),
                ("actor", models.BigIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("case", "run"), name="stock_count_booked_once"),
                ],
            },
        ),
        migrations.RunSQL(BOOKED, migrations.RunSQL.noop),
        migrations.RunSQL(GUARDS, "drop trigger append_only on stock_countbooked;"),
    ]
