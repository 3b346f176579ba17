"""XES out and in: what cases did is written as the standard has it, and a log from elsewhere is read and told."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from gendan.cases import xes
from gendan.cases.queries.process import Traced
from gendan.packs.drawing.paths import BEGIN, END

AT = datetime(2026, 10, 9, 1, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
SPACE = "{http://www.xes-standard.org/}"


def traced(case, seq, kind, action, at, target="", actor=7):
    return Traced(case=case, number=f"N-{case}", seq=seq, kind=kind, action=action, actor=actor, at=at, target=target)


def log_of(*lines, **titles):
    pieces = xes.written("门单", lines, titles={"open": "接单", "quote": '报价 <&">', **titles}, people={7: "王敏"})
    return "".join(pieces).encode()


WRITTEN = (
    traced(1, 1, "opened", "open", AT, "received"),
    traced(1, 2, "claimed", "", AT + HOUR),
    traced(1, 3, "acted", "quote", AT + 2 * HOUR, "quoted"),
    traced(2, 1, "opened", "open", AT, "received", actor=0),
    traced(2, 2, "rejected", "quote", AT + HOUR, "received"),
)


def test_a_log_is_written_as_the_standard_has_it():
    log = ElementTree.fromstring(log_of(*WRITTEN))
    assert log.tag == f"{SPACE}log"
    assert log.attrib == {"xes.version": "2.0", "xes.features": ""}
    # The schema's order: extensions, globals, classifiers, attributes, traces.
    order = ["extension", "global", "classifier", "string", "trace"]
    places = [order.index(child.tag.removeprefix(SPACE)) for child in log]
    assert all(a <= b for a, b in pairwise(places))
    first, second = log.findall(f"{SPACE}trace")
    assert first.find(f"{SPACE}string").attrib == {"key": "concept:name", "value": "N-1"}
    events = [{each.get("key"): each.get("value") for each in event} for event in first.findall(f"{SPACE}event")]
    assert events[2] == {
        "concept:name": '报价 <&">',
        "lifecycle:transition": "complete",
        "time:timestamp": "2026-10-09T03:30:00.000+00:00",
        "org:resource": "王敏",
        "gendan:action": "quote",
        "gendan:state": "quoted",
    }
    assert events[1]["concept:name"] == "claimed"
    assert "org:resource" not in {each.get("key") for each in second.findall(f"{SPACE}event")[0]}


def test_what_is_written_is_read_again():
    log = xes.read_log(BytesIO(log_of(*WRITTEN)))
    assert (log.name, log.events) == ("门单", 5)
    assert [trace.name for trace in log.traces] == ["N-1", "N-2"]
    assert [event.activity for event in log.traces[1].events] == ["接单", '报价 <&"> ✗']
    assert log.traces[0].events[2].at == AT + 2 * HOUR


def test_a_log_is_told_by_what_follows_what():
    did = xes.paths_of(xes.read_log(BytesIO(log_of(*WRITTEN[:3], *(traced(2, n, *rest) for n, rest in SAME)))))
    assert (did.cases, did.variants) == (2, 2)
    assert {(each.source, each.target): (each.count, each.wait) for each in did.steps} == {
        (BEGIN, "接单"): (2, None),
        ("接单", "claimed"): (1, HOUR),
        ("claimed", '报价 <&">'): (1, HOUR),
        ("接单", '报价 <&">'): (1, 3 * HOUR),
        ('报价 <&">', END): (2, None),
    }
    assert {each.states: each.time for each in did.paths} == {
        ("接单", "claimed", '报价 <&">'): 2 * HOUR,
        ("接单", '报价 <&">'): 3 * HOUR,
    }


SAME = [(1, ("opened", "open", AT, "received")), (2, ("acted", "quote", AT + 3 * HOUR, "quoted"))]


def test_others_logs_are_read_whatever_they_carry_besides():
    log = xes.read_log(
        BytesIO(
            b"""<?xml version="1.0"?><log xes.version="1.0"><string key="creator" value="x"/>
            <trace><string key="concept:name" value="a"><string key="concept:name" value="inner"/></string>
            <event><string key="concept:name" value="Order"/><string key="lifecycle:transition" value="START"/></event>
            <event><string key="concept:name" value="Order"/><string key="lifecycle:transition" value="COMPLETE"/>
            <date key="time:timestamp" value="2011-10-01T00:38:44.546+02:00"/><list key="l"><values/></list></event>
            <event><int key="cost" value="3"/></event></trace></log>"""
        )
    )
    assert [(trace.name, [event.activity for event in trace.events]) for trace in log.traces] == [("a", ["Order"])]
    assert log.traces[0].events[0].at == datetime(2011, 9, 30, 22, 38, 44, 546000, tzinfo=UTC)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"not xml", "xml"),
        (b"<log><trace></log>", "xml"),
        (b"<html/>", "no_log"),
        (b'<log xes.version="2.0"/>', "empty"),
        (b"", "xml"),
        (b'<!DOCTYPE log [<!ENTITY a "b">]><log>&a;</log>', "document_type"),
        (b'<!DOCTYPE log SYSTEM "file:///etc/passwd"><log/>', "document_type"),
        (b"<log>" + b"<list>" * 60 + b"</list>" * 60 + b"</log>", "large"),
    ],
)
def test_what_is_no_log_is_refused(content, code):
    with pytest.raises(xes.LogFault) as refused:
        xes.read_log(BytesIO(content))
    assert refused.value.code == code
