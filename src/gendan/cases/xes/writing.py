"""Cases as XES 2.0: a trace for each case, an event for each act, with the standard extensions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Final
from xml.sax.saxutils import quoteattr

from gendan.cases.queries.process import Traced

_HEAD: Final = """<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="2.0" xes.features="" xmlns="http://www.xes-standard.org/">
<extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
<extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
<extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
<extension name="Lifecycle" prefix="lifecycle" uri="http://www.xes-standard.org/lifecycle.xesext"/>
<global scope="trace">
<string key="concept:name" value=""/>
</global>
<global scope="event">
<string key="concept:name" value=""/>
<date key="time:timestamp" value="1970-01-01T00:00:00+00:00"/>
<string key="lifecycle:transition" value="complete"/>
</global>
<classifier name="Activity" keys="concept:name"/>
"""
_VERBS: Final = frozenset(("claimed", "handed_over", "taken_over"))


def written(
    name: str, traced: Iterable[Traced], *, titles: Mapping[str, str], people: Mapping[int, str]
) -> Iterator[str]:
    """The log, piece by piece. `titles` are the actions' names for a reader, `people` those of who acted.

    An event is called by the action's title; `gendan:action` and `gendan:state` hold the names that the pack gives.
    """
    yield _HEAD
    yield f'<string key="concept:name" value={_quoted(name)}/>\n'
    for _case, events in groupby(traced, key=lambda each: each.case):
        yield _trace(list(events), titles, people)
    yield "</log>\n"


def _trace(events: list[Traced], titles: Mapping[str, str], people: Mapping[int, str]) -> str:
    parts = ["<trace>\n", f'<string key="concept:name" value={_quoted(events[0].number)}/>\n']
    for each in events:
        action = each.kind if each.kind in _VERBS or not each.action else each.action
        title = titles.get(action, action)
        called = f"{title} ✗" if each.kind == "rejected" else title
        parts.append("<event>\n")
        parts.append(f'<string key="concept:name" value={_quoted(called)}/>\n')
        parts.append('<string key="lifecycle:transition" value="complete"/>\n')
        parts.append(f'<date key="time:timestamp" value="{each.at.isoformat(timespec="milliseconds")}"/>\n')
        if each.actor:
            parts.append(f'<string key="org:resource" value={_quoted(people.get(each.actor, str(each.actor)))}/>\n')
        parts.append(f'<string key="gendan:action" value={_quoted(action)}/>\n')
        if each.target:
            parts.append(f'<string key="gendan:state" value={_quoted(each.target)}/>\n')
        parts.append("</event>\n")
    parts.append("</trace>\n")
    return "".join(parts)


def _quoted(text: str) -> str:
    """As an attribute's value; what XML has no place for is left out."""
    return quoteattr("".join(each for each in text if each >= " " or each in "\t\n\r"))
