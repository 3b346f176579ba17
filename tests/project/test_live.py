"""A process that is to stop lets go of the pages that listen: it tells each that its stream has ended."""

import asyncio
from uuid import UUID

from gendan.project import live

READER = live.Reader(session=UUID(int=1), person=7, uid=UUID(int=2), case=3)


def test_streams_that_are_open_end_when_their_process_stops(monkeypatch):
    monkeypatch.setattr(live, "EVERY", 0.01)
    monkeypatch.setattr(live, "_stands", lambda cases: live._Stands({3: 5}, 1))
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
