"""指标 Figures with their grounds, series, scorecards, and figures that are kept."""

from __future__ import annotations

from typing import Annotated, Final

from django.http import HttpRequest
from ninja import Query, Router

from gendan.api import figures as telling
from gendan.api.addresses import ElementName, Limit, PackName
from gendan.api.authority import Scope
from gendan.api.caller import Caller, caller_of
from gendan.api.operation import READING, operation
from gendan.api.problems import missing, refused
from gendan.api.schemas.base import PLAIN
from gendan.api.schemas.figures import (
    CardsTold,
    FigureTold,
    GroundsTold,
    KeptFiguresTold,
    KeptTold,
    MeasuresTold,
    SeriesTold,
)
from gendan.api.speaking import speaker
from gendan.api.working import Working, pack_of
from gendan.core.refusals import Refused
from gendan.measures import queries
from gendan.measures.periods import PERIODS, Period, parse

router = Router(tags=["figures"])

PeriodAsked = Annotated[
    str,
    Query(
        pattern=r"^\d{4}(-\d\d(-\d\d)?|-W\d\d|-Q[1-4]|-H[12])?(\.\.\d{4}-\d\d-\d\d)?$",
        description="`2026-02-03`, `2026-W06`, `2026-02`, `2026-Q1`, `2026-H1`, `2026`, or `2026-02-03..2026-02-05`.",
        examples=["2026-02"],
    ),
]
By = Annotated[
    list[Annotated[str, Query(max_length=130, pattern=PLAIN)]],
    Query(
        max_length=5,
        description="Dimensions: `person`, `post`, `state`, `kind`, `procedure`, a field as it stood (`province`), or"
        " one as it stands now (`province@end`, `state@end`).",
    ),
]
Where = Annotated[
    list[Annotated[str, Query(max_length=300, pattern=PLAIN)]],
    Query(max_length=10, description="Only these: `province=上海`; nothing behind the sign: what is not filled."),
]
CONFLICTING: Final = (*READING, 409)
NOTHING: Final[list[str]] = []


@operation(router, "GET", "/packs/{pack}/measures", scope=Scope.READ, gives=MeasuresTold)
def list_measures(request: HttpRequest, pack: PackName) -> MeasuresTold:
    """List the measures of a pack: what each counts, in words, and by what it can be grouped."""
    caller = caller_of(request)
    return telling.measures(pack_of(pack, caller), caller.language)


@operation(
    router, "GET", "/packs/{pack}/measures/{name}/figure", scope=Scope.READ, gives=FigureTold, problems=CONFLICTING
)
def get_figure(
    request: HttpRequest,
    pack: PackName,
    name: ElementName,
    period: PeriodAsked,
    by: By = NOTHING,
    where: Where = NOTHING,
) -> FigureTold:
    """Compute a measure's figure for a period, as far as the caller may see it."""
    caller, found, asked = _asked(request, pack, period)
    try:
        figure = queries.figure(
            pack, name, asked, viewer=caller.person, at=caller.at, by=by, filters=telling.filters(where)
        )
    except Refused as error:
        raise _problem(error, found) from error
    return telling.figure(figure, caller.language)


@operation(
    router, "GET", "/packs/{pack}/measures/{name}/grounds", scope=Scope.READ, gives=GroundsTold, problems=CONFLICTING
)
def list_grounds(
    request: HttpRequest,
    pack: PackName,
    name: ElementName,
    period: PeriodAsked,
    by: By = NOTHING,
    where: Where = NOTHING,
    counted: Annotated[bool | None, Query(description="Only those that count, or only the others.")] = None,
    after: Annotated[
        str | None, Query(max_length=100, pattern=r"^[0-9_]*$", description="`next` of the page before.")
    ] = None,
    limit: Limit = 50,
) -> GroundsTold:
    """List the very grounds of a figure: counted, base, and excluded with why."""
    caller, found, asked = _asked(request, pack, period)
    try:
        page = queries.grounds(
            pack,
            name,
            asked,
            viewer=caller.person,
            at=caller.at,
            by=by,
            filters=telling.filters(where),
            counted=counted,
            after=after or None,
            limit=limit,
        )
    except Refused as error:
        raise _problem(error, found) from error
    return telling.grounds(page)


@operation(
    router, "GET", "/packs/{pack}/measures/{name}/series", scope=Scope.READ, gives=SeriesTold, problems=CONFLICTING
)
def get_series(
    request: HttpRequest,
    pack: PackName,
    name: ElementName,
    every: Annotated[str, Query(pattern=f"^({'|'.join(PERIODS)})$", description="How long each period is.")] = "month",
    count: Annotated[int, Query(ge=1, le=60, description="How many periods.")] = 13,
    by: By = NOTHING,
    where: Where = NOTHING,
) -> SeriesTold:
    """Compute a measure over the last periods, up to today's."""
    caller = caller_of(request)
    found = pack_of(pack, caller)
    try:
        made = queries.series(
            pack, name, every, viewer=caller.person, at=caller.at, count=count, by=by, filters=telling.filters(where)
        )
    except Refused as error:
        raise _problem(error, found) from error
    return SeriesTold(figures=[telling.figure(each, caller.language) for each in made.figures])


@operation(
    router, "GET", "/packs/{pack}/measures/{name}/kept", scope=Scope.READ, gives=KeptFiguresTold, problems=CONFLICTING
)
def list_kept_figures(request: HttpRequest, pack: PackName, name: ElementName, period: PeriodAsked) -> KeptFiguresTold:
    """List what was kept of a measure for a period: under each rule and calendar as it was then."""
    caller, found, asked = _asked(request, pack, period)
    try:
        kept = queries.kept(pack, name, asked, viewer=caller.person, at=caller.at)
    except Refused as error:
        raise _problem(error, found) from error
    return KeptFiguresTold(kept=[telling.kept(each) for each in kept])


@operation(router, "POST", "/packs/{pack}/measures/{name}/kept", scope=Scope.ACT, gives=KeptTold, status=200)
def keep_figure(
    request: HttpRequest, pack: PackName, name: ElementName, period: PeriodAsked, by: By = NOTHING
) -> KeptTold:
    """Keep a figure as it is now, beside those that were kept before. Only who sees it whole may."""
    caller, found, asked = _asked(request, pack, period)
    try:
        queries.kept(pack, name, asked, viewer=caller.person, at=caller.at)
        figure = queries.figure(pack, name, asked, viewer=caller.person, at=caller.at, by=by)
        return telling.kept(queries.keep(figure, by=caller.person))
    except Refused as error:
        raise _problem(error, found) from error


@operation(router, "GET", "/packs/{pack}/scorecards/{name}", scope=Scope.READ, gives=CardsTold, problems=CONFLICTING)
def list_scorecards(request: HttpRequest, pack: PackName, name: ElementName, period: PeriodAsked) -> CardsTold:
    """List the scorecards of those whom the caller may see: himself, and those below him."""
    caller, found, asked = _asked(request, pack, period)
    try:
        cards = queries.scorecard(pack, name, asked, viewer=caller.person, at=caller.at)
    except Refused as error:
        raise _problem(error, found) from error
    return CardsTold(cards=[telling.card(each, caller.language) for each in cards])


def _asked(request: HttpRequest, pack: str, period: str) -> tuple[Caller, Working, Period]:
    caller = caller_of(request)
    found = pack_of(pack, caller)
    try:
        return caller, found, parse(period)
    except ValueError:
        raise missing() from None


def _problem(error: Refused, found: Working) -> Exception:
    """What is not there is 404, everything else tells its reasons."""
    if any(reason.code == "missing" for reason in error.reasons):
        return missing()
    pack = found.pack
    return refused(error.reasons, speaker=lambda language: speaker(language, pack))
