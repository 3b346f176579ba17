"""What is asked of a list in an address: which cases, in which order."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from ninja import Query
from pydantic import Field

from gendan.api.describing import written
from gendan.api.problems import missing, refused
from gendan.api.schemas.base import NAME, PLAIN, Given, Truth
from gendan.cases import queries
from gendan.cases.queries import ListQuery
from gendan.core.listing import Filter, Test
from gendan.core.procedure import Procedure
from gendan.core.refusals import Reason

FILTER = r"^[a-z][a-z0-9_]{0,59}:((is|contains|range):[^\x00-\x1f\x7f]{1,240}|empty|filled)$"
SORT = r"^-?[a-z][a-z0-9_]{0,59}$"


class Asked(Given):
    """A question to a list. What is asked besides a declared list (`view`) narrows or overrides it."""

    view: Annotated[str, Field(pattern=NAME)] | None = Field(
        default=None, description="A list that the pack declares, to start from."
    )
    state: list[Annotated[str, Field(pattern=NAME)]] = Field(
        default=[], max_length=100, description="States; none: those of the view, else all that are not final."
    )
    holder: Annotated[str, Field(pattern=r"^(anyone|nobody|me|[0-9]{1,15})$")] | None = Field(
        default=None, description="anyone, nobody, me, or a person's id."
    )
    filter: list[Annotated[str, Field(pattern=FILTER)]] = Field(
        default=[],
        max_length=50,
        description=(
            "FIELD:TEST, of fields that lists filter by: `province:is:广东省|江苏省`, `amount:range:100..500`"
            " (a side may be left open), `buyer:contains:王`, `aside:empty`, `aside:filled`."
        ),
        examples=[["province:is:广东省|江苏省", "amount:range:100.."]],
    )
    sort: list[Annotated[str, Field(pattern=SORT)]] = Field(
        default=[], max_length=5, description="Fields that lists sort by, `due` or `opened`; `-` before one that falls."
    )
    number: Annotated[str, Field(pattern=PLAIN)] = Field(
        default="", max_length=100, description="The beginning of a case's number."
    )
    text: Annotated[str, Field(pattern=PLAIN)] = Field(
        default="", max_length=100, description="That, or a part of one of the fields that lists filter by."
    )

    late: bool = Field(default=False, description="Only cases with a clock past its due moment.")


class AskedInBody(Asked):
    """The same question, in a body."""

    late: Truth = Field(default=False, description="Only cases with a clock past its due moment.")


AskedQuery = Annotated[Asked, Query()]


def list_query(asked: Asked, procedure: Procedure) -> ListQuery:
    """The question as the cases room answers it. Raises Problem: 404 for a list, 409 for a state that is none."""
    name = f"{procedure.pack}.{procedure.name}"
    if asked.view is not None and asked.view not in procedure.lists:
        raise missing()
    expected = {"type": "choice", "options": list(procedure.states)}
    unknown = [each for each in asked.state if each not in procedure.states]
    if unknown:
        raise refused(Reason("value.state", {"given": each, "expected": expected}) for each in unknown)
    base = queries.declared(procedure, asked.view) if asked.view is not None else ListQuery(procedure=name)
    filters = tuple(_filter(each) for each in asked.filter)
    own = {each.field for each in filters}
    holder = base.holder if asked.holder is None else asked.holder.replace("anyone", "")
    return replace(
        base,
        states=tuple(asked.state) or base.states,
        filters=(*(each for each in base.filters if each.field not in own), *filters),
        holder=holder,
        sort=tuple(asked.sort) or base.sort,
        number=asked.number,
        text=asked.text,
        late=asked.late or base.late,
    )


def asked_of(query: ListQuery) -> AskedInBody:
    """A kept question, as it is asked. It was judged when it was kept, by the face that it was kept through."""
    return AskedInBody.model_construct(
        view=None,
        state=list(query.states),
        holder=query.holder or "anyone",
        filter=[written(each) for each in query.filters],
        sort=list(query.sort),
        number=query.number,
        text=query.text,
        late=query.late,
    )


def _filter(said: str) -> Filter:
    field, test, *rest = said.split(":", 2)
    text = rest[0] if rest else ""
    if test == Test.RANGE.value:
        first, _, last = text.partition("..")
        return Filter(field=field, test=Test.RANGE, values=(first, last))
    if test == Test.IS.value:
        return Filter(field=field, test=Test.IS, values=tuple(text.split("|")))
    return Filter(field=field, test=Test(test), values=(text,) if text else ())
