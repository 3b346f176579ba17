"""The epoch's sequence and triggers, and the logs that only grow.

The epoch's values come from a sequence of their own: a value that was given to a transaction which is rolled back is
never given again, so nothing cached inside that transaction can pass for what stands. The triggers are BEFORE
triggers: the epoch's row is the first that a change locks, so that two changes wait for each other instead of
deadlocking.
"""

from typing import ClassVar

from django.db import migrations

FUNCTIONS = """
create sequence people_epoch_values;

create function people_next_epoch() returns bigint language sql as $$
    insert into people_epoch (id, value) values (1, nextval('people_epoch_values'))
    on conflict (id) do update set value = nextval('people_epoch_values')
    returning value
$$;

create function people_move_epoch() returns trigger language plpgsql as $$
begin
    perform people_next_epoch();
    return null;
end $$;

create function people_only_grows() returns trigger language plpgsql as $$
begin
    raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end $$;

select people_next_epoch();
"""

FUNCTIONS_GONE = """
drop function people_only_grows();
drop function people_move_epoch();
drop function people_next_epoch();
drop sequence people_epoch_values;
"""

# What a new session, token or link changes for nobody: only their end does.
EVENTS = {
    "people_person": "insert or update or delete",
    "people_unit": "insert or update or delete",
    "people_holding": "insert or update or delete",
    "people_deputy": "insert or update or delete",
    "people_regionassignment": "insert or update or delete",
    "people_workingcalendar": "insert or update or delete",
    "people_signinsession": "update or delete",
    "people_token": "update of person_id, scopes, expires_at, revoked_at or delete",
}
GROWING = ("people_accesslog", "people_act")


def _trigger(name: str, events: str, table: str, function: str) -> tuple[str, str]:
    return (
        f"create trigger {name} before {events} on {table} for each statement execute function {function}()",
        f"drop trigger {name} on {table}",
    )


TRIGGERS = [
    *(_trigger("move_epoch", events, table, "people_move_epoch") for table, events in EVENTS.items()),
    *(_trigger("only_grows", "update or delete", table, "people_only_grows") for table in GROWING),
]


class Migration(migrations.Migration):
    """Triggers of the people room."""

    dependencies: ClassVar = [("people", "0001_people")]

    operations: ClassVar = [
        migrations.RunSQL(FUNCTIONS, FUNCTIONS_GONE),
        *(migrations.RunSQL(forth, back) for forth, back in TRIGGERS),
    ]
