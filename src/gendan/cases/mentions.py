"""提到 Who is meant by the @names in a remark: whoever here is called so. Any other sign is text like any."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import orjson

from gendan.cases import pinyin
from gendan.cases.basis import Basis
from gendan.cases.effects import body
from gendan.cases.rows import Stored, document
from gendan.cases.searching import words
from gendan.cases.sight import sees
from gendan.cases.store import OutboxRow
from gendan.core.command import Actor, EffectCall
from gendan.core.events import Event
from gendan.core.pack import Pack
from gendan.core.procedure import Procedure
from gendan.core.refusals import Reason, Refused
from gendan.people import access
from gendan.people.organization import Member

WORD: Final = "mention.comment"
"""The word of the effect that tells those whom a remark names."""
OFFERED: Final = 8

_SIGN: Final = re.compile(r"(?<![A-Za-z0-9_.+-])[@＠](?=\S)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighted:
    """A case with what decides who sees it, and who writes the remark."""

    stored: Stored
    writer: Actor
    pack: Pack
    procedure: Procedure
    at: datetime
    epoch: int

    @classmethod
    def of(cls, stored: Stored, writer: Actor, under: Basis, at: datetime, epoch: int) -> Sighted:
        """The case as it is judged under."""
        procedure = under.procedure(stored.case.procedure)
        return cls(stored=stored, writer=writer, pack=under.pack, procedure=procedure, at=at, epoch=epoch)

    def by(self, member: Member) -> bool:
        """Whether somebody sees the remark: who works here and sees the case, and of an outside party only who acts
        for the writer's. A party for its part may name who has its case, and learns of nobody else."""
        if member.party is not None and member.party != self.writer.party:
            return False
        if self.writer.party is not None and member.party is None:
            case = self.stored.case
            if member.id not in (case.holder, case.opened_by):
                return False
        try:
            actor = access.actor(member.id, self.pack, self.at, epoch=self.epoch)
        except Refused:
            return False
        return sees(self.procedure, self.stored.case, self.stored.actors, actor)


def mentioned(text: str, case: Sighted) -> tuple[int, ...]:
    """The persons whom a remark names and who see the case, each once."""
    found = (member.id for _name, members in _named(text, case.epoch) for member in members if case.by(member))
    return tuple(dict.fromkeys(found))


def unseen(text: str, case: Sighted) -> tuple[Reason, ...]:
    """A reason for every name in a remark whose bearers all may not see the case: they would be told of what is not
    theirs. Nothing is refused for a name that nobody here has; nor to an outside party, whom the refusal would tell who
    works here."""
    if case.writer.party is not None:
        return ()
    hidden = (name for name, members in _named(text, case.epoch) if not any(case.by(member) for member in members))
    return tuple(Reason("mention", {"name": name}) for name in dict.fromkeys(hidden))


def rows(remarks: Iterable[Event], case: Sighted, person: int) -> Iterator[OutboxRow]:
    """Outbox rows by which those are told whom a case's new remarks name."""
    for event in remarks:
        persons = mentioned(str(orjson.loads(event.body).get("text") or ""), case)
        if persons:
            of = case.stored.case
            said = body(
                EffectCall(word=WORD, arguments={"persons": list(persons)}),
                seq=event.seq,
                uid=of.uid,
                number=of.number,
                procedure=of.procedure,
                definition=case.stored.definition,
                person=person,
            )
            key = f"{of.uid}/{event.seq}/mention"
            yield OutboxRow(sort="effect", word=WORD, key=key, body=document(said), next_at=case.at)


def offered(text: str, case: Sighted, *, but: int = 0) -> tuple[Member, ...]:
    """Who may be meant by what was typed behind the sign so far: by name, pinyin or initials, of those who see the
    case."""
    wanted = words.plain(text).strip()
    found = [
        member
        for member in access.organization(case.epoch).members.values()
        if member.active and member.id != but and _begins(member.name, wanted) and case.by(member)
    ]
    return tuple(sorted(found, key=lambda member: _sound(member.name))[:OFFERED])


def _begins(name: str, wanted: str) -> bool:
    return not wanted or any(word.startswith(wanted) for word in words.of_text(name))


def _sound(name: str) -> str:
    return "".join(pinyin.readings(each)[0] if pinyin.is_chinese(each) else each for each in words.plain(name))


def _named(text: str, epoch: int) -> Iterator[tuple[str, tuple[Member, ...]]]:
    """The names behind the signs, each the longest that somebody here has, with all who have it."""
    signs = [match.end() for match in _SIGN.finditer(text)]
    if not signs:
        return
    by_name = _by_name(access.organization(epoch).members.values())
    longest = max(map(len, by_name), default=0)
    for at in signs:
        for length in range(min(longest, len(text) - at), 0, -1):
            name = text[at : at + length]
            if name in by_name:
                yield name, by_name[name]
                break


def _by_name(members: Iterable[Member]) -> dict[str, tuple[Member, ...]]:
    found: dict[str, tuple[Member, ...]] = {}
    for member in members:
        if member.active and member.name:
            found[member.name] = (*found.get(member.name, ()), member)
    return found
