"""An import as its pages show it: the columns of a file, what it would do, how far it is, what became of each row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from gendan.cases.imports import ColumnMapping, Fate, Preview, Progress, RowOutcome, SeenRow
from gendan.cases.prose import Speaker, place_in_words, reason_in_words, value_in_words
from gendan.core.field import Field
from gendan.core.refusals import Reason
from gendan.people import access
from gendan.web.context import Place
from gendan.web.forms import Control, control
from gendan.web.views.batch_page import Step
from gendan.web.views.common import zone
from gendan.web.views.list_page import Option

FORMATS = ("%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y")
"""Ways to write a date that can't be told from one another; year first is always understood."""
TIMES = ("", " %H:%M", " %H:%M:%S")
SHOWN_FIELDS = 8


@dataclass(frozen=True, slots=True)
class MappedColumn:
    """A column of the file and the field that it fills."""

    number: int
    header: str
    samples: str
    options: Sequence[Option]


@dataclass(frozen=True, slots=True)
class DateFormat:
    """How dates of a field are written in the file."""

    name: str
    title: str
    options: Sequence[Option]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, and where."""

    place: str
    says: str


@dataclass(frozen=True, slots=True)
class Sample:
    """One of the first rows, as it would come in."""

    row: int
    cells: Sequence[str]
    fate: str
    tone: str


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier run in the list."""

    name: str
    at: str
    who: str
    address: str
    stage: str
    tone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckView:
    """A file before it comes in."""

    title: str
    file: str
    about: str
    steps: Sequence[Step]
    columns: Sequence[MappedColumn]
    constants: Sequence[Control]
    formats: Sequence[DateFormat]
    sheets: Sequence[Option]
    refused: Sequence[str]
    counts: Sequence[Place]
    faults: Sequence[Fault]
    more_faults: str
    heads: Sequence[str]
    samples: Sequence[Sample]
    can_start: bool
    faulty: bool
    list_address: str
    upload_address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunView:
    """A file that comes in, or has."""

    title: str
    file: str
    about: str
    steps: Sequence[Step]
    running: bool
    stopped: bool
    rejected: str
    total: int
    at: int
    done: str
    counts: Sequence[Place]
    outcomes: Sequence[OutcomeOfRow]
    next: str
    step_address: str
    stop_address: str
    go_on_address: str
    list_address: str
    upload_address: str


@dataclass(frozen=True, slots=True)
class OutcomeOfRow:
    """What became of one row."""

    row: int
    number: str
    address: str
    fate: str
    tone: str
    says: str


def steps(at: int) -> list[Step]:
    """File, columns and check, run, outcome."""
    titles = (_("选文件"), _("对列和检查"), _("导入"), _("结果"))
    return [Step(title, number == at, number < at) for number, title in enumerate(titles)]


def fate_in_words(fate: Fate) -> tuple[str, str]:
    """What becomes of a row, in words and as a color."""
    return {
        Fate.OPENED: (_("新建"), "good"),
        Fate.UPDATED: (_("更新"), "good"),
        Fate.UNCHANGED: (_("没有变化"), ""),
        Fate.KNOWN: (_("已有，不动"), ""),
        Fate.REFUSED: (_("流程不允许"), "late"),
        Fate.FAULTY: (_("有错"), "late"),
    }[fate]


def stage_in_words(stage: str) -> tuple[str, str]:
    """How far a run is, in words and as a color."""
    return {
        "running": (_("进行中"), "note"),
        "stopped": (_("已暂停"), "soon"),
        "done": (_("已做完"), "good"),
        "rejected": (_("没有导入"), "late"),
    }[stage]


def check_view(seen: Preview, spoken: Speaker, *, title: str, file: str, list_address: str, upload: str) -> CheckView:
    """The check of a file in the reader's language."""
    names = [name for name in seen.fields if name in seen.mapping.fields]
    shown = names[:SHOWN_FIELDS]
    counts = [
        Place(f"{count:,} {says}", tone)
        for count, (says, tone) in (
            (seen.new, fate_in_words(Fate.OPENED)),
            (seen.changed, fate_in_words(Fate.UPDATED)),
            (seen.unchanged, fate_in_words(Fate.UNCHANGED)),
            (seen.known, fate_in_words(Fate.KNOWN)),
            (seen.faulty, fate_in_words(Fate.FAULTY)),
        )
        if count
    ]
    if not seen.complete:
        counts.append(Place(_("只检查了前 %(count)s 行") % {"count": f"{seen.checked:,}"}, "soon"))
    faults = [
        Fault(place_in_words(reason, spoken), _said(reason, spoken)) for each in seen.faults for reason in each.reasons
    ]
    rest = seen.faulty - len(seen.faults)
    return CheckView(
        title=title,
        file=file,
        about=_written(seen),
        steps=steps(1),
        columns=_columns(seen, spoken),
        constants=_constants(seen, spoken),
        formats=_formats(seen, spoken),
        sheets=[Option(name, name, name == seen.written.sheet) for name in seen.written.sheets],
        refused=[_said(reason, spoken) for reason in seen.refused],
        counts=counts,
        faults=faults,
        more_faults=_("另有 %(count)s 行有错") % {"count": f"{rest:,}"} if rest > 0 else "",
        heads=[spoken.say(seen.fields[name].title) for name in shown],
        samples=[_sample(row, shown, seen.fields, spoken) for row in seen.first[:10]],
        can_start=not seen.refused,
        faulty=bool(seen.faulty),
        list_address=list_address,
        upload_address=upload,
    )


def _said(reason: Reason, spoken: Speaker) -> str:
    return reason_in_words(reason, spoken, "open")


def _written(seen: Preview) -> str:
    if seen.written.kind == "csv":
        return f"CSV · {seen.written.encoding}"
    return f"Excel · {seen.written.sheet}" if seen.written.sheet else "Excel"


def _columns(seen: Preview, spoken: Speaker) -> list[MappedColumn]:
    fields = [(name, spoken.say(field.title)) for name, field in seen.fields.items()]
    found = []
    for number, column in enumerate(seen.columns):
        options = [Option("", _("不导入"), column.field is None)]
        options += [Option(name, title, name == column.field) for name, title in fields]
        samples = " · ".join([sample for sample in column.samples if sample.strip()][:3])
        found.append(MappedColumn(number, column.header, samples, options))
    return found


def _constants(seen: Preview, spoken: Speaker) -> list[Control]:
    """A control for each field that no column fills: what is written there goes for every row."""
    filled = set(seen.mapping.columns.values())
    needed = {reason.about for reason in seen.refused if reason.family == "needs"}
    return [
        control(
            field,
            seen.mapping.constants.get(name),
            language=spoken.language,
            zone=zone(),
            must=name in needed,
            name=f"constant-{name}",
        )
        for name, field in seen.fields.items()
        if name not in filled
    ]


def _formats(seen: Preview, spoken: Speaker) -> list[DateFormat]:
    found = []
    for name, field in seen.fields.items():
        if field.type not in ("date", "moment") or name not in seen.mapping.fields:
            continue
        chosen = seen.mapping.formats.get(name, "")
        times = TIMES if field.type == "moment" else TIMES[:1]
        options = [Option("", _("年在前（自动识别）"), not chosen)]
        options += [Option(form + time, form + time, chosen == form + time) for form in FORMATS for time in times]
        found.append(DateFormat(f"format-{name}", spoken.say(field.title), options))
    return found


def _sample(row: SeenRow, names: Iterable[str], fields: Mapping[str, Field], spoken: Speaker) -> Sample:
    says, tone = fate_in_words(row.fate)
    return Sample(row.row, [value_in_words(fields[name], row.values.get(name), spoken) for name in names], says, tone)


def run_view(
    progress: Progress,
    rows: Sequence[RowOutcome],
    spoken: Speaker,
    *,
    title: str,
    list_address: str,
    upload: str,
    fate: str,
    more: bool,
) -> RunView:
    """A run in the reader's language. `fate` is the one whose rows are shown, empty for all."""
    address = reverse("web:import_run", args=[progress.run])
    counts = [Place(_("全部 %(count)s") % {"count": f"{progress.rows:,}"}, address, not fate)]
    for each, count in (
        (Fate.OPENED, progress.opened),
        (Fate.UPDATED, progress.updated),
        (Fate.UNCHANGED, progress.unchanged),
        (Fate.KNOWN, progress.known),
        (Fate.REFUSED, progress.refused),
        (Fate.FAULTY, progress.faulty),
    ):
        if count:
            counts.append(
                Place(f"{fate_in_words(each)[0]} {count:,}", f"{address}?fate={each.value}", fate == each.value)
            )
    ended = progress.stage in ("done", "rejected")
    stage = stage_in_words(progress.stage)[0]
    return RunView(
        title=title,
        file=progress.file_name,
        about=f"{stage} · {spoken.moment(progress.created_at)} · {spoken.person(progress.person)}",
        steps=steps(3 if ended else 2),
        running=progress.running,
        stopped=progress.stage == "stopped",
        rejected=_rejected(progress, spoken),
        total=progress.total or 1,
        at=progress.rows,
        done=f"{progress.rows:,} / {progress.total:,}",
        counts=counts,
        outcomes=[_outcome(row, spoken) for row in rows],
        next=f"{address}?fate={fate}&after={rows[-1].row}" if more and rows else "",
        step_address=reverse("web:import_step", args=[progress.run]),
        stop_address=reverse("web:import_stop", args=[progress.run]),
        go_on_address=reverse("web:import_step", args=[progress.run]) + "?go=on",
        list_address=list_address,
        upload_address=upload,
    )


def _rejected(progress: Progress, spoken: Speaker) -> str:
    if progress.stage != "rejected":
        return ""
    first = _("文件里有错，按您的选择一行都没有导入。")
    if progress.fault is None:
        return first
    place = place_in_words(progress.fault, spoken)
    return f"{first} {place}{spoken.both('：', ': ') if place else ''}{_said(progress.fault, spoken)}"


def _outcome(row: RowOutcome, spoken: Speaker) -> OutcomeOfRow:
    says, tone = fate_in_words(row.fate)
    told = []
    for reason in row.reasons:
        place = place_in_words(reason, spoken)
        told.append(f"{place}{spoken.both('：', ': ')}{_said(reason, spoken)}" if place else _said(reason, spoken))
    address = reverse("web:case", args=[row.uid]) if row.uid else ""
    return OutcomeOfRow(row.row, row.number, address, says, tone, spoken.both("；", "; ").join(told))


def earlier(found: Iterable[Progress], spoken: Speaker) -> list[Earlier]:
    """Earlier runs, the newest first."""
    names = access.names_of([each.person for each in found])
    rows = []
    for each in found:
        stage, tone = stage_in_words(each.stage)
        address = reverse("web:import_run", args=[each.run])
        at = spoken.moment(each.created_at)
        rows.append(Earlier(each.file_name, at, names.get(each.person, ""), address, stage, tone))
    return rows


def mapping_of(sent: Mapping[str, str], fields: Iterable[str]) -> ColumnMapping:
    """The mapping that the form sent."""
    columns: dict[str, str] = {}
    number = 0
    while (header := sent.get(f"header-{number}")) is not None:
        name = sent.get(f"column-{number}", "")
        if name:
            columns[header] = name
        number += 1
    filled = set(columns.values())
    known = [name for name in fields if name not in filled]
    constants = {name: value for name in known if (value := sent.get(f"constant-{name}", "").strip())}
    formats = {name: value for name in filled if (value := sent.get(f"format-{name}", ""))}
    return ColumnMapping(columns=columns, constants=constants, formats=formats)
