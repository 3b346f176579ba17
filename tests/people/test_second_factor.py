"""The second factor: a code is taken once, tries are counted apart, and nobody weakens it without showing who he is."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client, override_settings

from gendan.people import actions
from gendan.people.errors import ActRefused, SignInRefused
from gendan.people.models import Access, AccessLog, Act, RecoveryCode, SecondFactor, SignInSession
from gendan.people.second_factor import RECOVERY_CODES, must_enrol, recovery_codes_left, step_of
from gendan.people.sessions import open_session
from gendan.people.sign_in import check
from tests.people.authenticator import code, enrol
from tests.people.company import NOW, PASSWORD, hire

STEP = timedelta(seconds=30)


@pytest.fixture
def wang(db) -> int:
    return hire("wang", password=PASSWORD)


def tried(given: str, at=NOW, address: str = "10.0.0.1") -> str:
    try:
        return check("wang", PASSWORD, address=address, at=at, code=given).username
    except SignInRefused as refused:
        return refused.code


def refused(act, *given, **named) -> str:
    with pytest.raises(ActRefused) as said:
        act(*given, **named)
    return said.value.code


@pytest.mark.parametrize(
    ("seconds", "expected"), [(59, "94287082"), (1111111109, "07081804"), (20000000000, "65353130")]
)
def test_codes_are_those_of_the_standard(seconds, expected):
    """RFC 6238, appendix B; ours are its last six digits."""
    at = datetime.fromtimestamp(seconds, UTC)
    assert step_of(b"12345678901234567890", expected[-6:], at=at) == seconds // 30


def test_without_an_app_the_password_is_enough_and_with_one_it_is_not(wang):
    assert tried("") == "wang"
    secret, _codes = enrol(wang, NOW)
    assert tried("") == "second_factor"
    assert tried("000000") == tried("abc") == tried("１２３４５６") == "code"
    assert tried(code(secret, NOW)) == "wang"
    kinds = list(AccessLog.objects.order_by("id").values_list("kind", flat=True))
    assert kinds == [Access.SIGNED_IN, *[Access.REFUSED] * 3, Access.SIGNED_IN]


def test_a_code_is_taken_once_and_none_before_it(wang):
    secret, _codes = enrol(wang, NOW)
    earlier = code(secret, NOW - STEP)
    assert tried(code(secret, NOW)) == "wang"
    assert tried(code(secret, NOW)) == tried(earlier) == "code"
    assert tried(code(secret, NOW + STEP), at=NOW + STEP) == "wang"


def test_a_clock_may_differ_by_one_step_and_no_more(wang):
    secret, _codes = enrol(wang, NOW)
    assert tried(code(secret, NOW - 2 * STEP)) == tried(code(secret, NOW + 2 * STEP)) == "code"
    assert tried(code(secret, NOW - STEP)) == tried(code(secret, NOW + STEP)) == "wang"


def test_the_code_of_the_enrolment_is_used_up(wang):
    begun = actions.begin_second_factor(wang, actor=wang, at=NOW)
    first = code(begun.secret, NOW)
    actions.confirm_second_factor(wang, begun.text, first, PASSWORD, actor=wang, at=NOW)
    assert tried(first) == "code"


def test_a_known_password_does_not_begin_the_count_of_codes_anew(wang):
    secret, _codes = enrol(wang, NOW)
    assert [tried("000000") for _ in range(6)] == ["code"] * 5 + ["locked"]
    assert tried("") == "second_factor"
    assert tried(code(secret, NOW)) == "locked"
    assert tried(code(secret, NOW), address="10.0.0.2") == "wang"
    later = NOW + timedelta(minutes=15)
    assert tried(code(secret, later), at=later) == "wang"


def test_a_recovery_code_stands_in_once_however_it_is_typed(wang):
    _secret, codes = enrol(wang, NOW)
    assert len(set(codes)) == RECOVERY_CODES
    assert tried(codes[0].upper().replace("-", " ")) == "wang"
    assert tried(codes[0]) == "code"
    assert recovery_codes_left(wang) == RECOVERY_CODES - 1


def test_secrets_do_not_stand_in_the_database_or_the_record(wang):
    secret, codes = enrol(wang, NOW)
    kept = bytes(SecondFactor.objects.get().secret) + b"".join(
        bytes(each) for each in RecoveryCode.objects.values_list("digest", flat=True)
    )
    said = str(list(Act.objects.values("what", "details")))
    for each in (secret, *codes):
        assert each.encode() not in kept
        assert each not in said
    import base64

    assert base64.b32decode(secret) not in kept


def test_enrolling_asks_for_password_and_code_and_ends_other_sessions(wang):
    other, own = open_session(wang, at=NOW), open_session(wang, at=NOW)
    begun = actions.begin_second_factor(wang, actor=wang, at=NOW)
    right = code(begun.secret, NOW)
    late = NOW + timedelta(minutes=16)
    li = hire("li", password=PASSWORD)

    def confirm(person, text, given, password, at=NOW, **more):
        return actions.confirm_second_factor(person, text, given, password, actor=person, at=at, **more)

    assert refused(confirm, wang, begun.text, "000000", PASSWORD) == "code"
    assert refused(confirm, wang, begun.text, right, "wrong") == "password_wrong"
    assert refused(confirm, wang, begun.text + "x", right, PASSWORD) == "enrolment"
    assert refused(confirm, wang, begun.text, code(begun.secret, late), PASSWORD, at=late) == "enrolment"
    assert refused(confirm, li, begun.text, right, PASSWORD) == "enrolment"
    assert refused(actions.begin_second_factor, wang, actor=li, at=NOW) == "access"
    assert not SecondFactor.objects.exists()
    confirm(wang, begun.text, right, PASSWORD, session=own)
    standing = SignInSession.objects.filter(ended_at=None).values_list("pk", flat=True)
    assert list(standing) == [own]
    assert other not in standing
    assert refused(actions.begin_second_factor, wang, actor=wang, at=NOW) == "enrolled"


def test_new_recovery_codes_replace_the_old_ones(wang):
    secret, old = enrol(wang, NOW)
    given = (wang, PASSWORD, code(secret, NOW))
    assert refused(actions.renew_recovery_codes, wang, PASSWORD, "000000", actor=wang, at=NOW) == "code"
    assert (
        refused(actions.renew_recovery_codes, wang, "wrong", code(secret, NOW), actor=wang, at=NOW) == "password_wrong"
    )
    new = actions.renew_recovery_codes(*given, actor=wang, at=NOW)
    assert tried(old[0]) == "code"
    assert tried(new[0]) == "wang"


def test_taking_it_away_asks_for_password_and_code(wang):
    secret, _codes = enrol(wang, NOW)
    remove = actions.remove_second_factor
    assert refused(remove, wang, "wrong", code(secret, NOW), actor=wang, at=NOW) == "password_wrong"
    assert refused(remove, wang, PASSWORD, "000000", actor=wang, at=NOW) == "code"
    remove(wang, PASSWORD, code(secret, NOW), actor=wang, at=NOW)
    assert tried("") == "wang"
    assert not RecoveryCode.objects.exists()
    assert refused(remove, wang, PASSWORD, code(secret, NOW), actor=wang, at=NOW) == "not_enrolled"


def test_an_administrator_resets_it_and_says_how_he_was_sure(wang):
    enrol(wang, NOW)
    session = open_session(wang, at=NOW)
    admin, li = hire("admin", administrator=True, password=PASSWORD), hire("li")
    reset = actions.reset_second_factor
    assert refused(reset, wang, actor=li, at=NOW, checked="电话") == "access"
    assert refused(reset, wang, actor=admin, at=NOW, checked=" ") == "empty"
    enrol(admin, NOW)
    assert refused(reset, admin, actor=admin, at=NOW, checked="本人") == "access"
    reset(wang, actor=admin, at=NOW, checked="当面核对工牌")
    assert tried("") == "wang"
    assert SignInSession.objects.get(pk=session).ended_by_id == admin
    assert Act.objects.get(what="reset_second_factor").details == {"checked": "当面核对工牌"}


def test_a_new_password_by_a_link_does_not_pass_the_app_by(wang):
    enrol(wang, NOW)
    admin = hire("admin", administrator=True)
    secret = actions.issue_password_link(wang, actor=admin, at=NOW, checked="当面")
    actions.set_password_by_link(secret, PASSWORD, at=NOW)
    assert tried("") == "second_factor"


def test_the_site_may_require_it(wang):
    admin = hire("admin", administrator=True)
    people = {name: actions.people.Person.objects.get(pk=pk) for name, pk in (("wang", wang), ("admin", admin))}

    def asked() -> list[str]:
        return [name for name, person in people.items() if must_enrol(person)]

    assert asked() == []
    with override_settings(GENDAN_SECOND_FACTOR="administrators"):
        assert asked() == ["admin"]
    with override_settings(GENDAN_SECOND_FACTOR="everybody"):
        assert asked() == ["wang", "admin"]
        enrol(wang, NOW)
        assert asked() == ["admin"]


def waiting(client: Client) -> str:
    sent = client.post("/sign-in/", {"username": "wang", "password": PASSWORD, "next": "/packs/"})
    assert sent.status_code == 302
    return sent["Location"]


def test_between_password_and_code_nobody_is_signed_in(wang, client, time_machine):
    time_machine.move_to(NOW, tick=False)
    secret, _codes = enrol(wang, NOW)
    code_page = waiting(client)
    assert code_page == "/sign-in/code/?next=%2Fpacks%2F"
    assert client.get("/sign-in/methods/").status_code == 302
    assert not SignInSession.objects.exists()
    assert client.post(code_page, {"code": "000000", "next": "/packs/"}).status_code == 422
    answer = client.post(code_page, {"code": code(secret, NOW), "next": "/packs/"})
    assert (answer.status_code, answer["Location"]) == (302, "/packs/")
    assert client.get("/sign-in/methods/").status_code == 200


def test_who_waits_for_the_code_waits_a_few_minutes_and_with_this_password(wang, client, time_machine):
    time_machine.move_to(NOW, tick=False)
    enrol(wang, NOW)
    code_page = waiting(client)
    assert client.get(code_page).status_code == 200
    time_machine.move_to(NOW + timedelta(minutes=5), tick=False)
    assert client.get(code_page)["Location"] == "/sign-in/"
    waiting(client)
    actions.set_password(wang, PASSWORD + "!", actor=actions.SYSTEM, at=NOW)
    assert client.get(code_page)["Location"] == "/sign-in/"


@override_settings(GENDAN_SECOND_FACTOR="administrators")
def test_who_must_have_an_app_is_led_to_it_from_every_page(db, client, time_machine):
    time_machine.move_to(NOW, tick=False)
    admin = hire("wang", administrator=True, password=PASSWORD)
    client.post("/sign-in/", {"username": "wang", "password": PASSWORD})
    assert [client.get(path)["Location"] for path in ("/", "/packs/", "/system/tokens/")] == ["/sign-in/app/"] * 3
    assert client.post("/system/tokens/", {"name": "x", "scope": "admin"})["Location"] == "/sign-in/app/"
    page = client.get("/sign-in/app/")
    begun = page.context["enrolment"]
    sent = {"enrolment": begun.text, "code": code(begun.secret, NOW), "password": PASSWORD}
    assert client.post("/sign-in/app/", {**sent, "password": "wrong"}).status_code == 422
    told = client.post("/sign-in/app/", sent)
    assert told.status_code == 200
    assert len(told.context["codes"]) == recovery_codes_left(admin) == RECOVERY_CODES
    assert client.get("/packs/").status_code == 200
