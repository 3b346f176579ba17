"""Words that packs may use of an area: facts, look-ups, effects and actions, declared by each room's `vocabulary.py`.

A declaration is plain data and imports nothing but `core`, so that the checker reads it without a database. What
does the work is named by a dotted path (`"gendan.money.queries:received"`) and imported by `cases` when it is wanted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, Literal, TypedDict, Unpack

from gendan.core.expression import Type, parse
from gendan.core.field import Choice, Field
from gendan.core.text import Text

_NEEDED: Final = parse("true")

Argument = Type | Field
"""What a word takes by a name: a type, or a field where people fill it in: with its title, options, unit, bounds and,
of `rows`, columns.
"""


def asked(name: str, argument: Argument) -> Field:
    """An argument as a field to fill in; one of a bare type is titled by its name."""
    if isinstance(argument, Field):
        return argument
    options = tuple(Choice(name=each, title=Text(each)) for each in argument.options)
    columns = tuple(asked(each, kind) for each, kind in argument.columns)
    kind = argument.reference if argument.kind == "reference" else argument.kind
    return Field(name=name, title=Text(name), type=kind or "text", choices=options, columns=columns)


class Further(TypedDict, total=False):
    """What else an argument's field may be declared with: see `Field`."""

    choices: tuple[Choice, ...]
    columns: tuple[Field, ...]
    listed: str
    unit: str
    min: Decimal
    max: Decimal


def titled(
    name: str, zh: str, en: str, kind: str = "text", *, needed: bool = False, **further: Unpack[Further]
) -> Field:
    """A field that people fill in for a word, titled in both languages. `needed`: a row without it is refused."""
    return Field(name=name, title=Text(zh, en), type=kind, required=_NEEDED if needed else None, **further)


def by_name(*fields: Field) -> dict[str, Field]:
    """Fields as a word takes them: each by its name."""
    return {each.name: each for each in fields}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A typed word about a case (`money.received`).

    `loader` is called with a list of case ids and returns a mapping from id to value: one query for all of them.
    `minimum`, `maximum` bound a number, for the checker; `changed_by` names effects and acts that change it. A fact of
    type rows (`orders.derivation`) is a list of mappings by its columns' names: templates print it, and no condition
    uses it.

    A number that is the sum of entries, each with its day, may be measured by these days: `dated()` gives the SQL of a
    query whose rows are the entries: `case_id`, `entry` (its id, once a case), `day` (a date), `at` (when it was
    recorded), `person` (who did) and `amount`. A case's amounts add up to what `loader` says of it.
    """

    name: str
    type: Type
    title: Text
    loader: str
    minimum: int | None = None
    maximum: int | None = None
    changed_by: tuple[str, ...] = ()
    dated: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookup:
    """A typed word with arguments (`parties.grade(customer)`), asked when a condition or a value wants it.

    `loader` is called with a list of tuples, one value for each argument in their order (None: not filled, or an
    `optional` one not given), and returns the list of their values. What it answered is kept for the command. Where
    the answer hangs on the day (`dated`), it is called with the moment of the command too (`at=`).
    """

    name: str
    type: Type
    title: Text
    loader: str
    arguments: Mapping[str, Argument]
    optional: tuple[str, ...] = ()
    dated: bool = False
    minimum: int | None = None
    maximum: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectWord:
    """What an action may do in an area (`stock.dispatch`).

    Inside (`outside` False): `handler(calls)` runs in the command's transaction for many calls at once and raises
    Refused where it can't. Outside: queued in the transaction, run after the commit, at least once, with its own key.

    The name `notice.*` takes a family as a whole: every word before whose dot stands `notice`, where it is not declared
    itself. Families are the language's own (messages, papers, clocks); no pack names one.

    `titles` are what people call those of its arguments that are bare types.

    `wanted(procedure, epoch)` gives the kinds of events of `pack.procedure` that a family listens to: each such event
    of a case queues a call of `FAMILY.KIND`. It is asked at every step, so it answers from memory.
    """

    name: str
    title: Text
    handler: str
    arguments: Mapping[str, Argument] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    outside: bool = False
    holds: bool = False  # held until the case ends: `release` is called then
    release: str | None = None
    wanted: str | None = None
    titles: Mapping[str, Text] = field(default_factory=dict)

    def called(self, name: str) -> Text:
        """What people call an argument."""
        argument = self.arguments.get(name)
        return argument.title if isinstance(argument, Field) else self.titles.get(name, Text(name))


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaAction:
    """An area's own action, granted to posts by a pack's `acts` (`money.receive`).

    About a case: `handler(case=, arguments=, person=, at=)` runs under the case's lock. About the site (`about`
    "site"): `handler(arguments=, person=, at=)`, without any case (`parties.register`). Both run in one transaction,
    raise Refused where they can't, and may return a mapping of plain values, which is told to who acted.

    `arguments` are fields where people fill them in: with titles, options, units. Those in `required` must be filled.
    Without a handler the word is a right alone: `parties.read` lets its posts look at the area's pages.
    """

    name: str
    title: Text
    handler: str = ""
    arguments: Mapping[str, Argument] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    about: Literal["case", "site"] = "case"

    @property
    def fields(self) -> tuple[Field, ...]:
        """The arguments as fields, in their order."""
        return tuple(asked(name, argument) for name, argument in self.arguments.items())


REFERENCES: Final = frozenset({"party", "contact", "product", "unit"})
"""Types of fields that name a thing of an area by a text: a party's name, a product's code, a unit's code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """How the texts of a field type (`party`), or of an area's list (`stock.places`), lead to what the area knows.

    - `resolve(texts)` gives a mapping from each text that is known to the text it is kept under (an alias or a phone
      leads to the party's name); asked at judging where the pack needs the area. What is not in it is refused.
    - `look_up(text, limit)` gives what may be meant, as `(value, title, detail)` tuples, nearest first: for pickers.
      With `of_field` what is offered hangs on the field that asks: `look_up(text, limit, of)`, its name.
    - `make(texts, at)` makes what is unknown of them, for rehearsals: a story's parties are there, as its people are.
    - `new(text)` gives the text under which a new thing of that name would be kept, None where it can't be called so;
      `made_by` is the effect whose argument `name` registers it. Without them a field can't name what is not there yet.
    - `several`: a text names one or more, divided by blanks, commas or lines: forms take them line by line, as a
      scanner types them.
    """

    type: str
    area: str
    resolve: str
    look_up: str
    make: str
    of_field: bool = False
    new: str = ""
    made_by: str = ""
    several: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a panel. `type` is a field type (`text, money, decimal, int, date, moment, bool`); of type `case` the
    cell is a pair `(case id, number)`, and its row is shown to who sees the case, or, where `row_stays`, to all, and
    the cell alone is empty to who doesn't; of type `link` it is a pair `(address, text)`.
    """

    title: Text
    type: str = "text"
    row_stays: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """What a panel or a ledger shows: rows of typed cells. `address` leads to the whole of it, where there is more;
    `empty` is what is said where there are no rows.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[object, ...], ...] = ()
    address: str = ""
    empty: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """What an area shows on the page of a thing that another area keeps (`money.account` on a party's page).

    `about` is the reference type of the thing; `loader(name, *, at)` gives a Table for the thing of that name. It is
    shown to who is granted some action of the panel's area.
    """

    name: str
    title: Text
    about: str
    loader: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """台账 A table that an area shows as a page of its own: of all (`about` "site"), or of one case.

    Of all: `loader(given, at=, most=)` gives a Table of at most `most` rows for what was given of `filters` (typed, by
    name); it is shown to who may look at the area. Of a case: `loader(case, given, at=)`, where `given` says the
    `language`; it is shown to who sees the case, outside parties too unless it is `inside`, where the case's pack needs
    the area and its procedure has one of the effects `filled_by` (none: whatever effects it has).

    `workbook(path, given)` writes the workbook that an action of the area reads again, with a sheet that explains it;
    `paper(given, at=, language=)` gives a PDF of its own, of labels; any other ledger prints as a list, which `signs`
    sign at its foot, after an amount in capitals that `closing(given, at=)` gives, if there is one.
    """

    name: str
    title: Text
    loader: str
    about: Literal["site", "case"] = "site"
    workbook: str = ""
    paper: str = ""
    signs: tuple[Text, ...] = ()
    closing: str = ""
    filters: Mapping[str, Argument] = field(default_factory=dict)
    inside: bool = False
    filled_by: frozenset[str] = frozenset()

    @property
    def fields(self) -> tuple[Field, ...]:
        """The filters as fields, in their order."""
        return tuple(asked(name, argument) for name, argument in self.filters.items())


Word = Fact | Lookup | EffectWord | AreaAction | Panel | Ledger


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of the areas that a site has.

    `measurer` computes a pack's measures for a rehearsal: `measurer(under=, measure=, at=, beyond=)` gives the figure
    over all cases with a greater id than `beyond`, and the figures by person. `reporter(under=, report=, at=, person=,
    beyond=, versions=)` says what a report says, over such cases and record versions.

    `titles` are what people call the areas. `references` go by field type. `keeper(party)` gives the person who keeps a
    party, None where nobody does. `refusals` are what areas' own reasons say, by their whole code (`stock.short`), with
    the parameters in braces. `files`, by area: `holds(sha256)` gives the file's value where the area keeps that file,
    else None.
    """

    facts: Mapping[str, Fact] = field(default_factory=dict)
    effects: Mapping[str, EffectWord] = field(default_factory=dict)
    actions: Mapping[str, AreaAction] = field(default_factory=dict)
    areas: frozenset[str] = frozenset()
    families: Mapping[str, EffectWord] = field(default_factory=dict)
    measurer: str | None = None
    titles: Mapping[str, Text] = field(default_factory=dict)
    lookups: Mapping[str, Lookup] = field(default_factory=dict)
    panels: Mapping[str, Panel] = field(default_factory=dict)
    references: Mapping[str, Reference] = field(default_factory=dict)
    keeper: str | None = None
    reporter: str | None = None
    refusals: Mapping[str, Text] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    ledgers: Mapping[str, Ledger] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        areas: Iterable[str],
        words: Iterable[Word],
        *,
        measurer: str | None = None,
        title: Text | None = None,
        references: Iterable[Reference] = (),
        keeper: str | None = None,
        reporter: str | None = None,
        refusals: Mapping[str, Text] | None = None,
        files: str | None = None,
    ) -> Vocabulary:
        """The vocabulary made of `words`, each belonging to the area before its dot."""
        areas, words = tuple(areas), tuple(words)
        return cls(
            {word.name: word for word in words if isinstance(word, Fact)},
            {word.name: word for word in words if isinstance(word, EffectWord) and not _family(word.name)},
            {word.name: word for word in words if isinstance(word, AreaAction)},
            frozenset(areas),
            {_family(word.name): word for word in words if isinstance(word, EffectWord) and _family(word.name)},
            measurer,
            {} if title is None else dict.fromkeys(areas, title),
            {word.name: word for word in words if isinstance(word, Lookup)},
            {word.name: word for word in words if isinstance(word, Panel)},
            {each.type: each for each in references},
            keeper,
            reporter,
            dict(refusals or {}),
            {} if files is None else dict.fromkeys(areas, files),
            {word.name: word for word in words if isinstance(word, Ledger)},
        )

    def effect(self, word: str) -> EffectWord | None:
        """What does the effect `word`: the declaration of just this word, else of its family; None: nothing does."""
        return self.effects.get(word) or self.families.get(word.partition(".")[0])

    def joined(self, other: Vocabulary) -> Vocabulary:
        """Both vocabularies; `other` wins where both have a word."""
        return Vocabulary(
            {**self.facts, **other.facts},
            {**self.effects, **other.effects},
            {**self.actions, **other.actions},
            self.areas | other.areas,
            {**self.families, **other.families},
            other.measurer or self.measurer,
            {**self.titles, **other.titles},
            {**self.lookups, **other.lookups},
            {**self.panels, **other.panels},
            {**self.references, **other.references},
            other.keeper or self.keeper,
            other.reporter or self.reporter,
            {**self.refusals, **other.refusals},
            {**self.files, **other.files},
            {**self.ledgers, **other.ledgers},
        )


def _family(name: str) -> str:
    """`notice` for `notice.*`, nothing for the name of a single word."""
    head, _, rest = name.partition(".")
    return head if rest == "*" else ""
