"""Who the manual speaks of, and how: the names of what a pack declares, in the manual's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Final

from gendan.core.amount import Amount, DueError, parse_amount
from gendan.core.field import Field
from gendan.core.pack import Pack
from gendan.core.procedure import Action, Kind, Opening, Part, Procedure
from gendan.core.text import Text
from gendan.core.vocabulary import Vocabulary
from gendan.core.worktime import Calendar

KINDS_TOLD: Final = 4
"""Kinds that are told one by one; of more, only what they differ in is named."""
Rows = tuple[tuple[tuple[object, ...], tuple[object, ...]], ...]


@dataclass(frozen=True, slots=True)
class InForce:
    """What the site has set: values of settings and rows of tables, by name; what is absent is as shipped. And its
    working calendar, where it is known."""

    settings: Mapping[str, object] = field(default_factory=dict)
    tables: Mapping[str, Rows] = field(default_factory=dict)
    calendar: Calendar | None = None

    def setting(self, pack: Pack, name: str) -> object:
        """The value that holds, None for a setting that the pack does not have."""
        if name in self.settings:
            return self.settings[name]
        return pack.settings[name].default if name in pack.settings else None

    def rows(self, pack: Pack, name: str) -> Rows:
        """The rows that hold."""
        return self.tables[name] if name in self.tables else pack.tables[name].rows


@dataclass(frozen=True, kw_only=True)
class Speech:
    """One who tells about a pack in one language, perhaps about one procedure of it.

    `own` are the fields of the event that is spoken of, before those of the case; `kind` is the kind of case, where it
    is about one alone. In `brief` it is not told from which setting a figure comes.

    What has no title is called by its name, so that nothing is ever left out.
    """

    pack: Pack
    language: str
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    in_force: InForce = field(default_factory=InForce)
    procedure: Procedure | None = None
    own: Mapping[str, Field] = field(default_factory=dict)
    kind: Kind | None = None
    brief: bool = False

    # -- the language

    @property
    def english(self) -> bool:
        """Whether it is English that is spoken."""
        return self.language.startswith("en")

    def both(self, chinese: str, english: str) -> str:
        """One of two texts."""
        return english if self.english else chinese

    def say(self, text: Text) -> str:
        """The pack's own text."""
        return text.in_language(self.language)

    def quoted(self, text: str) -> str:
        """A title among other words."""
        return f"“{text}”"

    def listed(self, names: Iterable[str]) -> str:
        """Several, with commas."""
        return self.both("、", ", ").join(names)

    def anded(self, names: Iterable[str]) -> str:
        """Several together: A, B and C."""
        return self._joined(list(names), "和", " and ")

    def ored(self, names: Iterable[str]) -> str:
        """One of several: A, B or C."""
        return self._joined(list(names), "或", " or ")

    def _joined(self, names: list[str], chinese: str, english: str) -> str:
        if len(names) < 2:
            return "".join(names)
        return self.listed(names[:-1]) + self.both(chinese, english) + names[-1]

    def sentence(self, text: str) -> str:
        """The words as a sentence, with its capital and its stop."""
        text = text.strip()
        if not text:
            return text
        first = text[0].upper() + text[1:] if self.english else text
        return first if first[-1] in "。.；;：:！!？?" else first + self.both("。", ".")

    # -- what is spoken of

    def about(self, procedure: Procedure) -> Speech:
        """One who speaks about this procedure."""
        return replace(self, procedure=procedure, own={}, kind=None)

    def within(self, step: Action | Part) -> Speech:
        """One who speaks about an action or a part: what it asks of the event alone is known too."""
        own = {ask.field.name: ask.field for ask in step.asks if ask.own}
        return replace(self, own={**self.own, **own})

    def among(self, columns: Iterable[Field]) -> Speech:
        """One who speaks about a row."""
        return replace(self, own={**self.own, **{column.name: column for column in columns}})

    def of_kind(self, kind: Kind) -> Speech:
        """One who speaks about cases of one kind."""
        return replace(self, kind=kind)

    def briefly(self) -> Speech:
        """One who tells figures alone, for the cells of tables."""
        return replace(self, brief=True)

    # -- names

    def post(self, name: str) -> str:
        """A post's title."""
        known = self.pack.posts.get(name.rpartition(".")[2])
        return self.say(known.title) if known else name

    def field_of(self, name: str) -> Field | None:
        """The field of the event, else of the case, else of any step."""
        if name in self.own:
            return self.own[name]
        if self.procedure is None:
            return None
        if name in self.procedure.fields:
            return self.procedure.fields[name]
        steps: tuple[Action | Part, ...] = (*self.procedure.actions.values(), *self.procedure.parts.values())
        return next((ask.field for step in steps for ask in step.asks if ask.field.name == name), None)

    def asked_by(self, step: str, name: str) -> Field | None:
        """The field that an action or part asks."""
        if self.procedure is None:
            return None
        step = step.removeprefix(f"{self.procedure.name}.")
        known: Action | Part | None = self.procedure.actions.get(step) or self.procedure.parts.get(step)
        asked = next((ask.field for ask in known.asks if ask.field.name == name), None) if known else None
        return asked or self.procedure.fields.get(name)

    def field(self, name: str) -> str:
        """A field's title; also of what every case has."""
        known = self.field_of(name)
        if known is not None:
            return self.say(known.title)
        return _BUILT_IN[name].in_language(self.language) if name in _BUILT_IN else name

    def state(self, name: str) -> str:
        """A state's title."""
        known = self.procedure.states.get(name) if self.procedure else None
        return self.say(known.title) if known else name

    def step(self, name: str) -> str:
        """An action's or a part's title; `procedure.action` too."""
        head, _, rest = name.rpartition(".")
        owner = self.pack.procedures.get(head) if head else self.procedure
        owners = [owner] if owner else list(self.pack.procedures.values())
        for each in owners:
            known = each.actions.get(rest) or each.parts.get(rest)
            if known is not None:
                return self.say(known.title)
        return rest

    def kind_column(self, name: str) -> str:
        """What people call a column of the kinds."""
        title = self.procedure.kind_columns.get(name) if self.procedure else None
        return self.say(title) if title is not None else name

    def title_of(self, procedure: str) -> str:
        """A procedure's or a record's title; of another department's as it is written."""
        known = self.pack.procedures.get(procedure) or self.pack.records.get(procedure)
        return self.say(known.title) if known else procedure

    def deadline(self, name: str) -> str:
        """A deadline's title."""
        owners = [self.procedure] if self.procedure else list(self.pack.procedures.values())
        known = next((each.deadlines[name] for each in owners if name in each.deadlines), None)
        return self.say(known.title) if known else name

    def opening(self, name: str) -> Opening | None:
        """The child case that the procedure opens under this name."""
        return self.procedure.openings.get(name) if self.procedure else None

    def joined(self, name: str) -> Procedure | None:
        """The procedure of the child case, or of the linked case, of this name."""
        opening = self.opening(name)
        links = (
            {link.procedure for act in self.procedure.actions.values() for link in act.links} if self.procedure else ()
        )
        return self.pack.procedures.get(opening.procedure if opening else name if name in links else "")

    def child(self, name: str) -> str:
        """What a child case is called."""
        known = self.opening(name)
        return self.title_of(known.procedure if known else name)

    def child_field(self, name: str, member: str) -> Field | None:
        """The child's field behind a figure that it gives its parent."""
        opening = self.opening(name)
        child = self.pack.procedures.get(opening.procedure) if opening else None
        return child.fields.get(dict(opening.gives).get(member, member)) if opening and child else None

    @property
    def parents(self) -> tuple[Procedure, ...]:
        """The procedures that open cases of this one."""
        if self.procedure is None:
            return ()
        name = self.procedure.name
        return tuple(
            each
            for each in self.pack.procedures.values()
            if any(opening.procedure == name for opening in each.openings.values())
        )

    def kinds_with(self, column: str, value: object) -> list[str]:
        """The titles of the kinds that have a value in a column; none where they are many, or nothing is known."""
        kinds = self.procedure.kinds.values() if self.procedure is not None and self.kind is None else ()
        found = [self.say(each.title) for each in kinds if each.value(column) == value]
        return found if len(found) <= KINDS_TOLD else []

    def kind_title(self, name: str) -> str:
        """A kind's title."""
        known = self.procedure.kinds.get(name) if self.procedure else None
        return self.say(known.title) if known else name

    def fact(self, word: str) -> str:
        """What an area calls one of its words: a fact, an effect, or an action of its own."""
        vocabulary = self.vocabulary
        sections = (vocabulary.facts, vocabulary.lookups, vocabulary.effects, vocabulary.actions)
        known = next((section[word] for section in sections if word in section), None)
        return self.say(known.title) if known else word

    # -- values

    def value(self, field_: Field | None, value: object) -> str:
        """A typed value in words; one of a field's choices by its title."""
        if value is None or value == "":
            return self.both("空", "empty")
        if isinstance(value, bool):
            return self.both("是" if value else "否", "yes" if value else "no")
        if isinstance(value, Amount):
            from gendan.packs.manual.time_words import amount

            return amount(value, self)
        if isinstance(value, Decimal | int):
            said = (
                f"{Decimal(value):,.2f}"
                if field_ is not None and field_.type == "money"
                else f"{value:,f}"
                if isinstance(value, Decimal)
                else str(value)
            )
            return f"{said} {field_.unit}" if field_ is not None and field_.unit else said
        if field_ is not None and isinstance(value, str):
            for choice in field_.choices:
                if choice.name == value:
                    return self.quoted(self.say(choice.title))
        return str(value)

    def setting(self, name: str) -> tuple[str, str]:
        """A setting's title and the value that holds."""
        known = self.pack.settings.get(name)
        if known is None:
            return name, ""
        return self.say(known.field.title), self.set_to(known.field, self.in_force.setting(self.pack, name))

    def set_to(self, field_: Field, value: object) -> str:
        """What a setting is set to: a text that is an amount of time as one says it."""
        if field_.type == "text" and isinstance(value, str):
            try:
                return self.value(None, parse_amount(value))
            except DueError:
                return value or self.value(None, value)
        return self.value(field_, value)


_BUILT_IN = {
    "state": Text("状态", "State"),
    "kind": Text("类别", "Kind"),
    "number": Text("单号", "Number"),
    "label": Text("短号", "Label"),
    "owner": Text("责任人", "Owner"),
    "holder": Text("经办人", "Holder"),
    "actor": Text("经办人", "Actor"),
    "superior": Text("上级", "Superior"),
    "post": Text("岗位", "Post"),
    "priority": Text("先后", "Priority"),
    "month": Text("月份", "Month"),
    "count": Text("数目", "Count"),
    "due": Text("时限", "Due"),
    "opened": Text("开单时间", "Opened"),
    "opened_at": Text("开单时间", "Opened"),
    "procedure": Text("流程", "Procedure"),
    "title": Text("标题", "Title"),
    "link": Text("链接", "Link"),
    "now": Text("现在", "Now"),
    "today": Text("今天", "Today"),
    "late": Text("逾期", "Late"),
    "met": Text("按时", "In time"),
    "keeper": Text("维护人", "Keeper"),
}
