"""What the database itself holds: events are append-only, pack versions never change, and caches learn of changes."""

from typing import ClassVar

from django.db import migrations

APPEND_ONLY = """
create function cases_append_only() returns trigger language plpgsql as $$
begin
    raise exception 'Rows of % are only added: neither changed nor removed', tg_table_name
        using errcode = 'restrict_violation';
end $$;

create trigger append_only before update or delete or truncate on cases_event
    for each statement execute function cases_append_only();
create trigger append_only before update or delete or truncate on cases_packfile
    for each statement execute function cases_append_only();
create trigger append_only before update or delete or truncate on cases_activation
    for each statement execute function cases_append_only();
create trigger append_only before update or delete or truncate on cases_settingvalue
    for each statement execute function cases_append_only();
create trigger append_only before update or delete or truncate on cases_tableversion
    for each statement execute function cases_append_only();
create trigger append_only before update or delete or truncate on cases_recordversion
    for each statement execute function cases_append_only();
create trigger append_only before update or delete or truncate on cases_basis
    for each statement execute function cases_append_only();
create trigger append_only before update or delete or truncate on cases_attachment
    for each statement execute function cases_append_only();
"""

APPEND_ONLY_BACK = """
drop function cases_append_only() cascade;
"""

IMMUTABLE_PACK = """
create function cases_pack_immutable() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE'
        or (old.id, old.name, old.version, old.hash) is distinct from (new.id, new.name, new.version, new.hash)
    then
        raise exception 'A pack version never changes' using errcode = 'restrict_violation';
    end if;
    return new;
end $$;

create trigger immutable before update or delete on cases_packversion
    for each row execute function cases_pack_immutable();
"""

IMMUTABLE_PACK_BACK = """
drop function cases_pack_immutable() cascade;
"""

EPOCH = """
create trigger epoch before insert or update or delete on cases_packversion
    for each statement execute function people_move_epoch();
create trigger epoch before insert on cases_settingvalue for each statement execute function people_move_epoch();
create trigger epoch before insert on cases_tableversion for each statement execute function people_move_epoch();
"""

EPOCH_BACK = """
drop trigger epoch on cases_packversion;
drop trigger epoch on cases_settingvalue;
drop trigger epoch on cases_tableversion;
"""

# A case's row is written anew at every step: room on its page keeps the row and its entries together.
STORAGE = """
alter table cases_case set (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05,
    autovacuum_analyze_scale_factor = 0.05);
alter table cases_clock set (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);
alter table cases_outbox set (autovacuum_vacuum_scale_factor = 0.05);
alter table cases_event alter column hash set storage plain;
alter table cases_case alter column head set storage plain;
"""


# A case without a due moment comes last; the same expression stands in `cases.indexes.DUE`.
LISTS = """
create index case_holder on cases_case (holder, coalesce(due, '9999-01-01 00:00:00+00'), id)
    where final is null and holder is not null;
create index case_late_holder on cases_case (holder, coalesce(due, '9999-01-01 00:00:00+00'), id)
    where final is null and late and holder is not null;
create index case_late_queue on cases_case (queue, coalesce(due, '9999-01-01 00:00:00+00'), id)
    where final is null and late and holder is null;
"""

LISTS_BACK = """
drop index case_holder;
drop index case_late_holder;
drop index case_late_queue;
"""


class Migration(migrations.Migration):
    """See the module."""

    dependencies: ClassVar = [("cases", "0001_tables"), ("people", "0002_triggers")]
    operations: ClassVar = [
        migrations.RunSQL(APPEND_ONLY, APPEND_ONLY_BACK),
        migrations.RunSQL(IMMUTABLE_PACK, IMMUTABLE_PACK_BACK),
        migrations.RunSQL(EPOCH, EPOCH_BACK),
        migrations.RunSQL(LISTS, LISTS_BACK),
        migrations.RunSQL(STORAGE, migrations.RunSQL.noop),
    ]
