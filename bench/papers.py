"""Papers: 3,000 cases tell that theirs be printed, and one print job gives them out in files, against Typst and the
joining of PDF files alone.

Ours does every case's act, sends its outbox, makes each paper from its case and attaches it, and joins them as the
job does. The raw twin typesets the same template with the same data, and joins as many pages to one file.

    python -m bench.papers
"""

from __future__ import annotations

import json
import resource
import shutil
import tempfile
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

from bench.ground import CASES, NOW, set_up
from bench.own import apart, folder, join, own_database
from bench.pairs import interleaved

PAPERS = max(30, CASES * 3 // 200)
"""Papers of the one job: 3,000, fewer in a quick run."""
SLICE = 20
"""Papers of one slice of work, ours and the twin's."""
ROWS = 12
"""Lines of goods on a paper."""

NOTE = """#import "/gendan.typ": barcode, capitals
#set page(paper: "a4", margin: 2cm)
#set text(size: 10pt)
#let data = json("/data.json")
#grid(columns: (1fr, auto), [= #data.document #data.number], barcode(data.number))
#table(columns: (1fr, auto, auto),
  table.header([品名], [数量], [金额]),
  ..data.fields.goods.map(row => (row.name, row.quantity, row.amount)).flatten())
"""
PACK = {
    "pack.yaml": """
pack: papers
version: 1.0.0
title: {zh: 打印, en: Papers}
calendar: standard
posts: {clerk: {title: {zh: 制单员, en: Clerk}}}
""",
    "documents.yaml": "documents: {note: {title: {zh: 发货单, en: Dispatch note}, template: documents/note.typ}}\n",
    "documents/note.typ": NOTE,
    "procedures/note.yaml": """
procedure: note
title: {zh: 发货, en: Dispatch}
number: "FH{opened:%Y%m}-{seq:05}"
sees: {clerk: all}
fields:
  goods:
    title: {zh: 货物, en: Goods}
    type: rows
    of:
      name:     {title: {zh: 品名, en: Name}, type: text}
      quantity: {title: {zh: 数量, en: Quantity}, type: int}
      amount:   {title: {zh: 金额, en: Amount}, type: money}
states:
  new:  {title: {zh: 新, en: New}, owner: clerk}
  gone: {title: {zh: 已发, en: Gone}, final: done}
actions:
  open:  {title: {zh: 开, en: Open}, by: clerk, to: new, asks: [goods]}
  print: {title: {zh: 打印, en: Print}, from: new, by: clerk, then: [document.note]}
  send:  {title: {zh: 发, en: Send}, from: new, to: gone, by: clerk}
deadlines:
  handle: {title: {zh: 时限, en: Due}, starts: open, stops: send, due: [{in: 2 days}]}
""",
}


def goods(number: int) -> list[dict[str, object]]:
    """What stands on a paper."""
    return [
        {"name": f"钢质门 {number % 97}-{row}", "quantity": row + 1, "amount": f"{number % 997 + row}.00"}
        for row in range(ROWS)
    ]


def ours(number: int, workers: int) -> Callable[[], int]:
    """Cases opened before; told, made and given out in one job, a slice of them."""
    made = _maker()

    def work() -> int:
        made(SLICE)
        return SLICE

    return work


def _maker() -> Callable[[int], None]:
    join()
    from gendan.cases import batches, printing
    from gendan.cases.commands import run_many
    from gendan.cases.outbox import drain
    from gendan.core.command import Command, Verb
    from gendan.people.models import Person

    clerk = Person.objects.get(username="papers").pk
    numbers = count()

    def do(commands: list[Command]) -> list[int]:
        done = list(run_many(commands, person=clerk, at=NOW))
        assert all(each.done for each in done), done[0].reasons
        return [int(each.case or 0) for each in done]

    def made(papers: int) -> None:
        cases = do(
            [
                Command(verb=Verb.OPEN, procedure="papers.note", given={"goods": goods(next(numbers))})
                for _ in range(papers)
            ]
        )
        do([Command(verb=Verb.ACT, case=case, action="print") for case in cases])
        while drain(NOW).done:
            pass
        chosen = batches.chosen(cases, procedure="papers.note", person=clerk, at=NOW)
        job = printing.create(chosen, procedure="papers.note", document="note", person=clerk, at=NOW).id
        while printing.advance(job, NOW):
            pass
        found = printing.own(job, person=clerk)
        assert found.printed == papers, (found.printed, found.missing, printing.reasons(job))

    return made


def raw(number: int, workers: int) -> Callable[[], int]:
    """The same papers typeset and joined by hand."""
    set_up()
    import pypdfium2
    import typst

    from gendan.packs import printing
    from gendan.packs.typesetter import fonts

    place = Path(tempfile.mkdtemp(prefix="papers-", dir=folder()))
    (place / "note.typ").write_text(NOTE, "utf-8")
    (place / printing.SHARED).write_bytes((Path(printing.__file__).parent / printing.SHARED).read_bytes())
    numbers = count()

    def work() -> int:
        whole = pypdfium2.PdfDocument.new()
        for _ in range(SLICE):
            at = next(numbers)
            data = {"document": "发货单", "number": f"FH202610-{at:05}", "fields": {"goods": _as_text(at)}}
            (place / printing.DATA_FILE).write_text(json.dumps(data, ensure_ascii=False), "utf-8")
            paper = typst.compile(
                str(place / "note.typ"),
                root=str(place),
                font_paths=fonts(),
                ignore_system_fonts=True,
                format="pdf",
            )
            (place / f"{at % SLICE}.pdf").write_bytes(paper)
            with pypdfium2.PdfDocument(str(place / f"{at % SLICE}.pdf")) as read:
                whole.import_pages(read)
        whole.save(str(place / "whole.pdf"))
        whole.close()
        return SLICE

    return work


def _as_text(number: int) -> list[dict[str, str]]:
    return [{name: str(value) for name, value in row.items()} for row in goods(number)]


def prepare() -> None:
    """The pack and its clerk. In a process of its own."""
    join()
    from gendan.cases import library
    from gendan.people import actions
    from gendan.project.environment import ensure_migrated

    ensure_migrated(force=True)
    library.activate({path: text.encode() for path, text in PACK.items()}, by=0, at=NOW)
    person = actions.create_person(actor=0, at=NOW, username="papers", name="制单员")
    actions.hold(person, "papers.clerk", actor=0, at=NOW)


def memory() -> None:
    """Print the peak in MB of a process that prints: after a job of a third of the papers, and after one of all."""
    made = _maker()
    made(PAPERS // 3)
    third = _peak()
    made(PAPERS)
    print(json.dumps([third, _peak()]))


def _peak() -> float:
    """Of the process and the largest of those in which it had papers typeset."""
    whose = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(resource.getrusage(each).ru_maxrss for each in whose) / 1024


def run() -> dict[str, Any]:
    """Pairs, and the memory of one large job."""
    with own_database("papers", "papers.prepare"):
        found = interleaved(ours, raw, connections=1).as_json()
        third, whole = json.loads(apart("papers.memory").splitlines()[-1])
    for left in folder().glob("papers-*"):
        shutil.rmtree(left)
    return {**found, "memory_megabytes": round(whole, 1), "memory_growth_megabytes": round(whole - third, 1)}


if __name__ == "__main__":
    print(run())
