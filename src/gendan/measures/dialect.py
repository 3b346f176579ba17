"""Where events are read from, in SQL: the few things in which PostgreSQL's tables and the archive's files differ.

`relation` writes one statement for both. A dialect gives it the events under an alias, their columns by neutral names,
and what stood at an event. Neutral columns of an event:

- `case_id, seq, event` (its kind), `actor`, `t` (when it happened, µs), `took` (when it was recorded, µs)
- `act`, `part`, `goal` (the state entered), `ending` (final), `joined` (whether the case ended in another), `claim`
- `own`, `signers` (JSON as text), and of the case: `uid, number, procedure, case_kind, state_now`
"""

from __future__ import annotations

from typing import Final, Protocol


def quoted(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


class Dialect(Protocol):
    """One place to read events from."""

    @property
    def name(self) -> str:
        """`live`, `duckdb` or `spark`."""

    @property
    def once(self) -> str:
        """What has a query of a `with` be computed once, and not anew wherever a column of it is named."""

    def events(self, alias: str, *, with_case: bool = True) -> str:
        """The events, to stand behind `from` or `join`; with their case's columns, or without."""

    def column(self, alias: str, name: str) -> str:
        """A neutral column of an event."""

    def since(self, alias: str, begin: int, end: int) -> str:
        """A quick look whether the event may have happened in [begin, end) (µs): an index finds it."""

    def booked(self, alias: str) -> str:
        """Whether the row is an entry of an area's dated amounts."""

    def own(self, alias: str, name: str) -> str:
        """A value of the event alone, as bare text."""

    def filled(self, alias: str, field: str) -> str:
        """Whether the event changed the field."""

    def effect(self, alias: str, word: str) -> str:
        """Whether the act had the effect."""

    def clock(self, alias: str, clock: str, key: str) -> str:
        """What the event says of a clock, as bare text; null where it says nothing."""

    def ended(self, alias: str, clock: str) -> str:
        """A quick look whether the event may have ended the clock."""

    def ticks(self, alias: str, clock: str) -> str:
        """The event's ticks as JSON text where the clock may be among them, else null."""

    def standing(self, alias: str, names: tuple[str, ...]) -> tuple[str, dict[str, str]]:
        """What stood with the event: a join (perhaps empty) and an expression for each name.

        Names: `state`, `holder`, `holder_was`, `post`, `post_was`, and `field.x` as JSON text (SQL or JSON null where
        it is not filled).
        """

    def now(self, alias: str, field: str) -> str:
        """The field's value as it stands now, as JSON text."""

    def gathered(self, text: str, order: str) -> str:
        """The texts of a group in an order, with commas between."""

    def last(self, text: str, order: str) -> str:
        """The text of a group that comes last in an order."""

    def signatures(self, alias: str, action: str) -> str:
        """The signatures of an action as they are after the event, as JSON text."""


class Live:
    """The database itself."""

    name: Final = "live"
    once: Final = "materialized "

    def events(self, alias: str, *, with_case: bool = True) -> str:
        """The table, joined with the cases."""
        if not with_case:
            return f"cases_event {alias}"
        return f"cases_event {alias} join cases_case {alias}_c on {alias}_c.id = {alias}.case_id"

    def column(self, alias: str, name: str) -> str:
        """A column of the row, or a value in its body."""
        return _LIVE[name].format(a=alias)

    def since(self, alias: str, begin: int, end: int) -> str:
        """Nothing happened later than it was recorded: so the index on when it was recorded finds it."""
        return f"{alias}.at >= to_timestamp({begin // 1_000_000})"

    def booked(self, alias: str) -> str:
        """No event is."""
        return "false"

    def own(self, alias: str, name: str) -> str:
        """From the body's `with`."""
        return f"({alias}.body->'with'->>{quoted(name)})"

    def filled(self, alias: str, field: str) -> str:
        """The patch has the field, with a value."""
        return f"({alias}.body->'set'->>{quoted(field)}) is not null"

    def effect(self, alias: str, word: str) -> str:
        """Among the body's `then`."""
        return f"(({alias}.body->'then')::jsonb ? {quoted(word)})"

    def clock(self, alias: str, clock: str, key: str) -> str:
        """From the body's `clocks`."""
        return f"({alias}.body->'clocks'->{quoted(clock)}->>{quoted(key)})"

    def ended(self, alias: str, clock: str) -> str:
        """The body speaks of the clock."""
        return f"({alias}.body->'clocks'->{quoted(clock)}) is not null"

    def ticks(self, alias: str, clock: str) -> str:
        """The body's `ticks`."""
        return f"({alias}.body->'ticks')::text"

    def standing(self, alias: str, names: tuple[str, ...]) -> tuple[str, dict[str, str]]:
        """The last event up to this one that says it."""
        if not names:
            return "", {}
        read = ", ".join(f"{_said(name)} as v{number}" for number, name in enumerate(names))
        picked = ", ".join(f"{_last(name, f'v{number}', alias)} as v{number}" for number, name in enumerate(names))
        # Each event's body is JSON as text: `offset 0` has it read once, and not once more by each filter.
        join = (
            f" left join lateral (select {picked} from (select p.seq, {read} from cases_event p"
            f" where p.case_id = {alias}.case_id and p.seq <= {alias}.seq offset 0) p) {alias}_s on true"
        )
        return join, {name: f"{alias}_s.v{number}" for number, name in enumerate(names)}

    def now(self, alias: str, field: str) -> str:
        """From the case's row."""
        return f"({alias}_c.data->{quoted(field)})::text"

    def gathered(self, text: str, order: str) -> str:
        """PostgreSQL's string_agg."""
        return f"string_agg({text}, ',' order by {order})"

    def last(self, text: str, order: str) -> str:
        """The first of them, in the other order."""
        return f"(array_agg({text} order by {order} desc))[1]"

    def signatures(self, alias: str, action: str) -> str:
        """From the body's `chain`."""
        return f"({alias}.body->'chain'->{quoted(action)}->'signed')::text"


def _said(name: str) -> str:
    """What an event says of what stands."""
    if name.startswith("field."):
        return f"(p.body#>array['set', {quoted(name[6:])}])::text"
    return _SAID[name.removesuffix("_was")]


def _last(name: str, said: str, alias: str) -> str:
    """The last that was said up to the event, or before it."""
    before = f" and p.seq < {alias}.seq" if name.endswith("_was") and not name.startswith("field.") else ""
    return f"(array_agg(p.{said} order by p.seq desc) filter (where p.{said} is not null{before}))[1]"


_SAID: Final = {
    "state": "coalesce(p.body->>'to', p.body->>'state')",
    "holder": "(p.body->>'claim')",
    "post": "(p.body->'post')::text",
}
_LIVE: Final = {
    "case_id": "{a}.case_id",
    "seq": "{a}.seq",
    "event": "{a}.kind",
    "actor": "{a}.actor",
    "t": "coalesce(({a}.body->>'happened')::bigint, (extract(epoch from {a}.at) * 1000000)::bigint)",
    "took": "(extract(epoch from {a}.at) * 1000000)::bigint",
    "at": "{a}.at",
    "act": "({a}.body->>'do')",
    "part": "({a}.body->>'part')",
    "goal": "({a}.body->>'to')",
    "ending": "({a}.body->>'final')",
    "joined": "({a}.body->'into' is not null)",
    "claim": "({a}.body->>'claim')::bigint",
    "own": "({a}.body->'with')::text",
    "signers": "({a}.body->'signers')::text",
    "uid": "{a}_c.uid::text",
    "number": "{a}_c.number",
    "procedure": "{a}_c.procedure",
    "case_kind": "{a}_c.kind",
    "state_now": "{a}_c.state",
}


class Files:
    """The archive: Parquet files in which each event has its columns, and what stood with it, laid out already.

    `engine` is what reads them: `duckdb` or `spark`. `columns` are those that the events have in them, `events` and
    `cases` what stands for the files behind `from`.
    """

    def __init__(self, engine: str, columns: frozenset[str], *, events: str, cases: str) -> None:
        self.name = engine
        self.once = "" if engine == "spark" else "materialized "
        self._columns = columns
        self._events = events
        self._cases = cases

    def events(self, alias: str, *, with_case: bool = True) -> str:
        """The files of events."""
        join = f" join {self._cases} {alias}_c on {alias}_c.id = {alias}.case_id" if with_case else ""
        return f"{self._events} {alias}{join}"

    def column(self, alias: str, name: str) -> str:
        """A column of the file."""
        return _FILES[name].format(a=alias)

    def since(self, alias: str, begin: int, end: int) -> str:
        """By when it was recorded, as in the database."""
        return f"{alias}.took >= {begin}"

    def booked(self, alias: str) -> str:
        """No event is."""
        return "false"

    def own(self, alias: str, name: str) -> str:
        """From the JSON of what the event has alone."""
        return self._json(f"{alias}.own", name)

    def filled(self, alias: str, field: str) -> str:
        """Among the names of what the event changed."""
        return f"{alias}.filled like {quoted(f'%,{field},%')}"

    def effect(self, alias: str, word: str) -> str:
        """Among the act's effects."""
        return f"{alias}.effects like {quoted(f'%,{word},%')}"

    def clock(self, alias: str, clock: str, key: str) -> str:
        """A column beside the event."""
        return self._column(alias, clock_column(clock, key))

    def ended(self, alias: str, clock: str) -> str:
        """The column of its state has a value."""
        return f"{self.clock(alias, clock, 'state')} is not null"

    def ticks(self, alias: str, clock: str) -> str:
        """The JSON of the ticks."""
        return f"{alias}.ticks"

    def standing(self, alias: str, names: tuple[str, ...]) -> tuple[str, dict[str, str]]:
        """Columns beside the event."""
        return "", {name: self._laid(alias, name) for name in names}

    def now(self, alias: str, field: str) -> str:
        """A column of the case's last event."""
        return self._column(f"{alias}_c", field_column(field))

    def gathered(self, text: str, order: str) -> str:
        """DuckDB's string_agg; Spark sorts what it collected by the number before the colon, which has one width."""
        if self.name == "spark":
            return f"array_join(array_sort(collect_list({text})), ',')"
        return f"string_agg({text}, ',' order by {order})"

    def last(self, text: str, order: str) -> str:
        """Both know max_by."""
        return f"max_by({text}, {order})"

    def signatures(self, alias: str, action: str) -> str:
        """From the JSON of the open signatures."""
        return self._json(f"{alias}.chain", action, "signed")

    def _laid(self, alias: str, name: str) -> str:
        return self._column(alias, field_column(name[6:])) if name.startswith("field.") else f"{alias}.{name}"

    def _column(self, alias: str, column: str) -> str:
        """A field that no event of the archive ever filled, and a clock that never moved, have no column."""
        return f'{alias}."{column}"' if column in self._columns else "cast(null as varchar(10))"

    def _json(self, column: str, *path: str) -> str:
        written = "$" + "".join(f".{each}" for each in path)
        function = "get_json_object" if self.name == "spark" else "json_extract_string"
        return f"{function}({column}, {quoted(written)})"


def field_column(field: str) -> str:
    """The column in which the archive keeps a field."""
    return f"field_{field}"


def clock_column(clock: str, key: str) -> str:
    """The column in which the archive keeps what an event says of a clock: its `state`, `run`, `due`, `at`, `ended`."""
    return f"clock_{clock}__{key}"


_FILES: Final = {
    **{
        name: f"{{a}}.{name}"
        for name in (
            *("case_id", "seq", "event", "actor", "t", "took", "act", "part", "goal", "ending", "joined", "claim"),
            *("own", "signers"),
        )
    },
    "uid": "{a}_c.uid",
    "number": "{a}_c.number",
    "procedure": "{a}.procedure",
    "case_kind": "{a}_c.kind",
    "state_now": "{a}_c.state",
}
