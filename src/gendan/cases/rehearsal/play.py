"""Plays stories step by step."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from gendan.cases.area_actions import act, act_on_site
from gendan.cases.commands import Outcome, run, run_many
from gendan.cases.registry import vocabulary
from gendan.cases.rehearsal import expect
from gendan.cases.rehearsal.result import Difference
from gendan.cases.rehearsal.stage import Stage, as_written
from gendan.cases.together import differing
from gendan.core.command import Command, Verb
from gendan.core.field import Field
from gendan.core.procedure import Procedure
from gendan.core.refusals import Reason
from gendan.core.story import (
    BUILT_IN,
    AreaAct,
    Claim,
    Do,
    ExchangeRows,
    Expect,
    HandOver,
    ImportRows,
    Open,
    Pass,
    Reject,
    Release,
    Step,
)
from gendan.core.text import Place, Text


class Player:
    """Plays the steps of one story on its stage."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage

    def play(self, step: Step) -> None:
        """Play one step, or raise Difference."""
        stage = self.stage
        stage.advance(step.at, step.place)
        match step:
            case Expect():
                expect.compare(stage, step)
            case Open():
                self._open(step)
            case Do():
                self._do(step)
            case Claim():
                self._each(step, Verb.CLAIM, step.cases)
            case Release():
                self._each(step, Verb.RELEASE, step.cases)
            case Reject():
                self._reject(step)
            case HandOver():
                self._hand_over(step)
            case ImportRows():
                self._import(step)
            case ExchangeRows():
                self._exchange(step)
            case AreaAct():
                self._area(step)
            case Pass():
                pass
        stage.settle()

    # -- steps

    def _open(self, step: Open) -> None:
        procedure = self.stage.pack.procedures.get(step.procedure)
        if procedure is None:
            raise Difference("unknown_name", step.place.of("open"), what="procedures", name=step.procedure)
        asked = _asked(procedure, "open")
        given = self.stage.given(step.values, asked, step.place, unknown=step.refused)
        kind = given.pop("kind", None) if procedure.kinds and "kind" not in asked else None
        command = Command(
            verb=Verb.OPEN,
            procedure=f"{self.stage.pack.name}.{step.procedure}",
            given=given,
            kind=None if kind is None else str(kind),
            happened=self._moment(step.happened),
        )
        person, party = self.stage.acting(step.actor, step.place, case=None, given=given)
        outcome = self._run(command, person, party)
        self._judge(step, outcome.reasons)
        if outcome.done and outcome.case is not None:
            self.stage.call(step.call, outcome.case)

    def _do(self, step: Do) -> None:
        if step.action in BUILT_IN and not self._is_declared(step):
            self._built_in(step)
            return
        cases = [self.stage.case(name, step.place) for name in step.cases] or [self.stage.case(None, step.place)]
        others = tuple(self.stage.case(name, step.place) for name in step.others)
        commands = [self._act(step, case, others) for case in cases]
        person, party = self.stage.acting(step.actor, step.place, case=cases[0], given=step.values)
        reasons = differing(cases, step.action)
        if reasons:
            outcomes: list[Outcome] = [Outcome(reasons=reasons) for _ in cases]
        elif len(commands) == 1:
            outcomes = [self._run(commands[0], person, party)]
        else:
            outcomes = list(run_many(commands, person=person, at=self.stage.now, party=party))
        self._judge(step, [reason for outcome in outcomes for reason in outcome.reasons])
        self.stage.last = cases[-1]
        new = [opened for outcome in outcomes for opened in outcome.opened]
        for name, opened in zip(step.calls, new, strict=False):
            self.stage.cases[name] = opened.id

    def _is_declared(self, step: Do) -> bool:
        stored = self.stage.stored(self.stage.case(step.cases[0] if step.cases else None, step.place), step.place)
        procedure = self.stage.procedure(stored)
        return step.action in procedure.actions or step.action in procedure.parts

    def _built_in(self, step: Do) -> None:
        reasons: list[Reason] = []
        reason = step.values.get("reason")
        for name in step.cases or (None,):
            case = self.stage.case(name, step.place)
            person, party = self.stage.acting(step.actor, step.place, case=case, given={})
            verb = Verb(step.action)
            signed = self._signed(case) if verb is Verb.WITHDRAW else None
            command = Command(verb=verb, case=case, action=signed, reason=None if reason is None else str(reason))
            reasons += self._run(command, person, party).reasons
            self.stage.last = case
        self._judge(step, reasons)

    def _act(self, step: Do, case: int, others: tuple[int, ...]) -> Command:
        stored = self.stage.stored(case, step.place)
        procedure = self.stage.procedure(stored)
        asked = _asked(procedure, step.action)
        given = self.stage.given(step.values, asked, step.place, unknown=step.refused)
        reason = given.pop("reason", None) if "reason" not in asked else None
        return Command(
            verb=Verb.ACT,
            case=case,
            action=step.action,
            given=given,
            others=others,
            happened=self._moment(step.happened),
            reason=None if reason is None else str(reason),
        )

    def _each(self, step: Step, verb: Verb, names: Iterable[str]) -> None:
        cases = [self.stage.case(name, step.place) for name in names] or [self.stage.case(None, step.place)]
        person, party = self.stage.acting(step.actor, step.place, case=cases[0], given={})
        commands = [Command(verb=verb, case=case) for case in cases]
        outcomes = list(run_many(commands, person=person, at=self.stage.now, party=party))
        self._judge(step, [reason for outcome in outcomes for reason in outcome.reasons])
        self.stage.last = cases[-1]

    def _reject(self, step: Reject) -> None:
        names = step.cases or (None,)
        reasons: list[Reason] = []
        for name in names:
            case = self.stage.case(name, step.place)
            person, party = self.stage.acting(step.actor, step.place, case=case, given={})
            command = Command(verb=Verb.REJECT, case=case, action=step.action or self._signed(case), reason=step.reason)
            reasons += self._run(command, person, party).reasons
            self.stage.last = case
        self._judge(step, reasons)

    def _signed(self, case: int) -> str | None:
        """The signed action that a case waits for, where there is one alone."""
        stored = self.stage.stored(case, Place())
        actions = self.stage.procedure(stored).actions.values()
        signed = [each.name for each in actions if each.signs is not None and stored.case.state in each.sources]
        return signed[0] if len(signed) == 1 else None

    def _hand_over(self, step: HandOver) -> None:
        reasons: list[Reason] = []
        for name in step.cases or (None,):
            case = self.stage.case(name, step.place)
            person, party = self.stage.acting(step.actor, step.place, case=case, given={})
            stored = self.stage.stored(case, step.place)
            signing = self._signed(case) is not None and stored.case.holder != person
            command = Command(
                verb=Verb.HAND_SIGNATURE if signing else Verb.HAND_OVER,
                case=case,
                action=self._signed(case) if signing else None,
                person=self.stage.person(step.to, step.place),
            )
            reasons += self._run(command, person, party).reasons
            self.stage.last = case
        self._judge(step, reasons)

    def _import(self, step: ImportRows) -> None:
        from gendan.cases import imports

        stage = self.stage
        person, _ = stage.acting(step.actor, step.place, case=None, given={})
        rows: list[dict[str, Any]] = [dict(row) for row in step.rows]
        if step.file is not None:
            content = stage.files.get(step.file) or stage.files.get(f"stories/{step.file}")
            if content is None:
                raise Difference("unknown_name", step.place.of("file"), what="files", name=step.file)
            rows = [dict(row) for row in imports.rows_of(step.file, content)]
        stage.know(step, rows)
        done = imports.run_rows(
            f"{stage.pack.name}.{step.name}", rows, constants=as_written(step.constants), person=person, at=stage.now
        )
        reasons = [reason for row in done for reason in row.reasons]
        if step.refused or step.faulty is None:
            self._judge(step, reasons)
        if step.faulty is not None:
            _same("faulty", step.faulty, sum(bool(row.reasons) for row in done), step.place.of("faulty"))
        if step.unchanged is not None:
            _same("unchanged", step.unchanged, sum(row.unchanged for row in done), step.place.of("unchanged"))
        for name, row in zip(step.calls, done, strict=False):
            if row.case is not None:
                stage.call(name, row.case)

    def _exchange(self, step: ExchangeRows) -> None:
        from gendan.cases import exchanges

        stage = self.stage
        exchange = f"{stage.pack.name}.{step.name}"
        person, _ = stage.acting(step.actor, step.place, case=None, given={})
        if step.send:
            cases = [stage.case(name, step.place) for name in step.send]
            sent = exchanges.send(exchange, cases, person=person, at=stage.now)
            self._judge(step, sent.reasons)
            if sent.batch is not None:
                stage.call(step.call, sent.batch)
            return
        answered = exchanges.answer(exchange, [dict(row) for row in step.answers], person=person, at=stage.now)
        self._judge(step, answered.reasons)
        _same("unmatched", sorted(step.unmatched), sorted(answered.unmatched), step.place.of("unmatched"))

    def _area(self, step: AreaAct) -> None:
        stage = self.stage
        if step.word not in vocabulary().actions:
            raise Difference("unknown_word", step.place.of("do"), name=step.word)
        declared = vocabulary().actions[step.word]
        fields = {field.name: field for field in declared.fields}
        given = stage.given(step.values, fields, step.place, unknown=step.refused)
        if declared.about == "site":
            person, _ = stage.acting(step.actor, step.place, case=None, given={})
            done = act_on_site(step.word, given=given, person=person, at=stage.now)
        else:
            case = stage.case(step.case, step.place)
            person, _ = stage.acting(step.actor, step.place, case=case, given={})
            done = act(step.word, case=case, given=given, person=person, at=stage.now)
        self._judge(step, done.reasons)

    # -- what they share

    def _run(self, command: Command, person: int, party: str | None) -> Outcome:
        return run(command, person=person, at=self.stage.now, party=party)

    def _moment(self, local: datetime | None) -> datetime | None:
        zone = self.stage.basis.calendar.timezone
        return None if local is None else local.replace(tzinfo=zone).astimezone(UTC)

    def _judge(self, step: Step, reasons: Iterable[Reason]) -> None:
        """Whether a step was done or refused as the story says: every reason by its code, no more and no fewer."""
        codes = sorted({reason.code for reason in reasons})
        expected = sorted(set(step.refused))
        if codes == expected:
            return
        told = ", ".join(codes)
        if not expected:
            raise Difference("refused", step.place, reasons=told)
        if not codes:
            raise Difference("not_refused", step.place, expected=", ".join(expected))
        raise Difference("other_reasons", step.place, expected=", ".join(expected), reasons=told)


def _same(what: str, expected: object, found: object, place: Place) -> None:
    if expected != found:
        raise Difference("differs", place, what=what, expected=expected, found=found)


def _asked(procedure: Procedure, action: str) -> dict[str, Field]:
    """The fields that an action or its parts ask, by name; a link is asked by the name of its procedure."""
    declared = procedure.actions.get(action)
    asks = list(declared.asks) if declared is not None else []
    for part in procedure.parts.values():
        asks += part.asks
    links = declared.links if declared is not None else ()
    joined = {link.procedure: Field(name=link.procedure, title=Text(""), type=link.procedure) for link in links}
    return {**joined, **{ask.field.name: ask.field for ask in asks}}
