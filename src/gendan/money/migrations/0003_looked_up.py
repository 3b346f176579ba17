"""What the projections read of movements and accounts is looked up by key: no join of a statement's legs with all that
were ever written, whatever the planner knows of the tables."""

from typing import ClassVar, Final

from django.db import migrations

# Sixteen shards: see `models.Balance`. Rows are added in the order of their keys: two that add to the same rows wait
# for each other, and never in a ring.
PROJECTED: Final = """
create or replace function money_projected() returns trigger language plpgsql as $$
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
        select case_id,
            coalesce(sum(amount) filter (where place = 'receivable' and sort = 'charge'), 0),
            coalesce(-sum(amount) filter (
                where place = 'receivable' and sort in ('receipt', 'allocation', 'refund')), 0),
            coalesce(sum(amount) filter (where place = 'receivable' and sort = 'refund'), 0),
            coalesce(sum(amount) filter (where place = 'guarantee'), 0),
            coalesce(-sum(amount) filter (where place = 'difference' and sort = 'count'), 0)
        from (
            select l.case_id, l.amount, (select a.sort from money_account a where a.id = l.account_id) as place,
                (select m.sort from money_movement m where m.id = l.movement_id) as sort
            from added l where l.case_id is not null offset 0
        ) said
        where place in ('receivable', 'guarantee', 'difference')
        group by case_id order by case_id
        on conflict (case_id) do update
            set charged = c.charged + excluded.charged, received = c.received + excluded.received,
                refunded = c.refunded + excluded.refunded, guaranteed = c.guaranteed + excluded.guaranteed,
                difference = c.difference + excluded.difference;

    -- A receipt leaves all of itself; what is about a receipt takes from what it left.
    insert into money_loose (movement_id, account_id, amount)
        select movement_id, min(account_id), -sum(amount)
        from (
            select l.movement_id, l.account_id, l.amount,
                (select m.source_id is null and m.sort <> 'opening' from money_movement m where m.id = l.movement_id)
                    as leaves
            from added l
            where (select a.sort from money_account a where a.id = l.account_id) = 'advance' offset 0
        ) said
        where leaves group by movement_id order by movement_id;
    update money_loose o set amount = o.amount - t.amount
        from (
            select source, sum(amount) as amount
            from (
                select l.amount, (select m.source_id from money_movement m where m.id = l.movement_id) as source
                from added l
                where (select a.sort from money_account a where a.id = l.account_id) = 'advance' offset 0
            ) said
            where source is not null group by source
        ) t where o.movement_id = t.source;
    return null;
end $$;
"""


class Migration(migrations.Migration):
    """See the module."""

    dependencies: ClassVar = [("money", "0002_guards")]
    operations: ClassVar = [migrations.RunSQL(PROJECTED, migrations.RunSQL.noop)]
