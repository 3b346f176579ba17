"""Areas' words: asked with arguments, done on the site, naming things that are known, said in their own words."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from gendan.cases import area_actions, library, references
from gendan.cases.area_actions import act, act_on_site
from gendan.cases.commands import run, run_many
from gendan.cases.prose import Speaker, reason_in_words
from gendan.cases.registry import with_facts, with_words
from gendan.cases.rehearsal import rehearse
from gendan.cases.store import glimpse
from gendan.core.command import Command, Verb
from gendan.packs.check import check_folder
from gendan.packs.reader import read_pack, shipped_packs
from gendan.people.actions import create_person, deputize, hold
from gendan.project.vocabulary import declared
from tests.cases import site_area
from tests.cases.site_area import PACK, WORDS

AT = timezone.now()


@pytest.fixture(autouse=True)
def words():
    site_area.reset()
    with with_words(WORDS):
        yield


def files(**changed):
    return {path: changed.get(path, text).encode() for path, text in PACK.items()}


@pytest.fixture
def people(db):
    reading = read_pack(files())
    library.try_out(reading.pack, reading.files, at=AT)
    found = {}
    for name, post in (("clerk", "clerk"), ("guard", "guard"), ("nobody", None)):
        found[name] = create_person(actor=0, at=AT, username=name, name=name)
        if post:
            hold(found[name], f"yard_desk.{post}", actor=0, at=AT, since=AT.date())
    return found


def opened(people, **given):
    return run(Command(verb=Verb.OPEN, procedure="yard_desk.delivery", given=given), person=people["clerk"], at=AT)


def test_the_pack_is_sound_and_its_story_holds(db):
    assert [each.code for each in check_folder(files(), vocabulary=declared().joined(WORDS))] == []
    results = rehearse(read_pack(files()))
    assert [result.difference for result in results] == [None]
    assert (site_area.done[-1][0], {"urgent": site_area.done[-1][1]["urgent"]}) == ("mark", {"urgent": True})


@pytest.mark.parametrize(
    ("path", "before", "after", "code"),
    [
        ("procedures/delivery.yaml", "yard.grade(customer)", "yard.grad(customer)", "expression_unknown_call"),
        ("procedures/delivery.yaml", "yard.grade(customer)", "yard.grade()", "expression_missing_argument"),
        ("procedures/delivery.yaml", "yard.grade(customer)", "yard.grade(3)", "expression_wrong_type"),
        ("procedures/delivery.yaml", "yard.grade(customer) == 'A'", "given(yard.lines)", "expression_unknown_word"),
        ("pack.yaml", "needs: [yard]", "needs: []", "area_not_needed"),
        ("stories/yard.yaml", "with: {urgent: true}", "with: {urgnt: true}", "story_not_asked"),
        ("stories/yard.yaml", "yard.stands]", "yard.stnds]", "story_code"),
    ],
)
def test_the_checker_knows_them(path, before, after, code):
    changed = files(**{path: PACK[path].replace(before, after, 1)})
    assert code in {each.code for each in check_folder(changed, vocabulary=declared().joined(WORDS))}


def test_what_is_named_is_kept_as_the_area_keeps_it(people):
    site_area.grades.update({"王家门业": "A"})
    site_area.aliases.update({"老王": "王家门业"})
    done = opened(people, customer=" 老王 ", stops=[{"at": "老王"}])
    assert glimpse(done.case).case.data == {"customer": "王家门业", "stops": [{"at": "王家门业", "grade": "A"}]}
    refused = opened(people, customer="没有", stops=[{"at": "老王"}, {"at": "也没有"}])
    assert [reason.code for reason in refused.reasons] == ["value.customer", "value.stops"]
    assert reason_in_words(refused.reasons[0], Speaker(language="zh")).endswith("没有登记这个往来单位。")


def test_a_batch_asks_once_for_all(people):
    site_area.grades.update({f"客户{number}": "A" for number in range(20)})
    commands = [
        Command(verb=Verb.OPEN, procedure="yard_desk.delivery", given={"customer": f"客户{number}"})
        for number in range(20)
    ]
    site_area.asked.clear()
    assert all(done.done for done in run_many(commands, person=people["clerk"], at=AT))
    assert [what for what, _ in site_area.asked] == ["resolve"]


def test_a_look_up_is_asked_once_a_command_and_a_rehearsal_may_tell_it(people):
    site_area.grades.update({"王家": "C"})
    case = opened(people, customer="王家").case
    site_area.asked.clear()
    send = Command(verb=Verb.ACT, case=case, action="send")
    assert [reason.code for reason in run(send, person=people["clerk"], at=AT).reasons] == ["gate.first"]
    assert [what for what, _ in site_area.asked].count("grade") == 1
    with with_facts({"yard.grade": "A"}):
        assert run(send, person=people["clerk"], at=AT).done


def test_rows_are_asked_together(people):
    site_area.grades.update({"王家": "A", **{f"站{number}": "C" for number in range(30)}})
    stops = [{"at": f"站{number}"} for number in range(30)]
    case = opened(people, customer="王家", stops=stops).case
    site_area.asked.clear()
    assert run(Command(verb=Verb.ACT, case=case, action="send"), person=people["clerk"], at=AT).done
    grades = [asked for what, asked in site_area.asked if what == "grade"]
    assert sorted(map(len, grades)) == [1, 30], "the customer alone, and all stops at once"


def test_an_action_on_the_site_is_for_who_is_granted_it_and_done_once_for_a_key(people):
    def register(who, key=None, **given):
        return act_on_site("yard.register", given=given, person=people[who], at=AT, key=key)

    done = register("clerk", "k1", name="王家", paid="3.50")
    assert done.told == {"name": "王家", "paid": "3.5"}
    again = register("clerk", "k1", name="王家", paid="3.50")
    assert (again.told, again.replayed) == (done.told, True)
    assert [reason.code for reason in register("clerk", "k1", name="李家").reasons] == ["key"]
    assert [reason.code for reason in register("clerk", "k2", name="王家").reasons] == ["yard.stands"]
    assert register("clerk", "k2", name="张家").done, "the key of what was refused stays free"
    assert [reason.code for reason in register("guard", name="李家").reasons] == ["access"]
    assert [reason.code for reason in register("nobody", name="李家").reasons] == ["access"]
    assert [reason.code for reason in act_on_site("yard.mark", given={}, person=people["clerk"], at=AT).reasons] == [
        "missing"
    ]
    assert [reason.code for reason in act_on_site("yard.read", given={}, person=people["guard"], at=AT).reasons] == [
        "missing"
    ]
    assert area_actions.granted(people["guard"], AT) == {"yard.read"}
    assert area_actions.areas_open(people["nobody"], AT) == frozenset()
    reason = register("clerk", name="王家").reasons[0]
    assert reason_in_words(reason, Speaker(language="en")) == "王家 is registered already."


def test_a_deputy_acts_for_the_absent(people):
    assert not act_on_site("yard.register", given={"name": "王"}, person=people["nobody"], at=AT).done
    deputize(people["clerk"], people["nobody"], actor=0, at=AT, until=AT.date() + timedelta(days=2), reason="休假")
    assert act_on_site("yard.register", given={"name": "王"}, person=people["nobody"], at=AT).done


def test_pickers_are_for_who_works_with_the_area(people):
    site_area.grades.update({"王家": "A", "李家": "C"})
    outside = create_person(actor=0, at=AT, username="wang", name="老王", party="王家")
    found = references.look_up("party", "家", 10, person=people["clerk"], at=AT)
    assert [value for value, _, _ in found] == ["李家", "王家"]
    assert references.look_up("party", "家", 10, person=people["nobody"], at=AT) is None
    assert [value for value, _, _ in references.look_up("party", "李", 10, person=outside, at=AT)] == ["王家"]
    assert references.look_up("product", "", 10, person=people["clerk"], at=AT) is None


@pytest.mark.django_db(transaction=True)
def test_the_same_key_at_the_same_time_is_done_once(request):
    people = request.getfixturevalue("people")
    outcomes = []

    def ask():
        try:
            with with_words(WORDS):
                outcomes.append(
                    act_on_site("yard.register", given={"name": "抢"}, person=people["clerk"], at=AT, key="race")
                )
        finally:
            connection.close()

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [outcome.told for outcome in outcomes] == [{"name": "抢", "paid": "0"}] * 6
    assert len(site_area.done) == 1


def test_on_a_case_it_is_done_under_its_lock_by_who_sees_it(people):
    site_area.grades.update({"王家": "A"})
    case = opened(people, customer="王家").case
    assert [each.name for each in area_actions.offered_on_case(case, person=people["clerk"], at=AT)] == ["yard.mark"]
    assert area_actions.offered_on_case(case, person=people["nobody"], at=AT) == ()
    assert act("yard.mark", case=case, given={"urgent": "true"}, person=people["clerk"], at=AT, key="m").done
    assert act("yard.mark", case=case, given={"urgent": "true"}, person=people["clerk"], at=AT, key="m").replayed
    assert site_area.done == [("mark", {"case": case, "urgent": True})]
    refused = act("yard.mark", case=case, given={}, person=people["nobody"], at=AT)
    assert [reason.code for reason in refused.reasons] == ["missing"]


def test_an_area_is_offered_on_the_cases_of_the_procedures_that_use_it():
    pack = read_pack(shipped_packs()["cash_desk"]).pack
    offered = {name: area_actions.concerns(pack, procedure, "money") for name, procedure in pack.procedures.items()}
    assert {name for name, may in offered.items() if not may} >= {"concern", "quality_point", "announcement"}
    assert {name for name, may in offered.items() if may} >= {"bill", "shift", "drop", "loan", "difference"}
    # Where no procedure says for what the area is needed, it is offered on all; an area that is not needed on none.
    alone = replace(pack, procedures={"concern": pack.procedures["concern"]})
    assert area_actions.concerns(alone, pack.procedures["concern"], "money")
    assert not area_actions.concerns(pack, pack.procedures["bill"], "stock")
