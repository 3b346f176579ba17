"""Compares what stands with what a story expects."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation

from gendan.cases.documents.words import words_of
from gendan.cases.effects import Call
from gendan.cases.loading import Loader
from gendan.cases.models import Case as CaseRow
from gendan.cases.models import Outbox
from gendan.cases.numbers import Numbers
from gendan.cases.queries.case import case_page
from gendan.cases.queries.lists import declared, ids
from gendan.cases.queries.work import queue
from gendan.cases.registry import implementation, vocabulary
from gendan.cases.rehearsal import report
from gendan.cases.rehearsal.result import Difference
from gendan.cases.rehearsal.stage import Stage, as_written
from gendan.cases.rows import Stored
from gendan.core.clock import Clock, ClockState
from gendan.core.events import Json
from gendan.core.field import Field
from gendan.core.refusals import Reason
from gendan.core.story import Cast, Expect, Written
from gendan.core.text import Place
from gendan.core.values import encode, parse
from gendan.packs.reading.stories import cast
from gendan.people.access import current_epoch, names_of

MOST_IN_LIST = 1000


def compare(stage: Stage, step: Expect) -> None:
    """Raise Difference at the first thing that is not as `step` says.

    A list of names that is not empty must be among what stands (`met`, `late`, `void`, `pending`, `notices`); an
    empty one says that there is none. `signed`, `available`, `children`, the cases of a list and the lines of a report
    are told whole.
    """
    if step.list is not None:
        _list(stage, step)
        return
    if step.queue is not None:
        _queue(stage, step, step.queue)
        return
    if step.report is not None:
        report.compare(stage, step)
        return
    stored = stage.stored(stage.case(step.case, step.place), step.place)
    if step.case is not None:
        stage.last = stored.case.id
    _plain(stage, step, stored)
    _clocks(stage, step, stored)
    _fields(stage, step, stored)
    _among(step, "void", step.void, _void(stored))
    _among(step, "pending", step.pending, stored.case.pending)
    _among(step, "notices", step.notices, _notices(stored.case.id))
    for name, texts in step.papers.items():
        _paper(step, stored.case.id, name, texts)
    if step.signed is not None:
        _equal(step, "signed", sorted(step.signed), sorted(_signed(stage, stored)))
    for name, wanted in step.children.items():
        _child(stored, name, wanted, step)
    for name, said in step.facts.items():
        _fact(stage, stored, name, said, step)
    for name, said in step.measures.items():
        _measure(stage, name, said, step)
    for who, actions in step.available.items():
        _available(stage, stored, cast(who), actions, step)


def _equal(step: Expect, what: str, expected: object, found: object) -> None:
    if expected != found:
        raise Difference("differs", step.place.of("expect", what), what=what, expected=expected, found=found)


def _among(step: Expect, what: str, expected: tuple[str, ...] | None, found: Iterable[str]) -> None:
    if expected is None:
        return
    standing = sorted(set(found))
    if not expected:
        _equal(step, what, [], standing)
    elif not set(expected) <= set(standing):
        _equal(step, what, sorted(expected), standing)


def _plain(stage: Stage, step: Expect, stored: Stored) -> None:
    case = stored.case
    for what, expected, found in (
        ("state", step.state, case.state),
        ("number", step.number, case.number),
        ("label", step.label, case.label),
    ):
        if expected is not None:
            _equal(step, what, expected, found)
    if step.owner is not None:
        _equal(step, "owner", step.owner, case.post if case.holder is None else _name_of(stage, case.holder))


def _name_of(stage: Stage, person: int | None) -> str | None:
    for of, known in stage.people.items():
        if known == person:
            return f"{of.person} ({of.role})" if of.person else of.role
    return None if person is None else names_of([person]).get(person, str(person))


# -- clocks


def _clocks(stage: Stage, step: Expect, stored: Stored) -> None:
    clocks = stored.case.clocks
    for name, expected in step.due.items():
        clock = clocks.get(name)
        found = None if clock is None or clock.has_ended else _local(stage, clock.due_at)
        # A story writes moments to the minute, unless it writes seconds.
        if expected is not None and found is not None and not expected.second:
            found = found.replace(second=0, microsecond=0)
        if expected != found:
            raise Difference(
                "differs", step.place.of("expect", "due", name), what=f"due.{name}", expected=expected, found=found
            )
    _among(step, "met", step.met, [name for name, clock in clocks.items() if clock.state is ClockState.MET])
    _among(step, "late", step.late, [name for name, clock in clocks.items() if _is_late(clock, stage.now)])


def _is_late(clock: Clock, now: datetime) -> bool:
    """Whether its due moment passed while it ran: dropped afterwards, it was late all the same."""
    if clock.state is ClockState.DROPPED:
        return clock.breached_at is not None
    return clock.state is ClockState.LATE or clock.is_late_at(now)


def _local(stage: Stage, at: datetime | None) -> datetime | None:
    return None if at is None else at.astimezone(stage.basis.calendar.timezone).replace(tzinfo=None)


# -- values


def _fields(stage: Stage, step: Expect, stored: Stored) -> None:
    procedure = stage.procedure(stored)
    for name, said in step.fields.items():
        place = step.place.of("expect", "fields", name)
        field = procedure.fields.get(name)
        if field is None and name in _OF_CASE:
            _equal_text(place, name, said, getattr(stored.case, name))
            continue
        if field is None:
            raise Difference("unknown_name", place, what="fields", name=name)
        written = as_written(said)
        if field.type == "person" and isinstance(written, str) and written:
            written = stage.person(cast(written), place)
        if field.type == "file":
            kept = stored.case.data.get(name)
            found_name = kept.get("name") if isinstance(kept, dict) else None
            if found_name != (written or None):
                raise Difference("differs", place, what=name, expected=said, found=found_name)
            continue
        found = stored.case.data.get(name)
        if said == "none" and not found and found is not False:
            continue
        wanted = parse(field, written, stage.basis.calendar.timezone)
        if isinstance(wanted, Reason):
            raise Difference("differs", place, what=name, expected=said, found=found if said == "none" else wanted.code)
        expected = encode(field, wanted)
        if expected != found:
            raise Difference("differs", place, what=name, expected=expected, found=found)


_OF_CASE = frozenset({"number", "label", "state", "kind", "priority"})
"""What every case has besides its fields."""


def _equal_text(place: Place, what: str, expected: object, found: object) -> None:
    if str(expected or "") != str(found if found is not None else ""):
        raise Difference("differs", place, what=what, expected=expected, found=found)


def _fact(stage: Stage, stored: Stored, name: str, said: Written, step: Expect) -> None:
    loader = Loader(at=stage.now, epoch=current_epoch(), numbers=Numbers(stage.now))
    found = loader.loaded({name: [stored.case.id]}).get(name, {}).get(stored.case.id)
    declared = vocabulary().facts.get(name)
    same = str(found) == str(said) or (found is None and said in ("none", ""))
    if not same and declared is not None and not declared.type.columns:
        field = Field(name=name, title=declared.title, type=declared.type.kind)
        wanted = parse(field, as_written(said), stage.basis.calendar.timezone)
        same = not isinstance(wanted, Reason) and encode(field, wanted) == encode(field, found)
    if not same:
        raise Difference("differs", step.place.of("expect", "facts", name), what=name, expected=said, found=found)


def _measure(stage: Stage, name: str, said: Written, step: Expect) -> None:
    """A figure over the story's own cases up to now; by person where the story writes one for each (`{reviewer: 1}`).

    It is compared to as many places as the story writes; `none` says that there was nothing to count.
    """
    place = step.place.of("expect", "measures", name)
    measurer = vocabulary().measurer
    if measurer is None:
        raise Difference("not_measured", place, name=name)
    total, persons = implementation(measurer)(under=stage.basis, measure=name, at=stage.now, beyond=stage.first)
    if not isinstance(said, Mapping):
        _figure(f"measures.{name}", said, total, place)
        return
    for who, expected in said.items():
        of = cast(who)
        known = who == "nobody" or of in stage.people
        if not known:
            raise Difference("unknown_person", place.of(who), name=who)
        found = persons.get(None if who == "nobody" else stage.people[of])
        _figure(f"measures.{name}.{who}", expected, found, place.of(who))


def _figure(what: str, said: Written, found: Decimal | None, place: Place) -> None:
    try:
        expected = None if said == "none" else Decimal(str(said))
    except InvalidOperation:
        raise Difference("differs", place, what=what, expected=said, found=found) from None
    if expected is not None and found is not None:
        found = found.quantize(expected, ROUND_HALF_EVEN)
    if expected != found:
        raise Difference("differs", place, what=what, expected=said, found="none" if found is None else found)


# -- signatures, children, notices


def _signatures(entry: Json) -> list[dict[str, Json]]:
    signed = entry.get("signed") if isinstance(entry, dict) else None
    return [each for each in signed or () if isinstance(each, dict)] if isinstance(signed, list) else []


def _signed(stage: Stage, stored: Stored) -> list[str]:
    """The slots that stand signed in the open chains: posts, fields, parts."""
    return [
        str(each["as"]) for entry in stored.case.chain.values() for each in _signatures(entry) if not each.get("void")
    ]


def _void(stored: Stored) -> Collection[str]:
    """What no longer stands: actions that `covers` undid, and slots whose signatures are void."""
    case = stored.case
    undone = {name for name, act in case.memory.items() if isinstance(act, dict) and act.get("ok") is False}
    void = {str(each["as"]) for entry in case.chain.values() for each in _signatures(entry) if each.get("void")}
    return undone | void


def _child(stored: Stored, name: str, wanted: object, step: Expect) -> None:
    rows = (
        CaseRow.objects.filter(parent=stored.case.id, parent_name=name).order_by("id").values_list("state", flat=True)
    )
    expected = [wanted] if isinstance(wanted, str) else list(wanted)  # type: ignore[call-overload]  # a list, as the schema has it
    if list(rows) != expected:
        place: Place = step.place.of("expect", "children", name)
        raise Difference("differs", place, what=name, expected=expected, found=list(rows))


def _notices(case: int) -> list[str]:
    words = Outbox.objects.filter(case_id=case, sort=Outbox.EFFECT).values_list("word", flat=True)
    return [word.partition(".")[2] for word in words if word.startswith("notice.")]


def _paper(step: Expect, case: int, name: str, texts: tuple[str, ...]) -> None:
    """That the case's last paper of this name says each of the texts; blanks are no difference."""
    row = Outbox.objects.filter(case_id=case, sort=Outbox.EFFECT, word=f"document.{name}").order_by("-id").first()
    said = "" if row is None else words_of(_call(row))
    plain = "".join(said.split())
    for text in texts:
        if row is None or "".join(text.split()) not in plain:
            raise Difference(
                "differs", step.place.of("expect", "papers", name), what=f"papers.{name}", expected=text, found=said
            )


def _call(row: Outbox) -> Call:
    body = row.body
    told = ("seq", "uid", "number", "procedure", "definition", "arguments", "person")
    return Call(
        case=row.case_id,
        word=row.word,
        to=tuple(body["to"]),
        at=row.created_at,
        key=row.key,
        **{name: body[name] for name in told},
    )


def _available(stage: Stage, stored: Stored, who: Cast, actions: tuple[str, ...], step: Expect) -> None:
    place = step.place.of("expect", "available", who.role)
    person, party = stage.acting(who, place, case=stored.case.id, given={})
    page = case_page(stored.case.id, person=person, at=stage.now, party=party)
    declared_actions: Mapping[str, object] = stage.procedure(stored).actions
    found = sorted({each.action for each in page.available if not each.reasons} & set(declared_actions)) if page else []
    if sorted(actions) != found:
        raise Difference("differs", place, what=f"available.{who.role}", expected=sorted(actions), found=found)


# -- lists


def _list(stage: Stage, step: Expect) -> None:
    """The cases of the story in a list of the department, as the one who looks sees them, in the list's order."""
    place = step.place.of("expect", "list")
    procedure = next((each for each in stage.pack.procedures.values() if step.list in each.lists), None)
    if procedure is None or step.list is None:
        raise Difference("unknown_name", place, what="lists", name=step.list)
    person, _ = stage.acting(step.actor, step.place, case=None, given={})
    found = ids(declared(procedure, step.list), person=person, at=stage.now, most=MOST_IN_LIST)
    _cases(stage, step, step.list, place, found)


def _queue(stage: Stage, step: Expect, post: str) -> None:
    """The cases of the story that lie unclaimed in a post's queue, as one of its holders sees it."""
    place = step.place.of("expect", "queue")
    person = stage.person(step.actor or Cast(post), place)
    page = queue(person=person, at=stage.now, posts=[f"{stage.pack.name}.{post}"], limit=MOST_IN_LIST)
    known = CaseRow.objects.filter(uid__in=[row.uid for row in page.rows]).values_list("uid", "id")
    numbers = {str(uid): number for uid, number in known}
    _cases(stage, step, post, place, [numbers[row.uid] for row in page.rows])


def _cases(stage: Stage, step: Expect, what: str, place: Place, listed: Iterable[int]) -> None:
    own = stage.own
    found = [each for each in listed if each in own]
    names = {case: name for name, case in stage.cases.items()}
    shown = [names.get(each, str(each)) for each in found]
    if list(step.cases or ()) != shown:
        raise Difference("differs", place, what=what, expected=list(step.cases or ()), found=shown)
