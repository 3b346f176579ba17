"""A small office of our own, for what the doors pack does not say: unique and hidden fields, gapless numbers, lists,
settings."""

from gendan.cases import library
from tests.cases.company import FRIDAY, Company

PACK = """
pack: desk
version: {version}
title: {{zh: 登记处, en: Desk}}
posts:
  chief: {{title: 主管}}
  clerk: {{title: 办事员, reports_to: chief}}
  second: {{title: 复核员, reports_to: chief}}
settings:
  limit: {{title: 时限（小时）, type: int, default: 4, min: 1, max: 8}}
tables:
  fee:
    title: 收费
    key: {{province: {{title: 省, type: text}}}}
    columns: {{fee: {{title: 费用, type: money}}}}
    file: tables/fee.csv
{more}
"""

PROCEDURE = """
procedure: ticket
title: 登记单
number: "{opened:%Y}-{seq:03}"
gapless: true
sees: {chief: all}
priority: urgency
fields:
  name:    {title: 姓名, type: text, filter: true}
  card:    {title: 身份证, type: id_number, unique: open, seen_by: [clerk]}
  line:    {title: 线路, type: text, unique: open, filter: true}
  amount:  {title: 金额, type: money, filter: true}
  urgency: {title: 紧急, type: int, min: 0, max: 9}
  day:     {title: 日期, type: date, filter: true}
  seen_at: {title: 时刻, type: moment, filter: true}
  ready:   {title: 就绪, type: bool, filter: true}
  fee:     {title: 费用, type: money, computed: table.fee(name)}
states:
  new:     {title: 新, owner: clerk}
  checked: {title: 已核, owner: second}
  asked:   {title: 待答复, owner: second, waits: chief}
  closed:  {title: 结, final: done}
actions:
  open:  {title: 登记, by: clerk, to: new, needs: [name],
          asks: [name, card, line, amount, urgency, day, seen_at, ready]}
  check: {title: 核, from: new, to: checked, by: clerk}
  ask:   {title: 询, from: checked, to: asked, by: second}
  answer: {title: 答, from: asked, to: checked, by: chief}
  close: {title: 结, from: checked, to: closed, by: second}
  again: {title: 重开, from: closed, to: new, by: clerk, reopens: true}
deadlines:
  check: {title: 核时限, starts: {enter: new}, stops: check, due: [{in: setting.limit hours}],
          late: {notify: [owner]}, warn: [1 hour before]}
  close: {title: 结时限, starts: check, stops: close, due: [{in: 2 days}]}
lists:
  new: {title: 新单, in: [new], sort: [-amount], shows: [name, amount]}
"""


def files(version="1.0.0", more="", procedure=PROCEDURE):
    return {
        "pack.yaml": PACK.format(version=version, more=more).encode(),
        "procedures/ticket.yaml": procedure.encode(),
        "tables/fee.csv": "province,fee\n浙江,10.00\n".encode(),
    }


def open_desk(**changes):
    """The desk with a chief, two clerks and a second."""
    company = Company(library.activate(files(**changes), by=0, at=FRIDAY).definition)
    company.hire("chief", "chief", pack="desk")
    company.hire("ann", "clerk", pack="desk")
    company.hire("bob", "clerk", pack="desk")
    company.hire("second", "second", pack="desk")
    company.hire("stranger")
    return company
