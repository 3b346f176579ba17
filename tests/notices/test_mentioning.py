"""Remarks that name somebody, and cases that somebody watches."""

from datetime import timedelta

import pytest

from gendan.cases import mentions, watching
from gendan.cases.commands import run
from gendan.cases.models import Case, Watch
from gendan.cases.outbox import drain
from gendan.cases.queries import case_page
from gendan.core.command import Actor, Command, Verb
from gendan.notices.mentioning import tell_watchers
from gendan.notices.models import Message
from gendan.people import actions
from gendan.people.models import AccessLog
from tests.cases.company import FRIDAY, act, codes, do, doors, opening

pytestmark = pytest.mark.django_db
LATER = FRIDAY + timedelta(minutes=5)


@pytest.fixture
def office(db):
    from gendan.cases.registry import with_words
    from tests.cases import words

    words.reset()
    with with_words(words.VOCABULARY):
        company = doors()
        actions.change_person(company.zhao, actor=0, at=FRIDAY, name="赵琳")
        actions.change_person(company.hu, actor=0, at=FRIDAY, name="胡仓")
        yield company


def remark(case, text):
    return Command(verb=Verb.COMMENT, case=case, given={"text": text})


def messages(person):
    return list(Message.objects.filter(person=person, word__in=("mention.comment", "watch.news")).order_by("id"))


def test_who_is_named_is_told_once(office):
    case = do(opening(), office.wang).case
    do(remark(case, "@赵琳请催回传，抄送 @赵琳 和 a@b.com"), office.wang)
    drain(LATER)
    drain(LATER)
    (message,) = messages(office.zhao)
    assert message.title == "wang 提到了您"
    assert message.text.endswith("@赵琳请催回传，抄送 @赵琳 和 a@b.com")
    assert (message.case_id, message.state) == (case, "sent")


def test_who_may_not_see_the_case_is_refused_by_name_and_nothing_is_written(office):
    case = do(opening(), office.wang).case
    seq = Case.objects.get(id=case).seq
    refused = run(remark(case, "@赵琳 和 @胡仓 看一下"), person=office.wang, at=FRIDAY)
    assert codes(refused) == ["mention"]
    assert refused.reasons[0].parameters["name"] == "胡仓"
    assert Case.objects.get(id=case).seq == seq
    drain(LATER)
    assert messages(office.zhao) == messages(office.hu) == []


def test_a_sign_before_no_name_of_ours_is_text(office):
    case = do(opening(), office.wang).case
    do(remark(case, "@淘宝客服 已联系，wang@赵琳.cn"), office.wang)
    drain(LATER)
    assert Message.objects.filter(word="mention.comment").count() == 0


def test_those_are_offered_who_see_the_case_by_name_and_sound(office):
    from gendan.cases import store
    from gendan.cases.basis import basis
    from gendan.people import access

    stored = store.glimpse(do(opening(), office.wang).case)
    epoch = access.current_epoch()
    case = mentions.Sighted.of(stored, Actor(person=office.wang), basis(stored.definition, epoch), FRIDAY, epoch)
    assert [each.name for each in mentions.offered("zhaol", case)] == ["赵琳"]
    assert [each.name for each in mentions.offered("zl", case)] == ["赵琳"]
    assert mentions.offered("hucang", case) == ()
    assert office.wang not in {each.id for each in mentions.offered("", case, but=office.wang)}


def test_a_watcher_hears_what_others_do_and_not_what_he_does(office):
    case = do(opening(), office.wang).case
    assert watching.watch(case, person=office.zhao, at=FRIDAY)
    assert tell_watchers(LATER) == 0
    do(act(case, "quote"), office.wang)
    do(remark(case, "已发"), office.wang)
    assert tell_watchers(LATER) == 1
    assert tell_watchers(LATER) == 0
    (message,) = messages(office.zhao)
    assert "wang 报价；wang" in message.text
    do(remark(case, "知道了"), office.zhao)
    assert tell_watchers(LATER) == 1
    assert messages(office.zhao) == [message]
    assert watching.unwatch(case, person=office.zhao)
    do(remark(case, "再催"), office.wang)
    assert tell_watchers(LATER) == 0


def test_who_sees_the_case_no_more_hears_nothing_and_no_look_of_his_is_logged(office):
    case = do(opening(), office.wang).case
    watching.watch(case, person=office.zhao, at=FRIDAY)
    actions.deactivate(office.zhao, actor=0, at=FRIDAY, reason="x")
    before = AccessLog.objects.filter(person=office.zhao).count()
    do(remark(case, "秘密"), office.wang)
    assert tell_watchers(LATER) == 1
    assert messages(office.zhao) == []
    assert not Watch.objects.exists()
    assert AccessLog.objects.filter(person=office.zhao).count() == before


def test_what_is_not_seen_is_not_watched(office):
    case = do(opening(), office.wang).case
    assert not watching.watch(case, person=office.stranger, at=FRIDAY)
    assert watching.watch(case, person=office.zhao, at=FRIDAY)
    assert [row.id for row in watching.watched(person=office.zhao, at=FRIDAY)] == [case]
    assert watching.watched(person=office.wang, at=FRIDAY) == ()
    assert case_page(case, person=office.zhao, at=FRIDAY) is not None
