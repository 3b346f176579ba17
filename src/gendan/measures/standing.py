"""What a measure's condition sees: the case as it stood with the event, what was recorded by it, what came after."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from gendan.cases.basis import Basis
from gendan.cases.concealing import reveal
from gendan.core.case import Case
from gendan.core.command import Actor
from gendan.core.events import Json, moment
from gendan.core.facts import Facts
from gendan.core.field import Field
from gendan.core.plan import Plan
from gendan.core.record import Record
from gendan.core.text import Text
from gendan.core.worktime import Calendar

Value = object
Past = Sequence[tuple[str, int, Mapping[str, Json]]]
"""What was done before, oldest first: the act's name, when (µs), and the values of the event alone."""

_TEXT = Field(name="text", title=Text(""), type="text")


class Standing(Record):
    """The scope of an event that lies in the past.

    A computed field is what was computed then, as the event has it: nothing is computed anew by today's tables. `said`
    are bare names that the event or clock has besides (`met`, `late`); `ended` the case's fields as they stand now;
    `follows` answers `followed_by`, by the way it is written; `past` what was done before.
    """

    __slots__ = ("ended", "fixed", "follows", "past", "said")

    def __init__(self, plan: Plan, case: Case, facts: Facts, actor: Actor, calendar: Calendar, now: datetime) -> None:
        super().__init__(plan, case, facts, actor, calendar, now)
        self.said: Mapping[str, Value] = {}
        self.ended: Mapping[str, Value] = {}
        self.follows: Mapping[str, bool] = {}
        self.past: Past = ()

    def name(self, name: str) -> Value:
        """A value of the event, of the case as it stood, or of the clock that ended."""
        if name in self.own:
            return self.own[name]
        field = self.plan.fields.get(name)
        if field is not None:
            return self.read(field, self.case.data.get(name))
        if name in self.said:
            return self.said[name]
        return getattr(self.case, name) if name in ("state", "kind", "number", "label") else None

    def read(self, field: Field, value: Json) -> Value:
        """A field's value from its JSON. What another version of the pack wrote in another type is not filled."""
        try:
            return self.decoded(field, value)
        except (ValueError, ArithmeticError, TypeError, AttributeError):
            return None

    def word(self, word: str) -> Value:
        """As for every condition; `x@end` is as the case stands now."""
        if word.endswith("@end"):
            return self.ended.get(word.removesuffix("@end"))
        return super().word(word)

    def call(self, word: str, arguments: tuple[Value, ...], keywords: Mapping[str, Value], member: str | None) -> Value:
        """What followed, and what was done before."""
        if word == "followed_by":
            return self.follows.get(following_key(str(arguments[0]), keywords), False)
        looked = _LOOKED.get(word)
        return (
            looked(self, str(arguments[0]).removeprefix(f"{self.plan.procedure.name}."), member)
            if looked is not None
            else super().call(word, arguments, keywords, member)
        )

    def _done(self, name: str, _: str | None = None) -> bool:
        return any(act == name for act, _, _ in self.past)

    def _count(self, name: str, _: str | None = None) -> int:
        if name in self.plan.fields or name in self.case.children or name in self.plan.procedure.openings:
            return super().count(name)
        return sum(act == name for act, _, _ in self.past)

    def _when(self, name: str, _: str | None = None) -> datetime | None:
        return next((moment(at) for act, at, _ in reversed(self.past) if act == name), None)

    def _last(self, name: str, member: str | None) -> Value:
        if member is None or name in self.case.children or name in self.plan.procedure.openings:
            return super().last(name, member)
        said = next((values for act, _, values in reversed(self.past) if act == name), None)
        if said is None:
            return None
        action = self.plan.actions.get(self.plan.part_of.get(name, name))
        asked = action.asks.get(member) if action is not None else None
        field = asked[0] if asked is not None else self.plan.fields.get(member, _TEXT)
        return self.read(field, said.get(member))


_LOOKED: Mapping[str, Callable[[Standing, str, str | None], Value]] = {
    "done": Standing._done,
    "valid": Standing._done,
    "count": Standing._count,
    "at": Standing._when,
    "last": Standing._last,
}


def following_key(action: str, keywords: Mapping[str, object]) -> str:
    """One text for one `followed_by`, whoever evaluates it: its action, window and values."""
    return action + "".join(f"|{name}={value!r}" for name, value in sorted(keywords.items()))


def facts_of(under: Basis, words: Mapping[str, Value], parent: Mapping[str, Value]) -> Facts:
    """What conditions read besides the case: the site's settings and tables as they stand, areas' words, the parent."""
    return Facts(
        words=words,
        settings=under.settings,
        table=under.cell,
        parent=parent,
        reveal=reveal,
        definition=under.pack.hash,
        under=under.under,
    )
