"""A customer who calls for the first time is known from the one form on which he is written down."""

from gendan.cases import library
from gendan.core.command import Command, Verb
from gendan.packs.reader import SHIPPED
from gendan.parties.models import Contact, Party
from gendan.parties.queries import found, look_up_contacts
from tests.cases.company import FRIDAY, Company, do

GIVEN = {"contact": "王海", "phone": "13800000001", "address": "江苏省南京市建邺区江东中路1号", "origin": "walk_in"}


def test_a_new_customer_is_typed_once_and_his_call_is_known(db, time_machine):
    time_machine.move_to(FRIDAY, tick=False)
    office = Company(library.activate(SHIPPED / "doors", by=0, at=FRIDAY).definition)
    office.hire("wang", "order_taker")
    card = Command(verb=Verb.OPEN, procedure="doors.customer_card", given={"customer": "海天木门店", **GIVEN})
    case = do(card, office.wang).case
    party = Party.objects.get(name="海天木门店")
    assert party.sorts == ["customer"]
    assert [line.name for line in found("13800000001", limit=5)] == ["海天木门店"]
    assert [value for value, _, _ in look_up_contacts("王海", 5)] == ["王海（海天木门店）"]
    changed = {**{name: GIVEN[name] for name in ("address", "contact")}, "phone": "13800000009"}
    do(Command(verb=Verb.ACT, case=case, action="change", given=changed), office.wang)
    assert [line.name for line in found("13800000009", limit=5)] == ["海天木门店"]
    assert Contact.objects.count() == 1
