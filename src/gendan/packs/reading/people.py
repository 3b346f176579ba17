"""Names of those who act, own, wait, sign and are told, resolved to what they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gendan.core.field import Field
from gendan.core.procedure import Owner, Role, Routing, Signs, Who
from gendan.packs.findings import meant
from gendan.packs.reading.context import Context, Known
from gendan.packs.reading.fields import ACTORS, item
from gendan.packs.schema.procedure import OwnerModel, VotesModel
from gendan.packs.source import Node

_ROUTINGS = {"region of": Routing.REGION, "keeper of": Routing.KEEPER, "actor of": Routing.ACTOR}


@dataclass(slots=True)
class People:
    """Resolves names within one procedure."""

    context: Context
    fields: Mapping[str, Field]
    fields_whole: bool
    actions: Known
    parts: Known

    def who(self, name: str, at: Node, *, parts: bool = False) -> Who:
        """The actor meant by `name`: superior, system, a part (in signatures), a post, or a field that holds a party
        or person."""
        context = self.context
        if name in ("superior", "system"):
            return Who(role=Role(name))
        if parts and name in self.parts:
            return Who(role=Role.PART, name=name)
        if name in context.posts:
            if name in self.fields and self.fields[name].type in ACTORS:
                context.warn("post_and_field", at.here, name=name)
            return Who(role=Role.POST, name=name)
        if name in self.fields:
            self._acts(name, at)
            return Who(role=Role.FIELD, name=name)
        if context.posts.whole and self.fields_whole and (self.parts.whole or not parts):
            known = (*context.posts.names, *self._actors(), *(self.parts.names if parts else ()), "superior", "system")
            context.error("unknown_actor", at.here, name=name, meant=meant(name, known))
        return Who(role=Role.POST, name=name)

    def all(self, names: tuple[str, ...], node: Node, key: str) -> tuple[Who, ...]:
        """The actors named under `key` of an element."""
        return tuple(self.who(name, item(node, key, index)) for index, name in enumerate(names))

    def told(self, names: tuple[str, ...], node: Node, key: str) -> tuple[str, ...]:
        """Recipients under `key`: posts, fields, `owner`, `superior`; checked, and given as they are."""
        for index, name in enumerate(names):
            self.one_of(name, item(node, key, index), also=("owner", "superior"))
        return names

    def one_of(self, name: str, at: Node, also: tuple[str, ...] = ()) -> None:
        """Notes a name that is neither a post nor a field, nor one of `also`."""
        known = Known((*self.context.posts.names, *self.fields), self.context.posts.whole and self.fields_whole)
        self.context.refer("recipient", name, known, at.here, also=also)

    def owner(self, model: str | OwnerModel, node: Node) -> Owner:
        """Whose turn it is in a state: a post's, a person's by a rule, or a party's field."""
        at = node.at("owner")
        if isinstance(model, str):
            if model.startswith("actor of "):
                return self._routed(None, model, at)
            if model in self.context.posts:
                return Owner(post=model)
            if model in self.fields:
                self._acts(model, at)
                return Owner(by=Routing.PARTY, of=model)
            self.context.refer("post", model, self.context.posts, at.here, also=self._actors())
            return Owner(post=model)
        if model.post is not None:
            self.context.refer("post", model.post, self.context.posts, at.at("post").here)
        if model.by is None:
            if model.post is None:
                self.context.error("missing_key", at.at_key, key="post")
            return Owner(post=model.post)
        return self._routed(model.post, model.by, at.at("by"))

    def _routed(self, post: str | None, by: str, at: Node) -> Owner:
        if by == "load":
            return Owner(post=post, by=Routing.LOAD)
        if by in self.fields:
            self._acts(by, at)
            return Owner(post=post, by=Routing.PARTY, of=by)
        head, _, of = by.rpartition(" ")
        routing = _ROUTINGS.get(" ".join(head.split()))
        if routing is None:
            self.context.error("unknown_routing", at.here, given=by[:60])
            return Owner(post=post)
        if routing is Routing.ACTOR:
            self.context.refer("action", of, self.actions, at.here)
        else:
            self.context.refer("field", of, Known(self.fields, self.fields_whole), at.here)
        return Owner(post=post, by=routing, of=of)

    def signs(self, model: str | tuple[object, ...] | VotesModel, at: Node) -> Signs:
        """Who signs: a list in order, votes, or one name."""
        if isinstance(model, str):
            return Signs(need="order", of=(self.who(model, at, parts=True),))
        if isinstance(model, VotesModel):
            of = at.at("of")
            members = tuple(
                self._member(each, of.at(n) if isinstance(of.value, list) else of) for n, each in enumerate(model.of)
            )
            if not members:
                self.context.error("empty_signs", at.here)
            if isinstance(model.need, int) and model.need > len(members):
                self.context.error("need_too_many", at.at("need").here, need=str(model.need), of=len(members))
            return Signs(need=model.need, of=members)
        if not model:
            self.context.error("empty_signs", at.here)
        return Signs(need="order", of=tuple(self._member(each, at.at(n)) for n, each in enumerate(model)))

    def _member(self, model: object, at: Node) -> Signs | Who:
        if isinstance(model, str):
            return self.who(model, at, parts=True)
        if isinstance(model, tuple | VotesModel):
            return self.signs(model, at)
        raise TypeError(model)

    def _acts(self, name: str, at: Node) -> None:
        if self.fields[name].type not in ACTORS:
            self.context.error("field_not_actor", at.here, name=name, type=self.fields[name].type)

    def _actors(self) -> tuple[str, ...]:
        return tuple(name for name, field in self.fields.items() if field.type in ACTORS)


def holders_of(text: str) -> str:
    """The post in `each holder of POST`, or the posts; the text itself where it says something else."""
    plain = " ".join(text.split())
    return plain.removeprefix("each holder of ") if plain.startswith("each holder of ") else text
