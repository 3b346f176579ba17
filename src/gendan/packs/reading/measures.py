"""指标 Measures, scorecards and reports, from their models to values."""

from __future__ import annotations

import re
from collections.abc import Mapping

from gendan.core.pack import (
    STILL_OPEN,
    Figure,
    Measure,
    RecordType,
    Report,
    Scorecard,
    ScorecardItem,
    addressed,
)
from gendan.core.procedure import Procedure
from gendan.packs.reading.context import Context, Known
from gendan.packs.reading.fields import item
from gendan.packs.reading.people import holders_of
from gendan.packs.reading.sections import check_holders
from gendan.packs.schema.measures import FIGURES, MeasureModel, ReportModel, ScorecardModel
from gendan.packs.source import Node

PERIODS = ("day", "week", "month", "quarter", "half_year", "year")
UNITS = ("minutes", "hours", "days", "work minutes", "work hours", "workdays")
TAKES = ("mean", "median", "max", "min", "sum", "p10", "p25", "p75", "p80", "p90", "p95", "p99")
_IN_PERIOD = re.compile(r"(?P<field>[^\W\d]\w*) in (?P<period>\w+)( ?\+ ?(?P<plus>\d{1,3}))?")


def read_measure(
    context: Context, name: str, model: MeasureModel, node: Node, procedures: Mapping[str, Procedure]
) -> Measure:
    """One measure: the sort of figure, what it counts, and who is credited. What a base names is the checker's to
    find."""
    given = [each for each in FIGURES if getattr(model, each) is not None]
    if len(given) != 1:
        context.error("one_figure", node.at_key, known=FIGURES)
    if model.procedure is not None:
        context.refer("procedure", model.procedure, context.procedures, node.at("procedure").here)
    figure = Figure(given[0]) if given else Figure.COUNT
    time = model.time
    if time is not None:
        if time.in_ is not None:
            context.refer("unit", time.in_, Known(UNITS), node.at("time", "in").here)
        context.refer("take", time.take, Known(TAKES), node.at("time", "take").here)
    shown = model.count or model.share or model.score
    total = model.sum
    taken = time.take if time is not None else model.score.take if model.score is not None else None
    value = total.value if total is not None else model.score.value if model.score is not None else None
    return Measure(
        name=name,
        title=context.text(model.title, f"measures.{name}", otherwise=name),
        figure=figure,
        base=shown.of if shown is not None else total.of if total is not None else None,
        where=shown.where if shown is not None else total.where if total is not None else None,
        among=model.among,
        from_=time.from_ if time is not None else None,
        to=time.to if time is not None else None,
        spent=time.spent if time is not None else (),
        unit=time.in_ if time is not None else None,
        take=taken,
        value=value,
        top=model.ratio.top if model.ratio is not None else None,
        bottom=model.ratio.bottom if model.ratio is not None else None,
        credit=model.credit,
        per=model.per,
        target=model.target,
        procedure=model.procedure,
        source=model.source,
        place=node.place,
    )


def read_scorecard(context: Context, name: str, model: ScorecardModel, node: Node) -> Scorecard:
    """One scorecard; its measures and post exist."""
    context.refer("period", model.every, Known(PERIODS), node.at("every").here)
    context.refer("post", model.for_, context.posts, node.at("for").here)
    for measure in model.items:
        context.refer("measure", measure, context.measures, node.at("items", measure).at_key)
    for measure, each in model.items.items():
        if each.zero == each.full:
            context.error("zero_is_full", node.at("items", measure, "full").here)
    return Scorecard(
        name=name,
        title=context.text(model.title, f"scorecards.{name}", otherwise=name),
        every=model.every,
        for_=model.for_,
        items=tuple(
            ScorecardItem(measure=measure, weight=each.weight, zero=each.zero, full=each.full)
            for measure, each in model.items.items()
        ),
        source=model.source,
        place=node.place,
    )


def read_report(
    context: Context,
    name: str,
    model: ReportModel,
    node: Node,
    fields: Mapping[str, Known],
    subjects: Mapping[str, Procedure | RecordType],
) -> Report:
    """One report. `fields` are the names of the fields of every procedure and record that it may show, as far as they
    could be read; `subjects` these themselves."""
    context.refer("period", model.every, Known(PERIODS), node.at("every").here)
    whole = context.procedures.whole and context.records.whole
    context.refer(
        "rows", model.rows, Known((*context.procedures.names, *context.records.names), whole), node.at("rows").here
    )
    known = fields.get(model.rows)
    if known is not None:
        for index, by in enumerate(model.by):
            context.refer(
                "field", by, known, item(node, "by", index).here, also=("state", "kind", "owner", "post", "month")
            )
        for index, shown in enumerate(model.show):
            both = Known((*known.names, *context.measures.names), known.whole and context.measures.whole)
            context.refer("shown", shown, both, item(node, "show", index).here, also=("count",))
    # A report shows more than whom one of its lines names may see: it goes whole to posts and to its own, and where it
    # lists, to each whom a field of a line names with his lines alone.
    also = ("owner", "superior", *(("keeper",) if model.rows in context.records.names else ()))
    lists = model.rows in context.records.names or model.in_ is not None
    lists = lists or any(each != "count" and each not in context.measures.names for each in model.show)
    if lists and model.rows in subjects:
        also += addressed(subjects[model.rows].fields)
    for index, to in enumerate(model.to):
        context.refer("recipient", to, context.posts, item(node, "to", index).here, also=also)
    if model.for_ is not None:
        check_holders(context, model.for_, node.at("for"))
    if model.made_by is not None:
        context.refer("post", model.made_by, context.posts, node.at("made_by").here)
        if model.for_ is not None:
            context.error("for_and_made_by", node.at("made_by").at_key)
    if model.in_ is not None and not (model.in_ == STILL_OPEN and model.rows not in context.records.names):
        at = node.at("in")
        found = _IN_PERIOD.fullmatch(" ".join(model.in_.split()))
        if found is None or found["period"] not in PERIODS:
            context.error("bad_period", at.here, given=model.in_[:60])
        elif known is not None:
            context.refer("field", found["field"], known, at.here)
    return Report(
        name=name,
        title=context.text(model.title, f"reports.{name}", otherwise=name),
        every=model.every,
        rows=model.rows,
        to=model.to,
        due=None if model.due is None else model.due.moment(),
        for_each=None if model.for_ is None else holders_of(model.for_),
        made_by=model.made_by,
        by=model.by,
        show=model.show,
        in_=model.in_,
        among=model.among,
        source=model.source,
        place=node.place,
    )
