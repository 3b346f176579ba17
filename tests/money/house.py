"""Cases that cost and bring money, and what is asked of the books, for tests of money."""

from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from django.db import transaction

from gendan.cases import library
from gendan.cases.commands import run
from gendan.cases.store import cursor
from gendan.core.command import Command, Verb
from gendan.money import actions, queries
from gendan.money.models import AccountSort
from gendan.money.posting import Name
from gendan.parties.actions import make_known
from gendan.people import actions as people

TRADE = Path(__file__).parent / "trade"
AT = datetime(2026, 10, 9, 1, 30, tzinfo=UTC)
"""A working Friday, 9:30 in Shanghai."""
PARTY = "王记门业"
BANK = Name(AccountSort.BANK, "bank")


def money(text):
    return Decimal(text)


class House:
    """The pack `trade` with a person in each post; money is entered by the cashier."""

    def __init__(self, **posts):
        self.__dict__.update(posts)

    @classmethod
    def open(cls):
        library.activate(TRADE, by=0, at=AT)
        make_known([PARTY, "李记门业"], AT)
        posts = {}
        for post in ("seller", "keeper", "cashier"):
            posts[post] = people.create_person(actor=0, at=AT, username=post, name=post)
            people.hold(posts[post], f"trade.{post}", actor=0, at=AT)
        posts["boss"] = people.create_person(actor=0, at=AT, username="boss", name="boss")
        return cls(**posts)

    def run(self, command, person):
        return run(command, person=person, at=AT)

    def act(self, case, action, person=None, **given):
        return self.run(Command(verb=Verb.ACT, case=case, action=action, given=given), person or self.seller)

    def order(self, total="0.00", party=PARTY):
        given = {"customer": party, "total": total}
        done = self.run(Command(verb=Verb.OPEN, procedure="trade.order", given=given), self.seller)
        assert done.reasons == (), done.reasons
        return done.case

    def charge(self, case, amount):
        return actions.charge([actions.Charge(case=case, amount=money(amount))], actor=self.cashier, at=AT)

    def receive(self, case, amount, kind="deposit", **more):
        receipt = actions.Receipt(amount=money(amount), kind=kind, **more)
        return actions.receive([(case, receipt)], actor=self.cashier, at=AT)[0]

    def prepay(self, amount, party=PARTY, kind="transfer"):
        return actions.prepay(party, actions.Receipt(amount=money(amount), kind=kind), actor=self.cashier, at=AT)

    def limit(self, person, amount):
        actions.set_limit(person, money(amount), actor=0, at=AT)

    def guarantee(self, case, person, amount):
        return actions.guarantee([(case, person, money(amount))], actor=self.cashier, at=AT)[0]


def totals(case):
    return queries.totals([case])[case]


def balance(name):
    return queries.balances([name])[name]


def all_balances():
    """Every account's balance by its legs, and as it is kept."""
    with cursor() as on:
        on.execute(
            "select a.sort || ':' || a.key, coalesce((select sum(amount) from money_leg l where l.account_id = a.id),"
            " 0), coalesce((select sum(amount) from money_balance b where b.account_id = a.id), 0) from money_account a"
        )
        return on.fetchall()


@contextmanager
def house_savepoint(house):
    """An order without money, as often as an example wants one: what is done to it is undone afterwards."""
    if not hasattr(house, "one"):
        house.one = house.order()
    mark = transaction.savepoint()
    try:
        yield house.one
    finally:
        transaction.savepoint_rollback(mark)
