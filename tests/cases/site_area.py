"""An area of the tests' own, with everything that an area may declare: it keeps its things in this module."""

from decimal import Decimal

from gendan.core.expression.types import BOOL, INT, PARTY, TEXT, rows
from gendan.core.field import Choice, Field
from gendan.core.refusals import Reason, Refused
from gendan.core.text import Text
from gendan.core.vocabulary import AreaAction, Column, EffectWord, Fact, Lookup, Panel, Reference, Table, Vocabulary

grades: dict[str, str] = {}
aliases: dict[str, str] = {}
done: list[tuple[str, dict]] = []
asked: list[tuple] = []


def reset():
    for each in (grades, aliases, done, asked):
        each.clear()


def resolve(texts):
    asked.append(("resolve", tuple(texts)))
    return {text: aliases.get(text, text) for text in texts if aliases.get(text, text) in grades}


def look_up(text, limit):
    return [(name, name, f"等级 {grade}") for name, grade in sorted(grades.items()) if text in name][:limit]


def make(texts, at):
    grades.update(dict.fromkeys(texts, "C"))


def grade(arguments):
    asked.append(("grade", tuple(arguments)))
    return [grades.get(party) for (party,) in arguments]


def lines(cases):
    return {case: [{"good": "门", "count": 2}] for case in cases}


def register(*, arguments, person, at):
    if arguments["name"] in grades:
        raise Refused((Reason("yard.stands", {"name": arguments["name"]}),))
    grades[arguments["name"]] = arguments.get("grade", "C")
    done.append(("register", dict(arguments)))
    return {"name": arguments["name"], "paid": arguments.get("paid", Decimal(0))}


def mark(*, case, arguments, person, at):
    done.append(("mark", {"case": case, **arguments}))


def take(calls):
    raise Refused((Reason("yard.stands", {"name": "王"}),))


def panel(name, *, at):
    return Table(columns=(Column(title=Text("等级", "Grade")),), rows=((grades.get(name, ""),),))


def _here(name):
    return f"tests.cases.site_area:{name}"


WORDS = Vocabulary.of(
    ("yard",),
    [
        Fact(
            name="yard.lines",
            type=rows({"good": TEXT, "count": INT}),
            title=Text("清单", "Lines"),
            loader=_here("lines"),
        ),
        Lookup(
            name="yard.grade",
            type=TEXT,
            title=Text("客户等级", "Grade"),
            arguments={"party": PARTY},
            loader=_here("grade"),
        ),
        EffectWord(name="yard.take", title=Text("取货", "Take"), handler=_here("take")),
        AreaAction(
            name="yard.register",
            title=Text("登记客户", "Register"),
            handler=_here("register"),
            about="site",
            required=("name",),
            arguments={
                "name": Field(name="name", title=Text("名称", "Name"), type="text"),
                "grade": Field(
                    name="grade",
                    title=Text("等级", "Grade"),
                    type="choice",
                    choices=(Choice(name="A", title=Text("甲", "First")), Choice(name="C", title=Text("丙", "Third"))),
                ),
                "paid": Field(name="paid", title=Text("已付", "Paid"), type="money"),
                "above": Field(name="above", title=Text("上级", "Above"), type="party"),
                "lines": Field(
                    name="lines",
                    title=Text("清单", "Lines"),
                    type="rows",
                    columns=(Field(name="count", title=Text("数量", "Count"), type="int"),),
                ),
            },
        ),
        AreaAction(
            name="yard.mark",
            title=Text("标记", "Mark"),
            handler=_here("mark"),
            arguments={"urgent": BOOL},
        ),
        AreaAction(name="yard.read", title=Text("查看", "Look")),
        Panel(name="yard.grades", title=Text("等级", "Grades"), about="party", loader=_here("panel")),
    ],
    title=Text("货场", "Yard"),
    references=[
        Reference(type="party", area="yard", resolve=_here("resolve"), look_up=_here("look_up"), make=_here("make"))
    ],
    refusals={"yard.stands": Text("{name} 已登记。", "{name} is registered already.")},
)

PACK = {
    "pack.yaml": """
pack: yard_desk
version: 1.0.0
title: {zh: 货场, en: Yard}
calendar: standard
needs: [yard]
posts:
  clerk: {title: {zh: 文员, en: Clerk}}
  guard: {title: {zh: 门卫, en: Guard}}
acts: {clerk: [yard.register, yard.mark], guard: [yard.read]}
""",
    "procedures/delivery.yaml": """
procedure: delivery
title: {zh: 送货, en: Delivery}
fields:
  customer: {title: {zh: 客户, en: Customer}, type: party}
  stops:
    title: {zh: 停靠, en: Stops}
    type: rows
    of:
      at: {title: {zh: 地点, en: Place}, type: party}
      grade: {title: {zh: 等级, en: Grade}, type: text, computed: yard.grade(at)}
states:
  open: {title: {zh: 待送, en: Open}, owner: clerk}
  done: {title: {zh: 已送, en: Done}, final: done}
gates:
  all:   {when: "all(yard.grade(stops.at) != 'D')", says: {zh: 有停靠点不送, en: Not there}}
  first: {when: "yard.grade(customer) == 'A'", says: {zh: 只送甲级客户, en: First grade only}}
actions:
  open: {title: {zh: 接单, en: Take}, by: clerk, to: open, asks: [customer, stops], needs: [customer]}
  send: {title: {zh: 送出, en: Send}, from: open, to: done, by: clerk, gates: [first, all]}
  fetch: {title: {zh: 取货, en: Fetch}, from: open, by: clerk, then: [yard.take]}
deadlines:
  go: {title: {zh: 送货时限, en: Delivery}, starts: open, stops: send, due: [{in: 1 workday}]}
""",
    "stories/yard.yaml": """
story: 只送甲级客户
at: 2026-10-09 09:30
steps:
  - {as: clerk, do: yard.register, with: {name: 王家, grade: A, paid: 12.5, lines: [{count: 2}]}}
  - {as: clerk, do: yard.register, with: {name: 王家}, refused: [yard.stands]}
  - {as: clerk, do: yard.register, with: {grade: B, above: 没有的}, refused: [needs.name, value.grade, value.above]}
  - {as: guard, do: yard.register, with: {name: 李家}, refused: [access]}
  - {as: clerk, open: delivery, with: {customer: 王家, stops: [{at: 张家}]}, call: o}
  - {as: clerk, do: yard.mark, with: {urgent: true}}
  - {as: clerk, do: fetch, refused: [effect.yard.take]}
  - {as: clerk, do: send}
  - expect: {case: o, state: done}
  - {as: clerk, open: delivery, with: {customer: 张家}}
  - {as: clerk, do: send, refused: [gate.first]}
  - {as: clerk, open: delivery, with: {customer: 谁也不是}, refused: [value.customer]}
  - {as: clerk, open: delivery, with: {customer: 王家, stops: [{at: 谁也不是}]}, refused: [value.stops]}
""",
}
"""A pack that uses them all."""
