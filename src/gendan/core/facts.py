"""What the engine is told besides the case itself: areas' facts, settings, tables, records, other cases, routing.

`cases` loads it under the case's lock, and only what will be read (`engine.words_needed`). What is looked up by a value
that only the engine knows (a table by a field just given, another case by a unique value) is a function; it must answer
the same for the same arguments during one command.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from gendan.core.case import Case
from gendan.core.events import Json
from gendan.core.field import Field
from gendan.core.past import Passed
from gendan.core.procedure import Routing

Value = object


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What a new case is called. Numbers are empty where they are not drawn from a series (a split's parts)."""

    id: int
    uid: str
    number: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """A running case that another joins by a link."""

    id: int
    number: str
    procedure: str
    state: str
    final: str | None = None


def _nobody_left(person: int) -> bool:
    return False


def _no_past() -> Sequence[Passed]:
    return ()


def _no_table(name: str, key: tuple[Value, ...], column: str | None) -> Value:
    return None


def _no_cases(procedure: str, where: tuple[tuple[str, Value], ...]) -> int:
    return 0


def _not_taken(name: str, value: Json) -> str | None:
    return None


def _nobody(by: Routing, post: str | None, value: Value) -> int | None:
    return None


def _no_holders(posts: tuple[str, ...]) -> tuple[int, ...]:
    return ()


def _no_other(procedure: str, given: Value) -> Other | None:
    return None


def _no_record(name: str, key: tuple[Value, ...], column: str | None) -> Value:
    return None


def _not_looked_up(word: str, arguments: tuple[Value, ...]) -> Value:
    return None


def _no_look_ahead(word: str, asked: Sequence[tuple[Value, ...]]) -> None:
    return None


def _nameless(procedure: str | None) -> Identity:
    return Identity(id=0, uid="")


def _bare(field: Field, value: str) -> Json:
    return value


def _open(field: Field, value: Json) -> str:
    return str(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that a command is judged by and that is not the case.

    - `words`: areas' facts by name (`money.received`), typed; a word that is absent is not filled.
    - `settings`: the pack's settings by bare name, typed, with the site's values.
    - `choices`: by field, the choices that the site has added to one with `site`.
    - `table(name, key values, column)`: the cell that `table.name(key…)` reads; `column` None: the table's column of
      its own name, else its first one; None where no row matches.
    - `record(name, key values, field)`: what `record.name(key…).field` reads of the record as it stands today, typed;
      None where there is no such record.
    - `looked_up(word, arguments)`: what an area's word with arguments gives (`parties.grade(customer)`).
    - `look_ahead(word, several arguments)`: told before `record` or `looked_up` is asked for each, so that they are all
      found at once.
    - `references`: by field type (`party`, `product`), for areas that the pack needs, and by list (`table.till`): the
      function that gives the text under which a thing is kept for the text that named it, None where there is none.
      By `party.new` the one that gives what a party not registered yet would be kept under, None for what is no name.
    - `open_cases(procedure, ((field, value), …))`: how many cases of the procedure (its name in the pack) are open with
      these values.
    - `parent`: the parent's fields, typed, and its `state` and `number`.
    - `taken(field, value as JSON)`: the number of another case that holds the unique value now, else None.
    - `route(by, post, value)`: the person that REGION (value: the address), LOAD (None) or KEEPER (the party) chooses
      among the post's holders; None leaves the case in the post's queue.
    - `other(procedure, what was given)`: the case meant by a link (its number or id), None where none is to be seen.
    - `others`: the cases of a merge, locked, in the order of `Command.others`.
    - `identity(procedure)`: called at the very end of a permitted command, once for each case that it opens: a new id,
      uid and the numbers of the procedure's series. With None an id and uid alone: a split's parts are numbered by the
      engine. `procedure` is the full name `pack.procedure`.
    - `past()`: what happened to the case so far, in order; asked where it comes to another version of its procedure.
    - `holders`: posts by person, for the person named in the command: to whom a case or a signature is handed.
    - `gone(person)`: whether he has left the company.
    - `holding(posts)`: the persons who hold one of these posts of the pack now, each once, in the order of their ids.
    - `conceal(field, text)`, `reveal(field, JSON)`: to and from the encrypted form of what is hidden.
    - `definition`: the content hash of the pack version that a new case runs under.
    - `under`: a short id of what is judged under: versions of settings, tables, calendar. It stands in every event.
    """

    words: Mapping[str, Value] = field(default_factory=dict)
    settings: Mapping[str, Value] = field(default_factory=dict)
    choices: Mapping[str, Collection[str]] = field(default_factory=dict)
    table: Callable[[str, tuple[Value, ...], str | None], Value] = _no_table
    record: Callable[[str, tuple[Value, ...], str | None], Value] = _no_record
    looked_up: Callable[[str, tuple[Value, ...]], Value] = _not_looked_up
    look_ahead: Callable[[str, Sequence[tuple[Value, ...]]], None] = _no_look_ahead
    references: Mapping[str, Callable[[str], str | None]] = field(default_factory=dict)
    open_cases: Callable[[str, tuple[tuple[str, Value], ...]], int] = _no_cases
    parent: Mapping[str, Value] = field(default_factory=dict)
    taken: Callable[[str, Json], str | None] = _not_taken
    route: Callable[[Routing, str | None, Value], int | None] = _nobody
    other: Callable[[str, Value], Other | None] = _no_other
    others: tuple[Case, ...] = ()
    identity: Callable[[str | None], Identity] = _nameless
    past: Callable[[], Sequence[Passed]] = _no_past
    holders: Mapping[int, frozenset[str]] = field(default_factory=dict)
    gone: Callable[[int], bool] = _nobody_left
    holding: Callable[[tuple[str, ...]], tuple[int, ...]] = _no_holders
    conceal: Callable[[Field, str], Json] = _bare
    reveal: Callable[[Field, Json], str] = _open
    definition: str = ""
    under: str = ""


NO_FACTS = Facts()
"""Facts for a command that needs none."""
