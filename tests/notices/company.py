"""A repair desk that tells people things: by page, by mail and by SMS, people here and customers outside."""

from datetime import UTC, datetime

from gendan.cases import library
from gendan.cases.outbox import drain
from gendan.core.command import Command, Verb
from tests.cases.company import Company, act, do

MONDAY = datetime(2026, 10, 12, 1, 30, tzinfo=UTC)
"""A working Monday, 9:30 in Shanghai."""

# ruff: noqa: E501
PACK = """
pack: repair
version: 1.0.0
title: {zh: 维修服务台, en: Repair desk}
posts:
  chief:  {title: {zh: 主管, en: Chief}}
  clerk:  {title: {zh: 接待员, en: Clerk}, reports_to: chief}
  fitter: {title: {zh: 维修工, en: Fitter}, reports_to: chief}
"""

NOTICES = """
notices:
  ready:
    title: {zh: 可取件, en: Ready}
    by: [sms, mail, task]
    text: {zh: "{name}您好，{device}已修好（{number}），费用{cost}，请于{until}前来取。", en: "{device} of {name} is repaired ({number})."}
  look:
    title: {zh: 请查看, en: Please look}
    by: [task]
    text: {zh: "{procedure} {number}：{remark}；证件{card}；成本{price}；{urgent}；{state}／{owner}／{actor}", en: "{procedure} {number}: {remark}; card {card}; price {price}; {urgent}; {state}/{owner}/{actor}"}
  sums:
    title: {zh: 金额, en: Sums}
    by: [task]
    text: {zh: "{total}，{when}，{who}", en: "{total}, {when}, {who}"}
  letter:
    title: {zh: 来信, en: Letter}
    by: [mail]
    text: {zh: "单 {number}：{remark}", en: "Case {number}: {remark}"}
  word:
    title: {zh: 一句话, en: A word}
    by: [mail]
    text: {zh: "单 {number} {state}", en: "Case {number} {state}"}
"""

PROCEDURE = """
procedure: job
title: {zh: 维修单, en: Repair}
number: "{opened:%Y}-{seq:03}"
sees: {chief: all, clerk: all, fitter: all}
fields:
  name:     {title: {zh: 姓名, en: Name}, type: text}
  phone:    {title: {zh: 电话, en: Phone}, type: phone}
  mail:     {title: {zh: 邮箱, en: Mail}, type: text}
  customer: {title: {zh: 客户, en: Customer}, type: party}
  device:   {title: {zh: 设备, en: Device}, type: text}
  card:     {title: {zh: 证件, en: ID card}, type: id_number}
  price:    {title: {zh: 成本, en: Price}, type: money, seen_by: [chief]}
  cost:     {title: {zh: 费用, en: Cost}, type: money}
  until:    {title: {zh: 取件期限, en: Until}, type: date}
  urgent:   {title: {zh: 加急, en: Urgent}, type: bool}
  by_whom:  {title: {zh: 经手人, en: By}, type: person}
states:
  taken:  {title: {zh: 已接单, en: Taken}, owner: clerk}
  mended: {title: {zh: 已修好, en: Repaired}, owner: fitter}
  gone:   {title: {zh: 已取走, en: Gone}, final: done}
actions:
  open:  {title: {zh: 接单, en: Take in}, by: clerk, to: taken, asks: [name, phone, mail, customer, device, card, price, cost, until, urgent, by_whom], needs: [name]}
  show:
    title: {zh: 请看, en: Show}
    from: taken
    by: clerk
    asks: [{remark: {title: {zh: 说明, en: Remark}, type: text}}]
    then: [{notice.look: {to: [fitter, chief, by_whom]}}]
  write: {title: {zh: 写信, en: Write}, from: taken, by: clerk, asks: [{remark: {title: {zh: 说明, en: Remark}, type: text}}], then: [{notice.letter: {to: [chief, mail]}}]}
  sum:   {title: {zh: 报数, en: Sum}, from: taken, by: clerk, then: [{notice.sums: {to: [owner], total: cost + price, when: until, who: by_whom}}]}
  price: {title: {zh: 改价, en: Price}, from: taken, by: clerk, asks: [cost]}
  mend:  {title: {zh: 修好, en: Repaired}, from: taken, to: mended, by: clerk, then: [{notice.ready: {to: [phone]}}, {notice.word: {to: [customer]}}]}
  ask:   {title: {zh: 问上级, en: Ask above}, from: taken, by: clerk, then: [{notice.word: {to: [superior]}}]}
  fetch: {title: {zh: 取走, en: Fetched}, from: mended, to: gone, by: fitter}
deadlines:
  mend: {title: {zh: 维修时限, en: Repair}, starts: open, stops: mend, due: [{in: 4 hours}], warn: [1 hour before], late: {notify: [owner, superior]}}
  keep: {title: {zh: 取件, en: Fetching}, starts: mend, stops: fetch, due: [{in: 30 days}]}
"""


def repair():
    """The desk with a chief (who reads English), two clerks and a fitter."""
    files = {
        "pack.yaml": PACK.encode(),
        "notices.yaml": NOTICES.encode(),
        "procedures/job.yaml": PROCEDURE.encode(),
    }
    company = Company(library.activate(files, by=0, at=MONDAY).definition)
    company.hire("chief", "chief", pack="repair", language="en", mail="chief@example.com")
    company.hire("ann", "clerk", pack="repair", superior=company.chief)
    company.hire("bob", "clerk", pack="repair")
    company.hire("fay", "fitter", pack="repair", phone="13900000001", mail="fay@example.com")
    return company


def take(company, at=MONDAY, **given):
    """A repair, taken in by Ann."""
    values = {"name": "王小明", "device": "打印机", **given}
    return do(Command(verb=Verb.OPEN, procedure="repair.job", given=values), company.ann, at).case


def told(company, case, action, at=MONDAY, **given):
    """An act of Ann's, and what follows it done."""
    do(act(case, action, given=given), company.ann, at)
    drain(at)
