"""An event log as it was read: traces of events, each with what was done and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class LogEvent:
    """One event: the activity, and the moment where it is told."""

    activity: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Trace:
    """What happened to one case, in the order of the log."""

    name: str
    events: tuple[LogEvent, ...]


@dataclass(frozen=True, slots=True)
class EventLog:
    """A whole log."""

    name: str
    traces: tuple[Trace, ...]

    @property
    def events(self) -> int:
        """How many events it has."""
        return sum(len(trace.events) for trace in self.traces)
