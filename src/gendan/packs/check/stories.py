"""Stories name what the pack has, and rows of the register that exist. Whether they pass, the rehearsal shows."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from gendan.core.headers import comparable
from gendan.core.procedure import Action, Part, Procedure
from gendan.core.refusals import CODES
from gendan.core.story import (
    BUILT_IN,
    AreaAct,
    Do,
    ExchangeRows,
    Expect,
    HandOver,
    ImportRows,
    Open,
    Reject,
    Step,
    Story,
)
from gendan.core.text import Place
from gendan.packs.check.graph import OPEN
from gendan.packs.check.subject import Whole
from gendan.packs.reader import SHIPPED, read_pack

_ACTORS = frozenset({"party", "person", "contact"})
_OF_FIELDS = frozenset({"needs", "value", "unique", "together"})
"""Reasons that name a field."""
_ANY_CASE = frozenset({"number", "label", "state", "kind", "owner", "holder", "due", "priority"})


def check_stories(whole: Whole, stories: Iterable[Story], register: Collection[str] | None) -> None:
    """Notes names in stories that nothing has."""
    checker = Steps(whole, tuple(whole.pack.procedures.values()))
    for story in stories:
        for index, row in enumerate(story.shows):
            if register is not None and row not in register:
                whole.report.unknown("unknown_row", story.place.of("shows", index), row, register)
        for who in story.regions if not whole.unread else ():
            checker.holder(who.role, story.place.of("regions"))
        for step in story.steps if not whole.unread else ():
            checker.step(step)


@lru_cache(maxsize=2)
def _shipped(name: str) -> tuple[Procedure, ...]:
    """The procedures of a shipped pack; of `common` those of reports."""
    pack = read_pack(SHIPPED / name).pack
    assert pack is not None  # it is shipped
    return tuple(each for each in pack.procedures.values() if name != "common" or each.name == "report")


@dataclass
class Steps:
    """A case in a story may be of any procedure; a name is unknown where none of them has it."""

    whole: Whole
    procedures: tuple[Procedure, ...]

    def step(self, step: Step) -> None:
        """One step."""
        place = step.place
        if step.actor is not None:
            self._cast(step.actor.role, place.of("as"))
        for index, code in enumerate(step.refused):
            self._code(code, place.of("refused", index))
        match step:
            case Open():
                self._field_codes(step)
                self._open(step)
            case Do():
                self._field_codes(step)
                self._do(step)
            case AreaAct():
                self._area(step)
            case Reject() if step.action is not None:
                self._name("story_action", step.action, place.of("action"), self._all("actions"))
            case HandOver():
                self._cast(step.to.role, place.of("hand_over"))
            case ImportRows():
                self._import(step)
            case ExchangeRows():
                self._name("story_exchange", step.name, place.of("exchange"), self.whole.pack.exchanges)
            case Expect():
                self._expect(step)

    def holder(self, post: str, place: Place) -> None:
        """Whoever regions belong to holds a post."""
        self._name("story_role", post, place, self.whole.pack.posts)

    def _all(self, section: str) -> dict[str, None]:
        return {name: None for each in self.procedures for name in getattr(each, section)}

    def _known(self, name: str, *sections: str) -> dict[str, None]:
        """As `_all`; where that has no such name, with what the cases have that Gendan opens itself: batches of
        exchanges, and reports."""
        found = {each: None for section in sections for each in self._all(section)}
        if name in found:
            return found
        pack = self.whole.pack
        shipped = [each for each, has in (("exchange", pack.exchanges), ("common", pack.reports)) if has]
        own = (getattr(each, section) for pack_name in shipped for each in _shipped(pack_name) for section in sections)
        return found | {each: None for section in own for each in section}

    def _name(self, code: str, name: str, place: Place, known: Iterable[str]) -> bool:
        known = tuple(known)
        if name in known:
            return True
        self.whole.report.unknown(code, place, name, known)
        return False

    def _cast(self, role: str, place: Place) -> None:
        fields = [name for each in self.procedures for name, field in each.fields.items() if field.type in _ACTORS]
        self._name("story_role", role, place, (*self.whole.pack.posts, *fields, "system", "superior"))

    def _code(self, code: str, place: Place) -> None:
        family, _, about = code.partition(".")
        if code in self.whole.vocabulary.refusals:
            return
        if family not in CODES:
            self.whole.report.unknown("story_code", place, code, CODES)
            return
        sections = {"gate": "gates", "unlike": "actions", "earliest": "deadlines"}
        if family in sections and about:
            known = self._all(sections[family])
            if family == "unlike":
                known |= self._all("parts")
            self._name("story_code", code, place, [f"{family}.{name}" for name in known])

    def _field_codes(self, step: Step) -> None:
        """Reasons that are about a field, of a step on a case: some procedure has it, or asks it."""
        for index, code in enumerate(step.refused):
            family, _, about = code.partition(".")
            if family in _OF_FIELDS and about and code not in self.whole.vocabulary.refusals:
                known = [f"{family}.{name}" for name in self._fields]
                name = f"{family}.{about.partition('.')[0]}"
                self._name("story_code", name, step.place.of("refused", index), known)

    @cached_property
    def _fields(self) -> dict[str, None]:
        """The fields of all cases and of all that is asked, by splits and merges too; those of batches and reports."""
        shipped = (each for name in ("exchange", "common") for each in _shipped(name))
        found: dict[str, None] = {"kind": None, "reason": None}
        for each in (*self.procedures, *shipped):
            found |= dict.fromkeys(each.fields)
            steps: tuple[Action | Part, ...] = (*each.actions.values(), *each.parts.values())
            for asking in steps:
                found |= dict.fromkeys(ask.field.name for ask in asking.asks)
                if isinstance(asking, Action):
                    found |= {link.procedure: None for link in asking.links}
                    found |= {"rows": None} if asking.split is not None else {}
                    found |= {"others": None} if asking.merge is not None else {}
        return found

    def _import(self, step: ImportRows) -> None:
        """The import is there, and so are the columns of the rows that the story writes."""
        imports = self.whole.pack.imports
        if not self._name("story_import", step.name, step.place.of("import"), imports):
            return
        headers = {comparable(header): header for header, _ in imports[step.name].columns}
        refused = {code.partition(".")[2] for code in step.refused}
        said: set[str] = set()
        for index, row in enumerate(step.rows):
            for header in row:
                if comparable(header) not in headers and header not in refused and header not in said:
                    said.add(header)
                    self._name("story_field", header, step.place.of("rows", index, header), headers.values())

    def _given(self, names: Iterable[str], asked: Collection[str], step: Step, action: str) -> None:
        refused = {code.partition(".")[2] for code in step.refused}
        for name in names:
            if name not in asked and name not in refused and name not in self.whole.pack.procedures:
                at = step.place.of("with", name)
                self.whole.report.unknown("story_not_asked", at, name, asked, action=action)

    def _open(self, step: Open) -> None:
        name = step.procedure
        if not self._name("story_procedure", name, step.place.of("open"), self.whole.pack.procedures):
            return
        opens = self.whole.pack.procedures[name].actions.get(OPEN)
        if opens is not None:
            asked = [ask.field.name for ask in opens.asks]
            self._given(step.values, (*asked, "kind"), step, OPEN)

    def _do(self, step: Do) -> None:
        known = {**self._all("actions"), **self._all("parts")}
        if step.action in BUILT_IN and step.action not in known:
            self._given(step.values, ("reason",), step, step.action)
            return
        if not self._name("story_action", step.action, step.place.of("do"), known):
            return
        asked: list[str] = []
        for each in self.procedures:
            action, part = each.actions.get(step.action), each.parts.get(step.action)
            if action is not None:
                asked += [ask.field.name for ask in action.asks]
                asked += ["rows"] if action.split is not None else []
                if action.signs is not None:
                    asked += [ask.field.name for other in each.parts.values() for ask in other.asks]
            if part is not None:
                asked += [ask.field.name for ask in part.asks]
        self._given(step.values, (*asked, "reason"), step, step.action)

    def _area(self, step: AreaAct) -> None:
        if step.word.partition(".")[0] in self.whole.names.blind:
            return
        known = {name: each for name, each in self.whole.vocabulary.actions.items() if each.arguments or each.handler}
        if self._name("story_action", step.word, step.place.of("do"), self.whole.vocabulary.actions):
            self._given(step.values, known[step.word].arguments if step.word in known else (), step, step.word)

    def _expect(self, step: Expect) -> None:
        place = step.place.of("expect")
        if step.report is not None:
            self._name("story_report", step.report, place.of("report"), self.whole.pack.reports)
        if step.queue is not None:
            self._name("story_role", step.queue, place.of("queue"), self.whole.pack.posts)
        if step.state is not None:
            self._name("story_state", step.state, place.of("state"), self._known(step.state, "states"))
        if step.list is not None:
            self._name("story_list", step.list, place.of("list"), self._all("lists"))
        for name in step.due:
            self._name("story_deadline", name, place.of("due", name), self._known(name, "deadlines"))
        for key, names in (("met", step.met), ("late", step.late)):
            for index, name in enumerate(names or ()):
                self._name("story_deadline", name, place.of(key, index), self._known(name, "deadlines"))
        signers = (*self.whole.pack.posts, *self._all("fields"), *self._all("parts"))
        for index, name in enumerate(step.signed or ()):
            self._name("story_role", name, place.of("signed", index), signers)
        for index, name in enumerate(step.void or ()):
            self._name("story_role", name, place.of("void", index), (*signers, *self._all("actions")))
        for name in step.fields:
            known = {**self._known(name, "fields"), **dict.fromkeys(_ANY_CASE)}
            self._name("story_field", name, place.of("fields", name), known)
        for name in step.papers:
            self._name("unknown_document", name, place.of("papers", name), self.whole.pack.documents)
        for index, name in enumerate(step.notices or ()):
            self._name("story_notice", name, place.of("notices", index), self.whole.pack.notices)
        for post, actions in step.available.items():
            for index, name in enumerate(actions):
                known = self._known(name, "actions", "parts")
                self._name("story_action", name, place.of("available", post, index), known)
        for name in step.measures:
            self._name("story_measure", name, place.of("measures", name), self.whole.pack.measures)
