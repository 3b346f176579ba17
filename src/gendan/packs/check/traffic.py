"""What comes in and goes out: imports, exchanges, routines, notices."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gendan.core.expression import types
from gendan.core.pack import Exchange, Import, Notice, Routine
from gendan.core.procedure import Action, Role
from gendan.packs.check.amounts import check_interval, check_setting
from gendan.packs.check.conditions import check_expression
from gendan.packs.check.graph import OPEN
from gendan.packs.check.names import ProcedureNames
from gendan.packs.check.people import by_system
from gendan.packs.check.subject import Subject, Whole

_BRACED = re.compile(r"\{([^{}]+)\}")
_EVERY_CASE = frozenset(
    {
        *("number", "label", "state", "kind", "title", "procedure", "owner", "holder", "actor", "superior"),
        *("due", "late", "opened", "opened_at", "now", "today", "link"),
    }
)
"""What a notice can say of every case."""


def check_imports(whole: Whole) -> None:
    """Notes columns that go to fields which opening doesn't ask, and updates that change nothing."""
    for each in whole.pack.imports.values():
        subject = whole.subjects.get(each.opens or "")
        if subject is not None:
            _import(whole, subject, each)


def _import(whole: Whole, subject: Subject, each: Import) -> None:
    opens = subject.procedure.actions.get(OPEN)
    if opens is None:
        return
    update = subject.procedure.actions.get(each.update or "")
    asked = _asked(opens) | (_asked(update) if update is not None else frozenset())
    for header, target in each.columns:
        name = target.partition(".")[0]
        if name in subject.procedure.fields and name not in asked:
            at = each.place.of("columns", header)
            whole.report.error("import_not_asked", at, name=name, action=OPEN, procedure=subject.procedure.name)
    for index, name in enumerate(each.key):
        if name in subject.procedure.fields and name not in asked:
            at = each.place.of("key", index)
            whole.report.error("import_not_asked", at, name=name, action=OPEN, procedure=subject.procedure.name)
    if update is not None:
        brought = {target.partition(".")[0] for _, target in each.columns} - set(each.key)
        if not brought & _asked(update) and not update.to and not update.sets:
            whole.report.error("update_changes_nothing", each.place.of("update"), name=update.name)


def _asked(action: Action) -> frozenset[str]:
    return frozenset(ask.field.name for ask in action.asks) | {"kind"}


def check_exchanges(whole: Whole) -> None:
    """Notes batches that can't be sent from where they say, and answers that nothing could act on."""
    for each in whole.pack.exchanges.values():
        if each.due is not None and each.due.setting is not None:
            check_setting(whole, each.due, each.place.of("due"))
        subject = whole.subjects.get(each.procedure)
        if subject is not None:
            _exchange(subject, each)


def _exchange(subject: Subject, each: Exchange) -> None:
    procedure, report = subject.procedure, subject.report
    sends = procedure.actions.get(each.sends_do)
    if sends is None:
        return
    for index, state in enumerate(each.sends_from):
        if state in procedure.states and state not in sends.sources:
            at = each.place.of("sends", "from", index)
            report.error("exchange_not_from", at, name=state, action=sends.name)
    sent = {edge.end for edge in subject.graph.edges if edge.action == sends.name}
    after = {node.state for node in subject.graph.reach(sent)}
    for answer, name in each.answers:
        action = procedure.actions.get(name)
        if action is not None and sent and not after & set(action.sources):
            at = each.place.of("answers", "map", answer)
            report.error("answer_never_possible", at, name=name, action=sends.name)
    asked = {
        ask.field.name for _, name in each.answers if name in procedure.actions for ask in procedure.actions[name].asks
    }
    for header, name in each.fill:
        if name not in asked:
            report.error("fill_not_asked", each.place.of("answers", "fill", header), name=name)


def check_routines(whole: Whole) -> None:
    """Notes routines that open what the system may not open, or can't fill what opening needs."""
    for each in whole.pack.routines:
        if each.every is not None:
            if each.every.setting is not None:
                check_setting(whole, each.every, each.place.of("every"))
            check_interval(whole, each.every, each.place.of("every"))
        subject = whole.subjects.get(each.open)
        if subject is not None:
            _routine(subject, each)


def _routine(subject: Subject, each: Routine) -> None:
    report, shared = subject.report, subject.whole.names
    opens = subject.procedure.actions.get(OPEN)
    if opens is None:
        return
    ours = any(who.role is Role.POST and who.name == each.for_each for who in opens.by)
    if not by_system(opens) and not ours:
        report.error("routine_not_system", each.place.of("open"), name=each.open)
    given = {name for name, _ in each.with_} | {name for name, _ in opens.sets}
    for name in opens.needs:
        field = subject.procedure.fields.get(name)
        person = field is not None and field.type == "person" and each.for_each is not None
        if name not in given and not person:
            report.error("routine_needs", each.place, name=name, procedure=each.open)
    names = subject.names.with_own({"holder": types.PERSON})
    for name, value in each.with_:
        field = subject.procedure.fields.get(name)
        expected = None if field is None else shared.type(field)
        check_expression(report, value, each.place.of("with", name), names, expected)


def check_notices(whole: Whole) -> None:
    """Notes braces in a notice's text that stand for nothing, whichever act sends it."""
    sends: dict[str, list[tuple[ProcedureNames, frozenset[str]]]] = {}
    for subject in whole.subjects.values():
        for action in subject.procedure.actions.values():
            for effect in action.then:
                head, _, name = effect.word.partition(".")
                if head == "notice":
                    given = frozenset(argument for argument, _ in effect.arguments)
                    sends.setdefault(name, []).append((subject.names.of_action(action), given))
    for name, notice in whole.pack.notices.items():
        if name in sends and not whole.unread:
            _notice(whole, notice, sends[name])


def _notice(whole: Whole, notice: Notice, sends: Sequence[tuple[ProcedureNames, frozenset[str]]]) -> None:
    for language, text in (("zh", notice.text.zh), ("en", notice.text.en)):
        for name in _BRACED.findall(text):
            found = any(
                name in given or (names.word(name) if "." in name else names.field(name)) is not None
                for names, given in sends
            )
            if not found and name not in _EVERY_CASE:
                known = [each for names, _ in sends for each in (*names.fields, *names.words)]
                whole.report.unknown("notice_says_nothing", notice.place.of("text", language), name, known)
