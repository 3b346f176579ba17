"""Ten thousand lines of odd amounts: the quotation, its derivation, the books, the statement and its file agree."""

from datetime import date
from decimal import Decimal

from gendan.catalogue import actions as catalogue
from gendan.money import actions as money_actions
from gendan.money import queries as money_queries
from gendan.money.amounts import divided
from gendan.money.models import AccountSort
from gendan.money.posting import Name
from gendan.money.statements import aging, of_party, statement
from gendan.money.verifying import verify
from gendan.orders import actions, queries
from tests.money.house import AT, PARTY, House, all_balances, balance, totals
from tests.orders.test_entries import call

TODAY = date(2026, 10, 9)
LINES = 10_000


def test_the_sums_agree_to_the_cent_everywhere(db, monkeypatch):
    monkeypatch.setattr("gendan.orders.actions.quoting.field_of", lambda call: "")
    house = House.open()
    catalogue.describe(code="D1", unit="樘", attributes=[{"name": "width", "type": "decimal"}], actor=1, at=AT)
    prices = [{"product": "D1", "title": "门扇", "measure": "width", "unit": "mm", "rate": "0.333"}]
    catalogue.publish(name="价表", since=date(2026, 1, 1), prices=prices, actor=1, at=AT)
    whole, parts = house.order(), house.order()

    # One order of ten thousand lines: its total is what its lines, and the steps of each, come to.
    given = [{"product": "D1", "quantity": 1 + n % 3, "width": Decimal(700 + n % 311) / 7} for n in range(LINES)]
    actions.price([call("orders.price", whole, lines=given)])
    total = queries.totals([whole])[whole]
    lines = queries.quotation_rows([whole])[whole]
    assert sum(row["amount"] for row in lines) == total == total.quantize(Decimal("0.01"))

    # Charged as a whole, or line by line: what is owed is the same.
    charges = [money_actions.Charge(case=parts, amount=row["amount"]) for row in lines]
    money_actions.charge([money_actions.Charge(case=whole, amount=total), *charges], actor=house.cashier, at=AT)
    assert totals(whole).charged == totals(parts).charged == total
    assert balance(Name(AccountSort.RECEIVABLE, PARTY)) == 2 * total

    # Paid in a hundred parts that can't be equal, and given to the cases cent by cent: nothing is left over.
    paid = divided(total, [3] * 100)
    for amount in paid:
        house.prepay(str(amount))
    money_actions.allocate([(whole, amount) for amount in paid], actor=house.cashier, at=AT)
    assert (totals(whole).due, totals(whole).received) == (0, total)
    assert money_queries.party_balances([PARTY])[PARTY] == total

    # The statement, each of its lines and the aging say so too.
    accounts = of_party(PARTY)
    found = statement(accounts, TODAY, TODAY)
    told = statement(accounts, TODAY, TODAY, size=10**6).lines
    assert (found.opening, found.closing, told[-1].balance) == (0, total, total)
    assert sum(line.amount for line in told) == total
    assert [(each.party, each.owed) for each in aging(TODAY)] == [(PARTY, total)]
    stand = all_balances()
    assert [legs for _, legs, _ in stand] == [kept for _, _, kept in stand]
    assert sum(kept for _, _, kept in stand) == 0
    assert verify().faults == ()
