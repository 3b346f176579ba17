"""A signer who is not the owner finds what waits for his signature; what happens by itself is shown waiting."""

import pytest

from gendan.cases.queries import to_sign
from gendan.core.command import Command, Verb
from tests.cases.company import FRIDAY, act, do, opening

pytestmark = pytest.mark.django_db
FILE = {"sha256": "0" * 64, "name": "quote.pdf", "size": 1, "type": "application/pdf"}


@pytest.fixture
def drafted(office):
    case = do(opening(), office.wang).case
    do(act(case, "quote"), office.wang)
    do(act(case, "confirm", given={"signed_quote": FILE}), office.wang)
    do(act(case, "draft"), office.sun)
    return case


def waiting(person):
    return [row.id for row in to_sign(person=person, at=FRIDAY).rows]


def test_who_signs_beside_the_owner_finds_it_until_he_has_signed(office, drafted):
    assert waiting(office.chen) == [drafted]
    # The auditor owns the state: it lies in his queue.
    assert waiting(office.li) == []
    assert waiting(office.wang) == waiting(office.stranger) == waiting(office.sun) == []
    do(act(drafted, "audit"), office.chen)
    assert waiting(office.chen) == []


def test_it_is_his_again_when_his_signature_is_void(office, drafted):
    do(act(drafted, "audit"), office.chen)
    do(Command(verb=Verb.WITHDRAW, case=drafted, action="audit"), office.chen)
    assert waiting(office.chen) == [drafted]


def test_a_signature_that_was_handed_over_waits_for_whom_it_was_handed_to(office, drafted):
    do(Command(verb=Verb.HAND_SIGNATURE, case=drafted, action="audit", person=office.ma), office.chen)
    assert waiting(office.ma) == [drafted]
    assert waiting(office.chen) == []
