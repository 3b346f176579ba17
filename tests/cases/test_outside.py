"""What an outside party is told of its own case: what the house remarks is the house's own."""

from datetime import timedelta

import pytest
from django.db import connection

from gendan.cases import mentions, store
from gendan.cases.basis import basis
from gendan.cases.commands import run
from gendan.cases.queries import case_page, party, witness
from gendan.cases.queries.files import file_of
from gendan.cases.queries.paging import Parameters
from gendan.cases.rows import TYPES
from gendan.core.command import Actor, Command, Verb
from gendan.people import access
from tests.cases.company import FRIDAY, do, doors, opening

pytestmark = pytest.mark.django_db
LATER = FRIDAY + timedelta(minutes=5)


@pytest.fixture
def office(db, settings, tmp_path):
    from gendan.cases.registry import with_words
    from tests.cases import words

    settings.GENDAN_ATTACHMENTS = tmp_path
    words.reset()
    with with_words(words.VOCABULARY):
        yield doors()


def remark(case, text):
    return Command(verb=Verb.COMMENT, case=case, given={"text": text})


def sent(case, person, content):
    from gendan.cases import attachments

    file = attachments.store([content], name=f"{content.decode()}.txt", by=person, at=FRIDAY)
    do(Command(verb=Verb.ATTACH, case=case, given={"file": file}), person)
    return file["sha256"]


def written(case, person):
    page = case_page(case, person=person, at=LATER)
    return [event.kind.value for event in page.events], b"".join(event.body for event in page.events).decode()


def test_a_party_reads_what_it_wrote_itself_and_nothing_that_the_house_remarked(office):
    case = do(opening(), office.wang).case
    do(remark(case, "这家难缠"), office.wang)
    do(remark(case, "请加急"), office.buyer)
    do(Command(verb=Verb.CLAIM, case=case), office.wang)
    do(Command(verb=Verb.TAKE_OVER, case=case, reason="王某请假"), office.lin)
    kinds, said = written(case, office.buyer)
    assert kinds.count("commented") == 1
    assert "taken_over" in kinds
    assert "请加急" in said
    assert "这家难缠" not in said
    assert "王某请假" not in said
    kinds, said = written(case, office.lin)
    assert kinds.count("commented") == 2
    assert all(each in said for each in ("这家难缠", "请加急", "王某请假"))


def test_a_party_opens_the_files_that_it_sent_and_no_others(office):
    case = do(opening(), office.wang).case
    house, own = sent(case, office.wang, b"internal"), sent(case, office.buyer, b"photo")
    assert [each.sha256 for each in case_page(case, person=office.buyer, at=LATER).attachments] == [own]
    assert file_of(case, house, person=office.buyer, at=LATER) is None
    assert file_of(case, own, person=office.buyer, at=LATER).name == "photo.txt"
    assert file_of(case, house, person=office.wang, at=LATER).name == "internal.txt"


def test_no_webhook_of_a_party_hears_a_remark(office):
    case = do(opening(), office.wang).case
    do(remark(case, "这家难缠"), office.wang)
    (seq,) = [event.seq for event, _ in store.events_of(case) if event.kind.value == "commented"]
    assert witness(case, seq, person=office.buyer, at=LATER) is None
    assert witness(case, seq, person=office.wang, at=LATER).told["text"] == "这家难缠"


def test_a_remark_of_the_house_names_no_party_and_a_party_learns_nobodys_name(office):
    case = do(opening(), office.wang).case
    stored = store.glimpse(case)
    epoch = access.current_epoch()
    under = basis(stored.definition, epoch)

    def offered(person, party=None):
        writer = Actor(person=person, party=party)
        sighted = mentions.Sighted.of(stored, writer, under, FRIDAY, epoch)
        return {each.name for each in mentions.offered("", sighted, but=person)}

    assert "buyer" not in offered(office.wang)
    assert "zhao" in offered(office.wang)
    assert offered(office.buyer, "王记门业") == {"wang"}
    named = run(remark(case, "@buyer 看一下"), person=office.wang, at=FRIDAY)
    assert [reason.code for reason in named.reasons] == ["mention"]
    assert run(remark(case, "@hu 在吗"), person=office.buyer, at=FRIDAY).reasons == ()


def many_of_others():
    """Cases of nobody, so many that no planner reads them all: copies of the first one."""
    own = {
        "id": "c.id + n.n * 1000",
        "uid": "gen_random_uuid()",
        "number": "c.number || n.n",
        "data": "c.data || jsonb_build_object('customer', 'nobody')",
    }
    values = ", ".join(own.get(name, f"c.{name}") for name in TYPES)
    with connection.cursor() as on:
        on.execute(
            f"insert into cases_case ({', '.join(TYPES)}) select {values}"
            " from cases_case c, generate_series(1, 5000) n(n) where c.id = (select min(id) from cases_case)"
        )
        on.execute("analyze cases_case")


def test_where_a_party_has_cases_is_asked_of_the_index_of_the_field_that_names_it(office):
    assert party.dealt_with(office.buyer, LATER) == frozenset()
    assert party.dealt_with(office.wang, LATER) == frozenset()
    do(opening(customer="别家"), office.wang)
    assert party.dealt_with(office.buyer, LATER) == frozenset()
    do(opening(), office.wang)
    assert party.dealt_with(office.buyer, LATER) == {"doors.door_order"}
    many_of_others()
    parameters = Parameters()
    statement = party.dealings(office.buyer, LATER, parameters)
    with store.cursor() as on:
        on.execute(f"explain {statement}", parameters.values)
        plan = "\n".join(line for (line,) in on)
    # The first branch is of the orders; of what there is nothing of, the planner may read as it likes.
    orders = plan.partition("cases_case_1")[0]
    assert "using case_list_" in orders or "on case_list_" in orders, plan
    assert "'customer'" in orders.partition("Index Cond:")[2], plan
    assert "Filter:" not in orders.replace("One-Time Filter:", ""), plan


def test_what_waits_for_a_party_has_an_index_of_its_own(office):
    parameters = Parameters()
    condition = party.turn(["王记门业"])(parameters, office.buyer, LATER)
    with connection.cursor() as on:
        on.execute("set local enable_seqscan = off")
    with store.cursor() as on:
        on.execute(f"explain select id from cases_case where final is null and {condition}", parameters.values)
        plan = "\n".join(line for (line,) in on)
    assert "case_party" in plan, "\n".join(plan)
