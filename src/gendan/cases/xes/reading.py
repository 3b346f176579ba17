"""Reads a log in XES. What is read is looked at and never becomes a case."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import BinaryIO, Final
from xml.parsers import expat

from gendan.cases.xes.log import EventLog, LogEvent, Trace

MOST_EVENTS: Final = 500_000
MOST_TEXT: Final = 200
_DEEPEST: Final = 40


class LogFault(Exception):
    """The file is no log that can be read. `code` says why: `xml` (with `line`), `document_type`, `no_log`, `large`,
    `empty`."""

    def __init__(self, code: str, line: int = 0) -> None:
        super().__init__(f"{code} {line}".strip())
        self.code = code
        self.line = line


def read_log(file: BinaryIO) -> EventLog:
    """The log in a file of XES, complete activities only where it tells more. Raises LogFault.

    A document type is refused: with one, a small file could stand for a huge one, or name others.
    """
    reader = _Reader()
    parser = expat.ParserCreate(namespace_separator=None)
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.StartDoctypeDeclHandler = reader.doctype
    try:
        parser.ParseFile(file)
    except expat.ExpatError as error:
        raise LogFault("xml", error.lineno) from error
    if not reader.is_log:
        raise LogFault("no_log")
    if not reader.traces:
        raise LogFault("empty")
    return EventLog(reader.name, tuple(reader.traces))


class _Reader:
    """Takes the elements as they come. Attributes inside of attributes are passed over."""

    def __init__(self) -> None:
        self.name = ""
        self.traces: list[Trace] = []
        self.is_log = False
        self._depth: list[str] = []
        self._trace_name = ""
        self._events: list[LogEvent] = []
        self._values: dict[str, str] = {}
        self._count = 0

    def doctype(self, *_said: object) -> None:
        raise LogFault("document_type")

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        bare = tag.rpartition(":")[2]
        if not self._depth:
            if bare != "log":
                raise LogFault("no_log")
            self.is_log = True
        inside = self._depth[-1] if self._depth else ""
        self._depth.append(bare)
        if len(self._depth) > _DEEPEST:
            raise LogFault("large")
        if bare == "trace":
            self._trace_name, self._events = "", []
        elif bare == "event":
            self._values = {}
            self._count += 1
            if self._count > MOST_EVENTS:
                raise LogFault("large")
        elif key := attributes.get("key"):
            self._take(inside, key, attributes.get("value", "")[:MOST_TEXT])

    def _take(self, inside: str, key: str, value: str) -> None:
        if inside == "event":
            self._values[key] = value
        elif inside == "trace" and key == "concept:name":
            self._trace_name = value
        elif inside == "log" and key == "concept:name":
            self.name = value

    def end(self, tag: str) -> None:
        bare = tag.rpartition(":")[2]
        self._depth.pop()
        if bare == "event":
            activity = self._values.get("concept:name", "").strip()
            done = self._values.get("lifecycle:transition", "complete").lower() == "complete"
            if activity and done:
                self._events.append(LogEvent(activity, _moment(self._values.get("time:timestamp", ""))))
        elif bare == "trace" and self._events:
            self.traces.append(Trace(self._trace_name, tuple(self._events)))


def _moment(text: str) -> datetime | None:
    """A moment as XML writes it; what is none, and one without an offset, which would be anywhere, is told so."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)
