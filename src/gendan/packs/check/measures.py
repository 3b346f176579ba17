"""Measures count what happens, scorecards add up, and reports ask of what they show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, reduce

from gendan.core.expression import LANGUAGE, Expression, Parameter, Signature, SymbolKind, Type, types
from gendan.core.pack import Figure, Measure, Report
from gendan.core.procedure import Final, Procedure
from gendan.core.text import Place
from gendan.packs.check.conditions import check_expression
from gendan.packs.check.names import ProcedureNames, own_types
from gendan.packs.check.subject import Subject, Whole

_JUDGED: Mapping[str, Type] = {"met": types.BOOL, "late": types.BOOL}
"""What a condition over a deadline may ask besides."""
_CREDITS = ("actor", "owner", "signers")
_SPENT = ("ours", "theirs")
_OF_ENTRIES = (Figure.COUNT, Figure.SHARE, Figure.SUM)
"""Figures of what an area has booked."""
_OF_EVENTS = frozenset({"done", "last", "count", "at", "signed", "valid"})
"""What only a case's events can answer."""
_BUILT_IN = frozenset({"claim", "release", "reject", "withdraw", "hand_over", "correct", "sign"})
"""What people do with every case, besides its procedure's actions."""


@dataclass
class MeasureNames:
    """The names of a measure's conditions: those of every procedure that its base may be of."""

    whole: Whole
    subjects: tuple[Subject, ...]
    each: tuple[ProcedureNames, ...]

    @cached_property
    def signatures(self) -> dict[str, Signature]:
        """`followed_by` has its place here, and `sum` adds over events where it is given no rows."""
        found = {name: signature for names in self.each for name, signature in names.shared.signatures.items()}
        found["followed_by"] = LANGUAGE["followed_by"]
        return found

    def field(self, name: str) -> Type | None:
        """A field of the case or event, as it stood; what a deadline was judged; with @end as it ended."""
        return self._any(names.field(name) for names in self.each) or _JUDGED.get(name)

    def word(self, word: str) -> Type | None:
        """A dotted word, or `x@end`."""
        word = word.removesuffix("@end")
        if "." not in word:
            return self.field(word)
        return self._any(names.word(word) for names in self.each) or self.whole.names.word(word)

    def signature(self, word: str) -> Signature | None:
        """What a call takes and gives."""
        return self.signatures.get(word) or next((s for n in self.each if (s := n.signature(word))), None)

    def symbol(self, kind: SymbolKind, name: str) -> bool:
        """Whether there is an action, a post, … of that name in any procedure of the pack; or, as the base itself may
        be written, `procedure.action` of one that is meant."""
        head, dot, rest = name.partition(".")
        if dot:
            return any(each.procedure.name == head and each.names.symbol(kind, rest) for each in self.subjects)
        return any(subject.names.symbol(kind, name) for subject in self.whole.subjects.values())

    def member(self, word: str, symbols: tuple[str | None, ...], member: str) -> Type | None:
        """The type of a member, or of a field of the event that follows."""
        if word == "followed_by":
            names = [subject.names for subject in self.whole.subjects.values()]
            return self._first(each.member("last", symbols, member) or each.field(member) for each in names)
        return self._first(names.member(word, symbols, member) for names in self.each)

    def rows(self, head: str) -> Mapping[str, Type] | None:
        """The fields of rows."""
        return next((found for names in self.each if (found := names.rows(head)) is not None), None)

    def known(self, code: str) -> Iterable[str]:
        """What could have been meant."""
        return [*_JUDGED, *(name for names in self.each for name in names.known(code)), "followed_by"]

    @staticmethod
    def _any(found: Iterable[Type | None]) -> Type | None:
        """What it may be in any of the procedures that have it: an option of one is no fault of another."""
        types_found = [each for each in found if each is not None]
        return reduce(lambda left, right: types.union(left, right) or left, types_found) if types_found else None

    @staticmethod
    def _first(found: Iterable[Type | None]) -> Type | None:
        return next((each for each in found if each is not None), None)


class FigureNames(MeasureNames):
    """Names of a ratio's sides, where `sum(word)` adds over the cases that are counted, and `booked(word)` an area's
    amounts of the period's days."""

    @cached_property
    def signatures(self) -> dict[str, Signature]:
        """As for every measure; a sum takes a number of each case, or of each entry."""
        found = dict(MeasureNames(self.whole, self.subjects, self.each).signatures)
        found["sum"] = found["booked"] = Signature((Parameter("of"),), types.DECIMAL)
        return found


def check_measures(whole: Whole) -> None:
    """Notes measures that count what never happens, or that ask what is not there."""
    if whole.unread:
        return
    for measure in whole.pack.measures.values():
        _measure(whole, measure)
    for card in whole.pack.scorecards.values():
        total = sum(item.weight for item in card.items)
        if card.items and total != 100:
            whole.report.error("weights_not_100", card.place.of("items"), name=card.name, total=str(total))
        for item in card.items:
            at = card.place.of("items", item.measure)
            if item.weight <= 0:
                whole.report.error("weight_not_positive", at, name=item.measure, given=str(item.weight))
    for report in whole.pack.reports.values():
        _report(whole, report)


def _measure(whole: Whole, measure: Measure) -> None:
    key = measure.figure.value
    scope = _scope(whole, measure)
    subjects = scope
    if measure.base is not None:
        found = tuple(_found(whole, scope, measure.base))
        at = measure.place.of(key, "of") if measure.place.of(key, "of") != measure.place else measure.place.of(key)
        dated = not found and _is_dated(whole, measure.base)
        if dated and measure.figure not in _OF_ENTRIES:
            whole.report.error("not_of_entries", at, name=measure.name, word=measure.base)
        if not found and not dated and not _is_word(whole, measure.base):
            whole.report.unknown("counts_nothing", at, measure.base, [*_events(scope), *_dated(whole)])
        subjects = found or scope
    if measure.figure is Figure.SUM and measure.value is None and not _of_entries(whole, measure):
        whole.report.error("sum_of_nothing", measure.place.of(key), name=measure.name)
    for side, given in (("from", measure.from_), ("to", measure.to)):
        if given is not None and not tuple(_found(whole, scope, given, states=True)):
            whole.report.unknown("counts_nothing", measure.place.of(key, side), given, _events(scope, states=True))
    _expressions(whole, measure, subjects, key)
    _credit(whole, measure, scope)
    timed = tuple(_found(whole, scope, measure.from_, states=True)) if measure.from_ is not None else scope
    states = {name for subject in timed or scope for name in subject.procedure.states}
    for index, name in enumerate(measure.spent):
        if name not in states and name not in _SPENT:
            whole.report.unknown("unknown_spent", measure.place.of(key, "spent", index), name, (*states, *_SPENT))
    if measure.target is not None and isinstance(measure.target[1], str):
        name = measure.target[1].removeprefix("setting.")
        if name not in whole.pack.settings:
            whole.report.unknown("unknown_setting", measure.place.of("target"), name, whole.pack.settings)


def _scope(whole: Whole, measure: Measure) -> tuple[Subject, ...]:
    """The procedures that a measure may be about: the one it names, or all."""
    if measure.procedure is not None and measure.procedure in whole.subjects:
        return (whole.subjects[measure.procedure],)
    return tuple(whole.subjects.values())


def _is_word(whole: Whole, base: str) -> bool:
    """Whether an area makes what is counted."""
    vocabulary = whole.vocabulary
    return base in vocabulary.effects or base.partition(".")[0] in whole.names.blind


def _is_dated(whole: Whole, word: str) -> bool:
    """Whether an area says of its word's amounts of which day they are."""
    return word in _dated(whole) or word.partition(".")[0] in whole.names.blind


def _dated(whole: Whole) -> list[str]:
    return [name for name, fact in whole.vocabulary.facts.items() if fact.dated]


def _of_entries(whole: Whole, measure: Measure) -> bool:
    """Whether a measure's base, or what one of a ratio's sides adds, are an area's entries."""
    sides = (measure.top, measure.bottom)
    booked = any(call.word == "booked" for side in sides if side is not None for call in side.calls)
    return booked or (measure.base is not None and _is_dated(whole, measure.base))


def _found(whole: Whole, scope: Iterable[Subject], base: str, *, states: bool = False) -> Iterator[Subject]:
    """The procedures in which something makes the event that `base` names."""
    head, _, rest = base.partition(".")
    for subject in scope:
        procedure = subject.procedure
        name = rest if rest and head == procedure.name else base
        field = procedure.fields.get(name)
        acted = name in procedure.actions or name in procedure.parts or name == procedure.name or name in _BUILT_IN
        judged = name.startswith("deadline.") and name.partition(".")[2] in procedure.deadlines
        scored = field is not None and field.type in ("rows", "checklist", "int", "decimal")
        stood = states and (name in procedure.states or name in tuple(Final))
        if acted or judged or scored or stood:
            yield subject


def _events(scope: Iterable[Subject], *, states: bool = False) -> list[str]:
    found: list[str] = []
    for subject in scope:
        procedure: Procedure = subject.procedure
        names = [*procedure.actions, *procedure.parts, *(f"deadline.{name}" for name in procedure.deadlines)]
        names += [*procedure.states] if states else []
        found += [*names, *(f"{procedure.name}.{name}" for name in names)]
    return found


def _expressions(whole: Whole, measure: Measure, subjects: tuple[Subject, ...], key: str) -> None:
    each = tuple(_named(whole, subject, measure) for subject in subjects)
    names, figures = MeasureNames(whole, subjects, each), FigureNames(whole, subjects, each)
    place = measure.place
    value = place.of(key, "value") if place.of(key, "value") != place.of(key) else place.of(key)
    given: list[tuple[Expression | None, Place, MeasureNames, Type | None]] = [
        (measure.where, place.of(key, "where"), names, types.BOOL),
        (measure.among, place.of("among"), names, types.BOOL),
        (measure.value, value, names, types.DECIMAL),
        (measure.top, place.of(key, "top"), figures, types.DECIMAL),
        (measure.bottom, place.of(key, "bottom"), figures, types.DECIMAL),
    ]
    entries = _of_entries(whole, measure)
    for expression, at, used, expects in given:
        if expression is None:
            continue
        check_expression(whole.report, expression, at, used, expects)
        for call in expression.calls:
            if call.word == "followed_by" and "within" not in dict(call.keywords):
                whole.report.within("followed_without_window", at, expression.text, call.start, {"name": measure.name})
            if call.word == "booked":
                word = str(call.arguments[0]) if call.arguments else ""
                if not _is_dated(whole, word):
                    params = {"name": measure.name, "word": word}
                    whole.report.within("not_dated", at, expression.text, call.start, params)
            if entries and used is names and (call.word in _OF_EVENTS or call.word == "followed_by"):
                params = {"name": measure.name, "word": str(call)}
                whole.report.within("entry_is_no_event", at, expression.text, call.start, params)
            if call.word == "open_cases" or ("." in call.word and not call.word.startswith("table.")):
                params = {"name": measure.name, "word": str(call)}
                whole.report.within("measure_of_now", at, expression.text, call.start, params)


def _named(whole: Whole, subject: Subject, measure: Measure) -> ProcedureNames:
    names = subject.names
    if measure.base is not None and _is_dated(whole, measure.base):
        return names.with_own({"booked": types.MONEY})
    base = (measure.base or "").removeprefix(f"{subject.procedure.name}.")
    action = subject.procedure.actions.get(base)
    part = subject.procedure.parts.get(base)
    if action is not None:
        names = names.with_own(own_types(whole.names, subject.procedure, action))
    if part is not None:
        names = names.with_own({ask.field.name: whole.names.type(ask.field) for ask in part.asks if ask.own})
    return names


def _credit(whole: Whole, measure: Measure, scope: Iterable[Subject]) -> None:
    credit = measure.credit
    if credit is None or credit in _CREDITS:
        return
    if credit.startswith("actor of ") and _of_entries(whole, measure):
        params = {"name": measure.name, "word": credit}
        whole.report.error("entry_is_no_event", measure.place.of("credit"), **params)
        return
    scope = tuple(scope)
    acts = {name for subject in scope for name in (*subject.procedure.actions, *subject.procedure.parts)}
    fields = {name for subject in scope for name in subject.procedure.fields}
    if credit.startswith("actor of "):
        name = credit.removeprefix("actor of ").strip().rpartition(".")[2]
        if name not in acts:
            whole.report.unknown("unknown_credit", measure.place.of("credit"), credit, [f"actor of {a}" for a in acts])
    elif credit not in fields:
        known = [*_CREDITS, *fields, *(f"actor of {name}" for name in acts)]
        whole.report.unknown("unknown_credit", measure.place.of("credit"), credit, known)


def _report(whole: Whole, report: Report) -> None:
    subject = whole.subjects.get(report.rows)
    if report.among is None or subject is None:
        return
    check_expression(whole.report, report.among, report.place.of("among"), subject.names, types.BOOL)
