"""What the database itself holds of money: nothing is changed, every movement balances, every projection follows."""

from typing import ClassVar, Final

from django.db import migrations

APPEND_ONLY: Final = (
    "money_movement",
    "money_leg",
    "money_limitset",
    "money_bankfile",
    "money_bankline",
    "money_bankmatch",
)
"""Tables to which rows are only added."""

GUARDS: Final = "\n".join(
    f"create trigger append_only before update or delete or truncate on {table}"
    " for each statement execute function cases_append_only();"
    for table in APPEND_ONLY
)
GUARDS_BACK: Final = "\n".join(f"drop trigger append_only on {table};" for table in APPEND_ONLY)

# Held at the commit, when all legs are there; the count of legs keeps any from being added later.
BALANCED: Final = """
create function money_balanced() returns trigger language plpgsql as $$
declare
    movement bigint;
    wanted smallint;
    stands record;
begin
    if tg_table_name = 'money_movement' then movement := new.id; else movement := new.movement_id; end if;
    select m.legs into wanted from money_movement m where m.id = movement;
    select count(*) as legs, sum(l.amount) as total into stands from money_leg l where l.movement_id = movement;
    if wanted < 2 or stands.legs <> wanted or stands.total <> 0 then
        raise exception 'Movement % does not balance: % legs of %, sum %', movement, stands.legs, wanted, stands.total
            using errcode = 'check_violation';
    end if;
    return null;
end $$;

create constraint trigger balanced after insert on money_movement deferrable initially deferred
    for each row execute function money_balanced();
create constraint trigger balanced after insert on money_leg deferrable initially deferred
    for each row execute function money_balanced();
"""
BALANCED_BACK: Final = "drop function money_balanced() cascade;"

# Sixteen shards: see `models.Balance`. Rows are added in the order of their keys: two that add to the same rows wait
# for each other, and never in a ring.
PROJECTED: Final = """
create function money_projected() returns trigger language plpgsql as $$
declare
    mine smallint := pg_backend_pid() % 16;
begin
    insert into money_balance as b (account_id, shard, amount, entries)
        select account_id, mine, sum(amount), count(*) from added group by account_id order by account_id
        on conflict (account_id, shard) do update
            set amount = b.amount + excluded.amount, entries = b.entries + excluded.entries;

    insert into money_monthtotal as t (account_id, month, shard, debit, credit)
        select account_id, date_trunc('month', "on")::date, mine,
            coalesce(sum(amount) filter (where amount > 0), 0), coalesce(-sum(amount) filter (where amount < 0), 0)
        from added group by 1, 2 order by 1, 2
        on conflict (account_id, month, shard) do update
            set debit = t.debit + excluded.debit, credit = t.credit + excluded.credit;

    insert into money_casetotal as c (case_id, charged, received, refunded, guaranteed, difference)
        select l.case_id,
            coalesce(sum(l.amount) filter (where a.sort = 'receivable' and m.sort = 'charge'), 0),
            coalesce(-sum(l.amount) filter (
                where a.sort = 'receivable' and m.sort in ('receipt', 'allocation', 'refund')), 0),
            coalesce(sum(l.amount) filter (where a.sort = 'receivable' and m.sort = 'refund'), 0),
            coalesce(sum(l.amount) filter (where a.sort = 'guarantee'), 0),
            coalesce(-sum(l.amount) filter (where a.sort = 'difference' and m.sort = 'count'), 0)
        from added l join money_account a on a.id = l.account_id join money_movement m on m.id = l.movement_id
        where l.case_id is not null and a.sort in ('receivable', 'guarantee', 'difference')
        group by l.case_id order by l.case_id
        on conflict (case_id) do update
            set charged = c.charged + excluded.charged, received = c.received + excluded.received,
                refunded = c.refunded + excluded.refunded, guaranteed = c.guaranteed + excluded.guaranteed,
                difference = c.difference + excluded.difference;

    -- A receipt leaves all of itself; what is about a receipt takes from what it left.
    insert into money_loose (movement_id, account_id, amount)
        select m.id, min(l.account_id), -sum(l.amount)
        from added l join money_account a on a.id = l.account_id join money_movement m on m.id = l.movement_id
        where a.sort = 'advance' and m.sort <> 'opening' and m.source_id is null
        group by m.id order by m.id;
    update money_loose o set amount = o.amount - t.amount
        from (
            select m.source_id, sum(l.amount) as amount
            from added l join money_account a on a.id = l.account_id join money_movement m on m.id = l.movement_id
            where a.sort = 'advance' and m.source_id is not null
            group by m.source_id
        ) t where o.movement_id = t.source_id;
    return null;
end $$;

create trigger projected after insert on money_leg referencing new table as added
    for each statement execute function money_projected();
"""
PROJECTED_BACK: Final = "drop function money_projected() cascade;"

# No one goes below what there is: the advance of a party, and what is left of a receipt.
NEVER_BELOW: Final = """
alter table money_loose add constraint loose_not_below check (amount >= 0);
create index movement_by_slip on money_movement ((slip->>'sha256')) where slip is not null;
create index casetotal_owing on money_casetotal ((charged - received)) where charged - received > 0;
alter table money_balance set (fillfactor = 70);
alter table money_monthtotal set (fillfactor = 70);
alter table money_casetotal set (fillfactor = 80);
"""
NEVER_BELOW_BACK: Final = """alter table money_loose drop constraint loose_not_below;
drop index casetotal_owing;
drop index movement_by_slip;"""

KINDS: Final = """
insert into money_kind (code, zh, en, sort, place, up_to_due, needs_slip, active) values
    ('deposit', '定金', 'Deposit', 'bank', 'bank', false, false, true),
    ('balance', '尾款', 'Balance', 'bank', 'bank', true, false, true),
    ('cash', '现金', 'Cash', 'till', 'cash', false, false, true),
    ('transfer', '转账', 'Transfer', 'bank', 'bank', false, false, true),
    ('mobile', '移动支付', 'Mobile payment', 'clearing', 'mobile', false, false, true),
    ('card', '刷卡', 'Card', 'clearing', 'card', false, false, true),
    ('cheque', '支票', 'Cheque', 'clearing', 'cheque', false, false, true);
insert into money_account (sort, key) values
    ('bank', 'bank'), ('till', 'cash'), ('safe', 'safe'),
    ('clearing', 'mobile'), ('clearing', 'card'), ('clearing', 'cheque'), ('clearing', 'lent');
"""
KINDS_BACK: Final = "delete from money_kind;"


class Migration(migrations.Migration):
    """See the module."""

    dependencies: ClassVar = [("money", "0001_tables"), ("cases", "0002_guards")]
    operations: ClassVar = [
        migrations.RunSQL(GUARDS, GUARDS_BACK),
        migrations.RunSQL(BALANCED, BALANCED_BACK),
        migrations.RunSQL(PROJECTED, PROJECTED_BACK),
        migrations.RunSQL(NEVER_BELOW, NEVER_BELOW_BACK),
        migrations.RunSQL(KINDS, KINDS_BACK),
    ]
