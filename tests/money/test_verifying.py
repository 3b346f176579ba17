"""`gendan verify` finds what was changed in the books behind Gendan's back."""

import pytest
from django.db import connection

from gendan.money.verifying import CODES, verify
from gendan.project.commands.verify import BOOKS

pytestmark = pytest.mark.django_db


def behind_its_back(*statements):
    """As a database's owner could: without triggers."""
    with connection.cursor() as on:
        on.execute("set constraints all immediate")
        on.execute("alter table money_leg disable trigger user")
        for statement in statements:
            on.execute(statement)
        on.execute("alter table money_leg enable trigger user")


@pytest.mark.parametrize(
    ("statement", "codes"),
    [
        ("update money_leg set amount = amount + 1 where amount > 0", {"unbalanced", "balance", "month", "case"}),
        (
            "delete from money_leg where id in (select max(id) from money_leg)",
            {"unbalanced", "balance", "month", "loose"},
        ),
        ("update money_balance set amount = amount + 1 where entries = 1", {"balance"}),
        ("update money_monthtotal set debit = debit + 1", {"month"}),
        ("update money_casetotal set received = received + 1", {"case"}),
        ("update money_loose set amount = amount + 1", {"loose"}),
        ("delete from money_casetotal", {"case"}),
    ],
)
def test_what_was_changed_is_found(house, statement, codes):
    house.receive(house.order("100.00"), "30.00")
    house.prepay("5.00")
    assert (verify().movements, verify().faults) == (3, ())
    behind_its_back(statement)
    assert {fault.code for fault in verify().faults} == codes


def test_every_code_has_words():
    assert BOOKS.keys() == CODES.keys()
