"""From a plan to SQL: one row for each event of a measure's base, with all that judging it asks for.

The same text serves a figure (rows that are alike are counted together) and the list of its grounds (row by row), so
that both are the same relation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from gendan.core.events import Kind
from gendan.measures.dialect import Dialect, quoted
from gendan.measures.matching import BUILT_IN, Match, Sort

IDS: Final = ("case_id", "seq", "uid", "number", "procedure", "t")
"""What tells a ground from every other, and is not read when only a figure is asked."""
IN_WINDOW: Final = 2
MAY_FOLLOW: Final = 1
PACK: Final = 1_000_000_000
"""Numbers of persons are below it: so the last event that says something and the person in it are one number."""


@dataclass(frozen=True, slots=True)
class Followed:
    """What must follow: which events, and texts that columns must have: (`own` or `field`, name, text); within how
    many µs, None where the window is counted in workdays."""

    matches: tuple[Match, ...]
    values: tuple[tuple[str, str, str], ...]
    within: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a relation is to hold.

    - `matches`: the base. `starts`: what began it (`start` and `path` then tell when, and through which states).
    - `standing`: what stood with the event (see `Dialect.standing`); `now`: fields as they stand now.
    - `inputs`: which columns a figure reads, of all that there are.
    - `following`: `follow0`, `follow1`, …: whether the first of each came after it in its window: IN_WINDOW, MAY_FOLLOW
      while the window is open, else 0. Where the window is counted in workdays, when it came.
    - `by`: whose act is credited (`credit`); `owner`: who had the case when the clock was due; `signed`: who signed.
    - `clock`: the base is its ends, one for each run as it was last judged.
    """

    matches: tuple[Match, ...]
    starts: tuple[Match, ...] = ()
    path: bool = False
    standing: tuple[str, ...] = ()
    now: tuple[str, ...] = ()
    inputs: tuple[str, ...] = ()
    following: tuple[Followed, ...] = ()
    by: tuple[Match, ...] = ()
    owner: bool = False
    signed: str | None = None
    clock: str | None = None
    intervals: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """When, in µs: `bounds` are the beginnings of the periods, oldest first, and the end of the last; `at` is the
    moment of asking. `beyond`: only cases with a greater id (a rehearsal's own)."""

    bounds: tuple[int, ...]
    at: int
    beyond: int | None = None


@dataclass(slots=True)
class _Parts:
    withs: list[str] = field(default_factory=list)
    joins: list[str] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)


def tallied(dialect: Dialect, wanted: Wanted, window: Window) -> tuple[str, tuple[str, ...]]:
    """The statement that counts rows which are alike, and the names of its columns: the inputs, then `period`, `n` and
    `mark`, which stands for the very events."""
    body, columns = _body(dialect, wanted, window)
    inputs = tuple(name for name in wanted.inputs if name in columns)
    period = _period(window)
    keys = [*inputs, "period"]
    inner = ", ".join([*(f"{columns[name]} as {_named(name)}" for name in inputs), f"{period} as period"])
    mark = "mod(b.case_id, 1000000007) * 1000 + b.seq"
    groups = ", ".join(_named(name) for name in keys)
    text = (
        f"{body[0]} select {groups}, count(*) as n, sum(mark) as mark"
        f" from (select {inner}, {mark} as mark {body[1]}) g group by {groups}"
    )
    return text, (*keys, "n", "mark")


def listed(
    dialect: Dialect, wanted: Wanted, window: Window, *, after: tuple[int, int, int] | None, limit: int
) -> tuple[str, tuple[str, ...]]:
    """The statement that lists rows in the order of (t, case_id, seq) after a key, and the names of its columns."""
    body, columns = _body(dialect, wanted, window)
    names = (*IDS, *(name for name in wanted.inputs if name in columns and name not in IDS))
    picked = ", ".join(f"{columns[name]} as {_named(name)}" for name in names)
    where = ""
    if after is not None:
        t, case, seq = after
        where = f" where b.t > {t} or (b.t = {t} and (b.case_id > {case} or (b.case_id = {case} and b.seq > {seq})))"
    text = f"{body[0]} select {picked} {body[1]}{where} order by b.t, b.case_id, b.seq limit {limit}"
    return text, names


def _named(name: str) -> str:
    return '"' + name + '"' if "." in name or "@" in name else name


def _period(window: Window) -> str:
    steps = "".join(f" when b.t < {bound} then {number}" for number, bound in enumerate(window.bounds[1:]))
    return f"case{steps} end"


def _body(dialect: Dialect, wanted: Wanted, window: Window) -> tuple[tuple[str, str], dict[str, str]]:
    """The `with …` before the select and the `from …` behind it; expressions for the columns by name."""
    parts = _Parts()
    base = _base(dialect, wanted, window, parts)
    parts.withs.append(f"base as {dialect.once}({base})")
    if wanted.starts or wanted.signed is not None:
        _previous(dialect, wanted, parts)
    if wanted.starts:
        _starts(dialect, wanted, parts)
    for number, following in enumerate(wanted.following):
        _followed(dialect, following, number, window.at, parts)
    if wanted.by:
        _credit(dialect, wanted, parts)
    if wanted.owner:
        _owner(dialect, parts)
    if wanted.signed is not None:
        _signers(dialect, wanted.signed, parts)
    return (f"with {', '.join(parts.withs)}", f"from base b{''.join(parts.joins)}"), parts.columns


def _base(dialect: Dialect, wanted: Wanted, window: Window, parts: _Parts) -> str:
    column, begin, end = dialect.column, window.bounds[0], window.bounds[-1]
    plain = (
        "case_id",
        "seq",
        "uid",
        "number",
        "procedure",
        "event",
        "actor",
        "case_kind",
        "state_now",
        "own",
        "signers",
    )
    picked = {name: column("e", name) for name in plain}
    clock = wanted.clock
    ended = f"cast({dialect.clock('e', clock, 'ended')} as bigint)" if clock is not None else ""
    picked["t"] = ended if clock is not None and not wanted.intervals else column("e", "t")
    if clock is not None and not wanted.intervals:
        for key in ("state", "run", "due", "started"):
            said = dialect.clock("e", clock, {"started": "at"}.get(key, key))
            picked[f"clock_{key}"] = f"cast({said} as bigint)" if key != "state" else said
    if wanted.intervals and clock is not None:
        picked["ticks"] = dialect.ticks("e", clock)
    join, standing = dialect.standing("e", wanted.standing)
    for name, expression in standing.items():
        picked[_flat(name)] = expression
    for name in wanted.now:
        picked[_flat(f"now.{name}")] = dialect.now("e", name)
    if wanted.intervals and clock is not None:
        # Each look at the clock is an event that may hold several intervals; the clock runs on.
        names = ", ".join(quoted(name) for each in wanted.matches for name in each.procedures)
        looked = quoted(f'%"{clock}"%')
        where = [f"{column('e', 'procedure')} in ({names}) and {dialect.ticks('e', clock)} like {looked}"]
    else:
        where = [_condition(dialect, "e", wanted.matches, case_column=True)]
    where.append(dialect.since("e", begin, end))
    if not wanted.intervals:
        where.append(f"{picked['t']} >= {begin} and {picked['t']} < {end}")
    if window.beyond is not None:
        where.append(f"{column('e', 'case_id')} > {window.beyond}")
    selected = ", ".join(f"{expression} as {name}" for name, expression in picked.items())
    text = f"select {selected} from {dialect.events('e')}{join} where {' and '.join(where)}"
    if clock is not None and not wanted.intervals:
        # A run that was judged, and then decided otherwise by name, is what was decided last.
        parts.withs.append(f"ends as ({text})")
        last = "max(seq) over (partition by case_id, clock_run)"
        text = f"select * from (select ends.*, {last} as last_said from ends) u where seq = last_said"
    for name in picked:
        parts.columns[_unflat(name, wanted)] = f"b.{name}"
    return text


def _flat(name: str) -> str:
    """A column's name without a dot."""
    return name.replace(".", "__")


def _unflat(name: str, wanted: Wanted) -> str:
    for each in (*wanted.standing, *(f"now.{each}" for each in wanted.now)):
        if _flat(each) == name:
            return each
    return name


def _condition(dialect: Dialect, alias: str, matches: Sequence[Match], *, case_column: bool = False) -> str:
    found = []
    for match in matches:
        said = _match(dialect, alias, match)
        if case_column:
            names = ", ".join(quoted(each) for each in match.procedures)
            said = f"{dialect.column(alias, 'procedure')} in ({names}) and {said}"
        found.append(f"({said})")
    return "(" + " or ".join(found) + ")" if found else "false"


def _match(dialect: Dialect, alias: str, match: Match) -> str:
    event, act = dialect.column(alias, "event"), dialect.column(alias, "act")
    name = quoted(match.name)
    match match.sort:
        case Sort.OPENED:
            return f"{event} = 'opened' and {act} = 'open'"
        case Sort.CREATED:
            return f"{event} = 'opened'"
        case Sort.ACTED:
            # A case that ended in another took part in the act; it did not happen to it once more.
            return f"{event} = 'acted' and {act} = {name} and not {dialect.column(alias, 'joined')}"
        case Sort.PART:
            return f"{event} = 'signed' and {dialect.column(alias, 'part')} = {name}"
        case Sort.ENTERED:
            return f"{dialect.column(alias, 'goal')} = {name}"
        case Sort.ENDED:
            return f"{dialect.column(alias, 'ending')} = {name}"
        case Sort.KIND:
            return f"{event} = {quoted(BUILT_IN[match.name].value)}"
        case Sort.FILLED:
            return dialect.filled(alias, match.name)
        case Sort.CLOCK:
            said = dialect.clock(alias, match.name, "state")
            return f"{dialect.ended(alias, match.name)} and {said} in ('met', 'late', 'dropped')"
        case Sort.EFFECT:
            return dialect.effect(alias, match.name)
        case Sort.BOOKED:
            return dialect.booked(alias)


def _beside(
    dialect: Dialect,
    parts: _Parts,
    name: str,
    alias: str,
    said: str,
    where: str,
    *,
    join: str = "",
    since: bool = False,
) -> None:
    """`said`, an aggregate over other events of a row's case, as a relation beside the base.

    `since`: `where` speaks of the event of the base before this one, `earlier.prior`. The database looks up the few
    events of each row's case by their key: of a base of unknown size it would plan to join each row with every other.
    Files have no key, and are joined as a whole.
    """
    events, case = dialect.events(alias, with_case=False), dialect.column(alias, "case_id")
    if dialect.name == "live":
        text = f"select {said} from {events}{join} where {case} = b.case_id and {where}"
        parts.joins.append(f" left join lateral ({text}) {name} on true")
        return
    earlier = " left join earlier on earlier.case_id = b.case_id and earlier.seq = b.seq" if since else ""
    parts.withs.append(
        f"{name} as (select b.case_id, b.seq, {said} from base b join {events} on {case} = b.case_id{join}{earlier}"
        f" where {where} group by b.case_id, b.seq)"
    )
    parts.joins.append(f" left join {name} on {name}.case_id = b.case_id and {name}.seq = b.seq")


def _previous(dialect: Dialect, wanted: Wanted, parts: _Parts) -> None:
    """The event of the base before this one, in the same case."""
    seq = dialect.column("p", "seq")
    where = f"{seq} < b.seq and {_condition(dialect, 'p', wanted.matches)}"
    _beside(dialect, parts, "earlier", "p", f"max({seq}) as prior", where)


def _starts(dialect: Dialect, wanted: Wanted, parts: _Parts) -> None:
    """What began it: the first start since the event of the base before."""
    seq, t = dialect.column("f", "seq"), dialect.column("f", "t")
    where = f"{seq} < b.seq and {_condition(dialect, 'f', wanted.starts)} and {seq} >= coalesce(earlier.prior, 0)"
    _beside(dialect, parts, "begun", "f", f"min({t}) as start", where, since=True)
    parts.columns["start"] = "begun.start"
    if wanted.path:
        goal = dialect.column("f", "goal")
        each = f"concat(cast({t} as varchar(20)), ':', {goal})"
        said = f"{dialect.gathered(each, f'{t}, {seq}')} as path"
        _beside(dialect, parts, "ways", "f", said, f"{seq} < b.seq and {goal} is not null")
        parts.columns["path"] = "ways.path"


def _followed(dialect: Dialect, following: Followed, number: int, at: int, parts: _Parts) -> None:
    seq, t = dialect.column("f", "seq"), dialect.column("f", "t")
    where = f"{seq} > b.seq and {_condition(dialect, 'f', following.matches)}"
    fields = tuple(f"field.{name}" for place, name, _ in following.values if place == "field")
    join, standing = dialect.standing("f", fields)
    for place, name, text in following.values:
        said = dialect.own("f", name) if place == "own" else standing[f"field.{name}"]
        where += f" and {said} = {quoted(text)}"
    _beside(dialect, parts, f"followed{number}", "f", f"min({t}) as t", where, join=join)
    said = f"followed{number}.t"
    if following.within is not None:
        # Judged here, rows of different moments are alike.
        last = f"b.t + {following.within}"
        said = f"case when {said} <= {last} then {IN_WINDOW} when {last} > {at} then {MAY_FOLLOW} else 0 end"
    parts.columns[f"follow{number}"] = said


def _credit(dialect: Dialect, wanted: Wanted, parts: _Parts) -> None:
    """Who last did the act that is credited, up to and with this event."""
    seq, actor = dialect.column("f", "seq"), dialect.column("f", "actor")
    said = f"max(cast({seq} as bigint) * {PACK} + {actor}) as said"
    _beside(dialect, parts, "credited", "f", said, f"{seq} <= b.seq and {_condition(dialect, 'f', wanted.by)}")
    parts.columns["credit"] = f"mod(credited.said, {PACK})"


def _owner(dialect: Dialect, parts: _Parts) -> None:
    """Who had the case when the clock was due, or when it ended before that."""
    seq, t, claim = (dialect.column("f", name) for name in ("seq", "t", "claim"))
    said = f"max(cast({seq} as bigint) * {PACK} + {claim}) as said"
    where = f"{seq} < b.seq and {t} <= least(coalesce(b.clock_due, b.t), b.t) and {claim} is not null"
    _beside(dialect, parts, "owned", "f", said, where)
    parts.columns["owner"] = f"mod(owned.said, {PACK})"


def _signers(dialect: Dialect, name: str, parts: _Parts) -> None:
    """What the signatures of the act were with the last of them, since it was done before: those that stand, and void
    ones."""
    seq = dialect.column("f", "seq")
    signed = f"{dialect.column('f', 'event')} = {quoted(Kind.SIGNED.value)} and {dialect.column('f', 'act')} = "
    where = f"{seq} < b.seq and {signed}{quoted(name)} and {seq} > coalesce(earlier.prior, 0)"
    _beside(
        dialect,
        parts,
        "signatures",
        "f",
        f"{dialect.last(dialect.signatures('f', name), seq)} as signed",
        where,
        since=True,
    )
    parts.columns["signed"] = "signatures.signed"
