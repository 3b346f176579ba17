"""A batch as its page shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from gendan.cases import batches
from gendan.cases.models import Batch, BatchRow
from gendan.cases.prose import Speaker, reasons_in_words
from gendan.cases.prose.reasons import built_in_title
from gendan.core.procedure import Procedure
from gendan.web.context import Place
from gendan.web.forms import Control
from gendan.web.views.common import manual_of, speaker
from gendan.web.views.list_page import Option
from gendan.web.views.rows import Table, tone_of

SHOWN = 200
"""Outcomes on one page."""
SAMPLE = 100
"""Cases shown before a batch begins."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a longer work, for the line at its top."""

    title: str
    here: bool = False
    past: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """How many were refused for these reasons."""

    count: str
    says: str
    address: str


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """What became of one case."""

    row: int
    uid: str
    number: str
    address: str
    outcome: str
    tone: str
    says: str


@dataclass(frozen=True, slots=True)
class Alike:
    """A field in which the cases of a batch differ, though they must not: its values and how many have each."""

    says: str
    values: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchView:
    """Everything that the batch page's templates show."""

    id: str
    title: str
    procedure: str
    list_address: str
    about: str
    action: str
    count: str
    steps: Sequence[Step]
    ready: bool
    running: bool
    stopped: bool
    done: str
    succeeded: str
    refused: str
    some_refused: bool
    total: int
    at: int
    says: str
    run_address: str
    step_address: str
    stop_address: str
    go_on_address: str
    drop_address: str
    retry_address: str
    part_address: str
    export_address: str
    sample: Table | None = None
    rest: str = ""
    controls: Sequence[Control] = ()
    each: Control | None = None
    each_open: bool = False
    warnings: Sequence[str] = ()
    differing: Sequence[Alike] = ()
    run_title: str = ""
    groups: Sequence[Group] = ()
    outcomes: Sequence[OutcomeRow] = ()
    shows: Sequence[Place] = ()
    previous: str = ""
    next: str = ""
    print_address: str = ""
    papers: Sequence[Option] = ()


def title_of(batch: Batch, spoken: Speaker | None = None) -> str:
    """What a batch is called: its action, and how many."""
    manual, procedure = manual_of(batch.procedure)
    spoken = spoken or speaker(manual, procedure)
    name = spoken.action(batch.action) if batch.action else built_in_title(batch.verb, spoken)
    title = _("%(action)s × %(count)s 单") % {"action": name, "count": f"{batch.count:,}"}
    return f"{title} · {batch.note}" if batch.note else title


def stage_of(batch: Batch) -> tuple[str, str]:
    """How a batch stands, in words and as a color."""
    return {
        Batch.Stage.READY: (_("未开始"), ""),
        Batch.Stage.RUNNING: (_("进行中"), "note"),
        Batch.Stage.STOPPED: (_("已暂停"), "soon"),
        Batch.Stage.DONE: (_("已做完"), "good" if not batch.refused else "accent"),
        Batch.Stage.DROPPED: (_("已放弃"), ""),
    }[Batch.Stage(batch.stage)]


def steps_of(batch: Batch) -> list[Step]:
    """Choose, fill in, run, look."""
    at = {Batch.Stage.READY: 1, Batch.Stage.RUNNING: 2, Batch.Stage.STOPPED: 2}.get(Batch.Stage(batch.stage), 3)
    titles = (_("勾选"), _("核对和填写"), _("处理"), _("结果"))
    return [Step(title, number == at, number < at) for number, title in enumerate(titles)]


def batch_view(
    batch: Batch,
    spoken: Speaker,
    procedure: Procedure,
    *,
    show: str = "",
    after: int = 0,
    sample: Table | None = None,
    controls: Sequence[Control] = (),
    each: Control | None = None,
    each_open: bool = False,
    warnings: Sequence[str] = (),
    differing: Sequence[Alike] = (),
) -> BatchView:
    """The batch in the reader's language. `show` is "done" or "refused"; `after` the row before the first one shown."""
    names = [batch.id]
    stage = Batch.Stage(batch.stage)
    address = reverse("web:batch", args=names)
    started = stage not in (Batch.Stage.READY, Batch.Stage.DROPPED)
    rows = _rows(batch, show, after) if started and stage != Batch.Stage.RUNNING else []
    action = spoken.action(batch.action) if batch.action else built_in_title(batch.verb, spoken)
    shown = rows[:SHOWN]
    return BatchView(
        id=str(batch.id),
        title=title_of(batch, spoken),
        procedure=spoken.say(procedure.title),
        list_address=reverse("web:list", args=[procedure.pack, procedure.name]),
        about=stage_of(batch)[0],
        action=action,
        count=f"{batch.count:,}",
        steps=steps_of(batch),
        ready=stage == Batch.Stage.READY,
        running=stage == Batch.Stage.RUNNING,
        stopped=stage == Batch.Stage.STOPPED,
        done=f"{batch.at_row - 1:,}",
        succeeded=f"{batch.succeeded:,}",
        refused=f"{batch.refused:,}",
        some_refused=bool(batch.refused),
        total=batch.count,
        at=batch.at_row - 1,
        says=_says(batch),
        run_address=reverse("web:batch_run", args=names),
        step_address=reverse("web:batch_step", args=names),
        stop_address=reverse("web:batch_stop", args=names),
        go_on_address=reverse("web:batch_step", args=names) + "?go=on",
        drop_address=reverse("web:batch_drop", args=names),
        retry_address=reverse("web:batch_retry", args=names) if batch.refused and stage == Batch.Stage.DONE else "",
        part_address=reverse("web:batch_part", args=names),
        export_address=reverse("web:batch_export", args=[batch.id, "xlsx"]),
        sample=sample,
        rest=_("另有 %(count)s 单") % {"count": f"{batch.count - SAMPLE:,}"} if batch.count > SAMPLE else "",
        controls=controls,
        each=each,
        each_open=each_open,
        warnings=warnings,
        differing=differing,
        run_title=_("对 %(count)s 单做“%(action)s”") % {"count": f"{batch.count:,}", "action": action},
        groups=_groups(batch, spoken, address) if started and batch.refused and stage != Batch.Stage.RUNNING else (),
        outcomes=[_outcome(row, procedure, spoken, batch) for row in shown],
        shows=[
            Place(_("全部"), address, not show),
            Place(_("没做成的"), f"{address}?show=refused", show == "refused"),
            Place(_("成功的"), f"{address}?show=done", show == "done"),
        ],
        previous=f"{address}?show={show}" if after else "",
        next=f"{address}?show={show}&after={shown[-1].row}" if len(rows) > SHOWN else "",
        print_address=reverse("web:batch_print", args=names),
        papers=_papers(batch, spoken, procedure),
    )


def _papers(batch: Batch, spoken: Speaker, procedure: Procedure) -> list[Option]:
    """The papers that the batch's action printed: what it is done for is then in one's hand."""
    action = procedure.actions.get(batch.action or "")
    if batch.stage != Batch.Stage.DONE or not batch.succeeded or action is None or spoken.pack is None:
        return []
    printed = {effect.word for effect in action.then}
    found = (each for each in spoken.pack.documents.values() if f"document.{each.name}" in printed)
    return [Option(each.name, spoken.say(each.title)) for each in found]


def _says(batch: Batch) -> str:
    return {
        Batch.Stage.READY: "",
        Batch.Stage.RUNNING: _("正在处理。可以离开这一页，回来再接着做。"),
        Batch.Stage.STOPPED: _("已暂停。做过的不会重做，也不会撤销。"),
        Batch.Stage.DONE: _("已做完。"),
        Batch.Stage.DROPPED: _("已放弃，没有改动任何单。"),
    }[Batch.Stage(batch.stage)]


def _rows(batch: Batch, show: str, after: int) -> list[BatchRow]:
    found = batch.rows.filter(row__gt=after, done__isnull=False).order_by("row")
    if show in ("done", "refused"):
        found = found.filter(done=show == "done")
    return list(found[: SHOWN + 1])


def _outcome(row: BatchRow, procedure: Procedure, spoken: Speaker, batch: Batch) -> OutcomeRow:
    reasons = reasons_in_words(batches.reasons_of(row), spoken, batch.action or batch.verb)
    return OutcomeRow(
        row=row.row,
        uid=str(row.uid),
        number=row.number,
        address=reverse("web:case", args=[row.uid]),
        outcome=spoken.state(row.state) if row.done else _("没有做成"),
        tone=tone_of(procedure, row.state) if row.done else "late",
        says=spoken.both("；", "; ").join(reasons),
    )


def _groups(batch: Batch, spoken: Speaker, address: str) -> list[Group]:
    found = []
    for each in batches.groups(batch.id):
        says = spoken.both("；", "; ").join(reasons_in_words(each.reasons, spoken, batch.action or batch.verb))
        found.append(Group(f"{each.count:,}", says, f"{address}?show=refused&after={each.first_row - 1}"))
    return found
