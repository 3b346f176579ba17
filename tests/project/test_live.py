"""What streams tell: messages and others' work are heard, and a process that is to stop lets go of who listens."""

import asyncio
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from gendan.cases.commands import run
from gendan.core.command import Command, Verb
from gendan.notices.models import Message
from gendan.people.epoch import current_epoch
from gendan.project import live, live_looks
from gendan.project.live_looks import BENCH, Looks, Reader, _watched
from tests.cases.shop import open_shop

ORDER = "shop_review.shop_order"
TAKEN = {
    **dict.fromkeys(("receiver", "buyer"), "王小明"),
    "shop": "天猫店",
    "order_no": "T1",
    "amount": "10.00",
}

READER = live.Reader(session=UUID(int=1), person=7, uid=UUID(int=2), case=3)


def test_streams_that_are_open_end_when_their_process_stops(monkeypatch):
    monkeypatch.setattr(live, "EVERY", 0.01)
    monkeypatch.setattr(live.Looks, "look", lambda looks, readers: live.Stands({3: 5}, 1))
    sent = []

    async def send(message):
        sent.append(message)

    async def held():
        going_down = False
        hub = live.Hub(lambda: going_down)
        streams = [live.Stream(READER, 5), live.Stream(READER, 5)]
        assert all(hub.join(stream) for stream in streams)
        feeds = []
        for stream in streams:
            gone = asyncio.create_task(asyncio.Event().wait())
            feeds.append(asyncio.create_task(live._feed(stream, gone, send)))
        await asyncio.sleep(0.1)
        assert sent == [], "nothing has happened to the case"
        assert not any(feed.done() for feed in feeds)
        going_down = True
        await asyncio.wait_for(asyncio.gather(*feeds), timeout=5)
        assert hub.streams == set()

    asyncio.run(held())
    assert sum(b"event: ended" in message["body"] for message in sent) == 2
    assert sum(not message["more_body"] for message in sent) == 2, "each answer is finished, so that the server can end"


def test_one_person_opens_no_more_streams_than_he_may():
    async def joined():
        hub = live.Hub(lambda: True)
        kept = [hub.join(live.Stream(READER, 0)) for _ in range(live.MOST + 1)]
        other = live.Reader(session=UUID(int=4), person=8, uid=UUID(int=2), case=3)
        return kept, hub.join(live.Stream(other, 0))

    kept, others = asyncio.run(joined())
    assert kept == [True] * live.MOST + [False]
    assert others


def rings(reader, *stands):
    """What one stream is told by looks that find these."""
    stream = live.Stream(reader)
    for each in stands:
        live._ring(stream, each)
    return [stream.waiting.get_nowait()[0] for _ in range(stream.waiting.qsize())]


def test_the_bell_rings_when_messages_are_others_than_they_were():
    def stands(told):
        return live.Stands({}, 1, told)

    me = Reader(session=UUID(int=1), person=7)
    assert rings(me, stands({7: 5}), stands({7: 5})) == []
    assert rings(me, stands({}), stands({7: 5})) == ["told"]
    assert rings(me, stands({7: 5}), stands({})) == ["told"], "read in another window"
    assert rings(me, stands({7: 5}), stands({7: 5, 8: 9})) == []


def test_others_work_is_heard_where_one_looks_and_ones_own_is_not():
    me = Reader(session=UUID(int=1), person=7, procedures=frozenset({"a.b"}))
    for moved, told in (
        ({("a.b", 8)}, ["moved"]),
        ({("a.b", 7)}, []),
        ({("a.b", 7), ("a.b", 0)}, ["moved"]),
        ({("a.c", 8)}, []),
        ((), []),
    ):
        assert rings(me, live.Stands({}, 1, {}, frozenset(moved))) == told, moved


@pytest.fixture
def look(db, monkeypatch):
    """Looks at the database for readers, on the test's own connection."""
    monkeypatch.setattr(live_looks, "_connection_given_back", nullcontext)
    return Looks().look


def test_a_look_finds_what_was_done_since_the_one_before(look):
    shop, now = open_shop(), datetime.now(UTC)
    me = Reader(session=UUID(int=1), person=shop.xu, procedures=frozenset({ORDER}))
    first = look([me])
    assert (first.epoch, first.moved, first.told) == (current_epoch(), frozenset(), {})
    opened = run(Command(verb=Verb.OPEN, procedure=ORDER, given=TAKEN), person=shop.zhou, at=now)
    assert opened.done, opened.reasons
    assert look([me]).moved == {(ORDER, shop.zhou)}
    assert look([me]).moved == frozenset()
    run(Command(verb=Verb.COMMENT, case=opened.case, given={"text": "看过"}), person=shop.xu, at=now)
    assert look([me]).moved == {(ORDER, shop.xu)}
    # A long transaction's cases come in with a moment that is over.
    late = run(
        Command(verb=Verb.OPEN, procedure=ORDER, given={**TAKEN, "order_no": "T2"}),
        person=shop.zhou,
        at=now - timedelta(hours=1),
    )
    assert late.done, late.reasons
    assert look([me]).moved == {(ORDER, shop.zhou)}
    other = Reader(session=UUID(int=2), person=shop.xu)
    assert look([other]).moved == frozenset()


def test_the_first_look_tells_what_its_pages_may_have_missed(look):
    shop, now = open_shop(), datetime.now(UTC)
    opened = run(Command(verb=Verb.OPEN, procedure=ORDER, given=TAKEN), person=shop.zhou, at=now)
    assert opened.done, opened.reasons
    me = Reader(session=UUID(int=1), person=shop.xu, procedures=frozenset({ORDER}))
    assert look([me]).moved == {(ORDER, shop.zhou)}
    assert look([me]).moved == frozenset()


def test_a_look_finds_the_last_unread_message_of_each(look):
    shop = open_shop()
    me = Reader(session=UUID(int=1), person=shop.xu)
    common = {
        "case_id": 1,
        "case_uid": UUID(int=9),
        "word": "x",
        "language": "zh",
        "title": "t",
        "text": "t",
        "rest": [],
        "at": datetime.now(UTC),
    }
    kept = [
        Message.objects.create(
            key=f"k{nth}", recipient=f"person:{shop.xu}", person_id=shop.xu, channel="page", state=state, **common
        )
        for nth, state in enumerate(("sent", "sent", "read"))
    ]
    assert look([me]).told == {shop.xu: kept[1].id}
    kept[1].state = "read"
    kept[1].save()
    assert look([me]).told == {shop.xu: kept[0].id}


def test_one_watches_only_what_one_works_with(db):
    shop = open_shop()
    assert ORDER in _watched(BENCH, shop.xu)
    assert _watched(ORDER, shop.xu) == {ORDER}
    assert _watched("", shop.xu) == frozenset()
    assert _watched(BENCH, shop.stranger) == _watched(ORDER, shop.stranger) == frozenset()


def test_who_must_enrol_an_app_first_is_told_nothing(db, monkeypatch, settings):
    from django.contrib.sessions.backends.signed_cookies import SessionStore
    from django.utils import timezone

    from gendan.people import sessions
    from gendan.people.models import SecondFactor

    monkeypatch.setattr(live_looks, "_connection_given_back", nullcontext)
    shop = open_shop()
    store = SessionStore()
    store[sessions.KEY] = sessions.open_session(shop.xu, at=timezone.now()).hex
    store.save()
    reader = live_looks.reader_of(store.session_key, None, BENCH, "127.0.0.1")
    assert (reader.person, live_looks.verdict(reader)) == (shop.xu, None)
    settings.GENDAN_SECOND_FACTOR = "everybody"
    assert live_looks.verdict(reader) == "ended", "a stream that is open already"
    assert live_looks.reader_of(store.session_key, None, BENCH, "127.0.0.1") is None
    SecondFactor.objects.create(person_id=shop.xu, secret=b"sealed", last_step=0, enrolled_at=timezone.now())
    assert live_looks.verdict(reader) is None
    assert live_looks.reader_of(store.session_key, None, BENCH, "127.0.0.1") == reader
