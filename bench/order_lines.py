"""An order of a thousand lines against one of ten: opened, priced, one line changed, priced again, confirmed.

Both go through the one door with the areas of products and orders; what is compared is the work for each line. The
twin is the small order, so a ratio of a third says that a line of the large one costs three times as much.

    python -m bench.order_lines
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from itertools import count
from typing import Any

from bench.ground import NOW
from bench.own import join, own_database
from bench.pairs import interleaved

DATABASE = "order_lines"
FEW, MANY = 10, 1_000

PACK = {
    "pack.yaml": """
pack: lines
version: 1.0.0
title: {zh: 多行订单, en: Many lines}
needs: [catalogue, orders]
calendar: standard
posts: {clerk: {title: {zh: 接单员, en: Clerk}}}
acts: {clerk: [catalogue.read]}
""",
    "procedures/door.yaml": """
procedure: door
title: {zh: 门单, en: Doors}
sees: {clerk: all}
fields:
  customer: {title: {zh: 客户, en: Customer}, type: text}
  lines:
    title: {zh: 门, en: Doors}
    type: rows
    of:
      product:  {title: {zh: 产品, en: Product}, type: product}
      width:    {title: {zh: 宽, en: Width}, type: decimal, unit: mm}
      height:   {title: {zh: 高, en: Height}, type: decimal, unit: mm}
      quantity: {title: {zh: 数量, en: Quantity}, type: int, min: 1}
states:
  new:    {title: {zh: 新, en: New}, owner: clerk}
  quoted: {title: {zh: 已报价, en: Quoted}, owner: clerk}
  agreed: {title: {zh: 已确认, en: Agreed}, final: done}
gates:
  fresh: {when: orders.quoted, says: {zh: 须重新报价, en: Quote it anew}}
actions:
  open:  {title: {zh: 接单, en: Open}, by: clerk, to: new, asks: [customer, lines]}
  quote: {title: {zh: 报价, en: Quote}, from: [new, quoted], to: quoted, by: clerk,
          then: [{orders.price: {lines: lines}}]}
  amend: {title: {zh: 改, en: Amend}, from: quoted, by: clerk, asks: [lines]}
  agree: {title: {zh: 确认, en: Agree}, from: quoted, to: agreed, by: clerk, gates: [fresh]}
deadlines:
  handle: {title: {zh: 时限, en: Due}, starts: open, stops: agree, due: [{in: 2 days}]}
""",
}

Work = Callable[[], int]


def many(number: int, workers: int) -> Work:
    """Orders of a thousand lines."""
    return orders(MANY)


def few(number: int, workers: int) -> Work:
    """Orders of ten lines."""
    return orders(FEW)


def orders(lines: int, *, amended: bool = True) -> Work:
    """One order of so many lines: opened, priced and confirmed; `amended`: with one line changed and priced again."""
    join()
    from gendan.cases.commands import run
    from gendan.core.command import Command, Verb
    from gendan.people.models import Person

    clerk = Person.objects.get(username="lines").pk
    keys = count()
    rows = [{"product": "D1", "width": 700 + n % 300, "height": 2050, "quantity": 1 + n % 3} for n in range(lines)]
    changed = [{**row, "width": 999} if n == lines // 2 else row for n, row in enumerate(rows)]

    def step(**said: Any) -> int:
        done = run(Command(key=f"{os.getpid()}/{lines}/{next(keys)}", **said), person=clerk, at=NOW)
        assert done.done, done.reasons
        return int(done.case or 0)

    def work() -> int:
        case = step(verb=Verb.OPEN, procedure="lines.door", given={"customer": "王记门业", "lines": rows})
        step(verb=Verb.ACT, case=case, action="quote")
        if amended:
            step(verb=Verb.ACT, case=case, action="amend", given={"lines": changed})
            step(verb=Verb.ACT, case=case, action="quote")
        step(verb=Verb.ACT, case=case, action="agree")
        return lines

    return work


def prepare() -> None:
    """The pack, its clerk, a product and its price. In a process of its own."""
    join()
    from gendan.cases import library
    from gendan.catalogue import actions as catalogue
    from gendan.people import actions
    from gendan.project.environment import ensure_migrated

    ensure_migrated(force=True)
    library.activate({path: text.encode() for path, text in PACK.items()}, by=0, at=NOW)
    person = actions.create_person(actor=0, at=NOW, username="lines", name="接单员")
    actions.hold(person, "lines.clerk", actor=0, at=NOW)
    attributes = [{"name": name, "type": "decimal"} for name in ("width", "height")]
    catalogue.describe(code="D1", unit="樘", attributes=attributes, actor=0, at=NOW)
    formula = {"measure": "width * height / 1000000", "least": "1.5", "rate": "680"}
    prices = [{"product": "D1", "title": "门扇", **formula}, {"product": "D1", "title": "五金", "rate": "180"}]
    catalogue.publish(name="价表", since=date(2020, 1, 1), prices=prices, actor=0, at=NOW)


def run() -> dict[str, Any]:
    """The large order and the small one in turns."""
    with own_database(DATABASE, "order_lines.prepare"):
        return interleaved(many, few, connections=1).as_json()


if __name__ == "__main__":
    print(run())
