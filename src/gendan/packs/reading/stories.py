"""故事 Stories, from their documents to values. What a step names of the pack is the checker's to find."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, TypedDict

from gendan.core.story import (
    AreaAct,
    Cast,
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
    Story,
    When,
    Written,
)
from gendan.core.text import Place
from gendan.packs.findings import meant
from gendan.packs.reading.context import Context
from gendan.packs.reading.validate import Path, validated
from gendan.packs.schema.story import ExpectModel, StepModel, StoryModel
from gendan.packs.source import Node

KINDS = ("open", "do", "claim", "release", "reject", "hand_over", "import", "exchange", "expect")
"""What a step may be; one of them, or `at` alone."""
_BESIDES = {
    "open": {"with", "call"},
    "do": {"case", "cases", "others", "with", "call"},
    "claim": {"case", "cases"},
    "release": {"case", "cases"},
    "reject": {"case", "cases", "action"},
    "hand_over": {"case", "cases"},
    "import": {"rows", "file", "constants", "with", "call", "unchanged", "faulty"},
    "exchange": {"send", "answers", "unmatched", "call"},
    "expect": {"case"},
    "at": set(),
}
_ALWAYS = {"as", "at", "refused", "happened"}
_CAST = re.compile(r"(?P<person>[^()（）]+?)\s*[(（]\s*(?P<role>[^()（）]+?)\s*[)）]")


class _Common(TypedDict):
    at: When | None
    actor: Cast | None
    refused: tuple[str, ...]
    happened: Any
    place: Place


def read_stories(context: Context, documents: Sequence[Node]) -> tuple[Story, ...]:
    """The stories of all documents. A name stands once; what a story starts `after` exists, and not in a circle."""
    stories: dict[str, Story] = {}
    whole = True
    for node in documents:
        model, lost = validated(StoryModel, node, ("steps",), context.findings, {"story": "—", "steps": []})
        whole = whole and model is not None and not lost
        if model is None:
            continue
        at = node.at("story")
        if model.story in stories:
            first = stories[model.story].place
            context.error("duplicate_element", at.here, name=model.story, file=first.file, line=first.line)
        stories[model.story] = _story(context, model, node, lost)
    for story in stories.values():
        if story.after is not None and story.after not in stories and whole:
            known = meant(story.after, stories)
            context.error("unknown_story", story.place.of("after"), name=story.after, meant=known)
        if _circular(story, stories):
            context.error("story_in_circle", story.place.of("after"), name=story.name)
    return tuple(stories.values())


def cast(text: str) -> Cast:
    """`order_taker`, or `小王 (order_taker)` where two holders of a post must differ."""
    found = _CAST.fullmatch(text.strip())
    return Cast(found["role"], found["person"]) if found else Cast(text.strip())


def _circular(story: Story, stories: Mapping[str, Story]) -> bool:
    seen: set[str] = set()
    here: Story | None = story
    while here is not None and here.after is not None:
        if here.name in seen:
            return here.name == story.name
        seen.add(here.name)
        here = stories.get(here.after)
    return False


def _story(context: Context, model: StoryModel, node: Node, lost: frozenset[Path]) -> Story:
    if model.at is None and model.after is None and not lost:
        context.error("missing_key", node.at("story").at_key, key="at")
    at = node.at("steps")
    steps = (
        []
        if ("steps",) in lost
        else [read_step(context, step, at.at(number)) for number, step in enumerate(model.steps)]
    )
    return Story(
        name=model.story,
        shows=model.shows,
        at=model.at,
        after=model.after,
        facts=written(model.facts),
        settings=written(model.settings),
        regions={cast(who): places for who, places in model.regions.items()},
        steps=tuple(step for step in steps if step is not None),
        place=node.place,
    )


def written(values: Mapping[str, Any]) -> dict[str, Written]:
    """Values as they are written: text, lists and mappings, not to be changed."""
    return {name: _plain(value) for name, value in values.items()}


def _plain(value: Any) -> Written:
    if isinstance(value, dict):
        return {str(name): _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return tuple(_plain(each) for each in value)
    return str(value)


def read_step(context: Context, model: StepModel, node: Node) -> Step | None:
    """A step of a story or of a scene; None where it can't be one, which is noted."""
    given = set(node.names())
    kinds = [kind for kind in KINDS if kind in given]
    if len(kinds) > 1 or (not kinds and "at" not in given):
        context.error("step_needs_one", node.here, known=KINDS)
        return None
    kind = kinds[0] if kinds else "at"
    for key in sorted(given - _BESIDES[kind] - _ALWAYS - {kind}):
        context.error("step_key", node.at(key).at_key, key=key, kind=kind)
    if kind not in ("expect", "at") and model.as_ is None:
        context.error("missing_key", node.here, key="as")
    if model.case is not None and model.cases:
        context.error("case_and_cases", node.at("cases").at_key)
    common = _Common(
        at=model.at,
        actor=None if model.as_ is None else cast(model.as_),
        refused=model.refused,
        happened=model.happened,
        place=node.place,
    )
    cases = (model.case,) if model.case is not None else model.cases
    return _made(context, kind, model, node, cases, common)


def _made(
    context: Context, kind: str, model: StepModel, node: Node, cases: tuple[str, ...], common: _Common
) -> Step | None:
    values = written(model.with_)
    match kind:
        case "open":
            call = model.call[0] if model.call else None
            return Open(procedure=model.open or "", values=values, call=call, **common)
        case "do":
            if "." in (model.do or ""):
                named = values.pop("for", None)
                case = named if isinstance(named, str) else cases[0] if cases else None
                return AreaAct(word=model.do or "", values=values, case=case, **common)
            return Do(
                action=model.do or "", cases=cases, others=model.others, values=values, calls=model.call, **common
            )
        case "claim":
            return Claim(cases=_named(model.claim, cases), **common)
        case "release":
            return Release(cases=_named(model.release, cases), **common)
        case "reject":
            return Reject(reason=model.reject or "", cases=cases, action=model.action, **common)
        case "hand_over":
            return HandOver(to=cast(model.hand_over or ""), cases=cases, **common)
        case "import":
            if bool(model.rows) == (model.file is not None):
                context.error("rows_or_file", node.here)
            return ImportRows(
                name=model.import_ or "",
                rows=tuple(written(row) for row in model.rows),
                file=model.file,
                constants={**values, **written(model.constants)},
                calls=model.call,
                unchanged=model.unchanged,
                faulty=model.faulty,
                **common,
            )
        case "exchange":
            if bool(model.send) == bool(model.answers):
                context.error("send_or_answers", node.here)
            return ExchangeRows(
                name=model.exchange or "",
                send=model.send,
                answers=tuple(written(row) for row in model.answers),
                unmatched=model.unmatched,
                call=model.call[0] if model.call else None,
                **common,
            )
        case "expect":
            expect = model.expect or ExpectModel()
            listed = expect.list if expect.list is not None else expect.queue
            if (listed is None) != (expect.cases is None):
                context.error("missing_key", node.at("expect").at_key, key="cases" if listed else "list")
            if expect.report is None and (expect.rows is not None or expect.missed is not None):
                context.error("missing_key", node.at("expect").at_key, key="report")
            return _expect(expect, model.case, common)
        case _:
            return Pass(**common)


def _named(given: tuple[str, ...] | None, cases: tuple[str, ...]) -> tuple[str, ...]:
    """`claim: true` with `cases`, or `claim: [a, b]`."""
    return cases if given in (None, ("true",)) else (*given, *cases) if given else cases


def _expect(model: ExpectModel, case: str | None, common: _Common) -> Expect:
    if model.as_ is not None:
        common = _Common(**{**common, "actor": cast(model.as_)})
    return Expect(
        case=model.case or case,
        list=model.list,
        queue=model.queue,
        cases=model.cases,
        state=model.state,
        number=model.number,
        label=model.label,
        owner=model.owner,
        due=dict(model.due),
        met=model.met,
        late=model.late,
        void=model.void,
        signed=model.signed,
        pending=model.pending,
        fields=written(model.fields),
        facts=written(model.facts),
        measures=written(model.measures),
        children=written(model.children),
        notices=model.notices,
        papers=dict(model.papers),
        available=dict(model.available),
        report=model.report,
        rows=None if model.rows is None else tuple(written(row) for row in model.rows),
        missed=model.missed,
        **common,
    )
