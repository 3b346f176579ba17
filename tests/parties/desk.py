"""A department that works with parties, its people, and their ways in."""

from datetime import date

from django.test import Client
from django.utils import timezone

from gendan.cases import library
from gendan.packs.reader import read_pack
from gendan.people.actions import create_person, hold, set_password
from tests.api.client import Caller

PASSWORD = "找得到-找不到-2026"
PACK = {
    "pack.yaml": """
pack: dealing
version: 1.0.0
title: {zh: 经销管理, en: Dealing}
calendar: standard
needs: [parties]
posts:
  manager: {title: {zh: 主管, en: Manager}}
  clerk:   {title: {zh: 文员, en: Clerk}, reports_to: manager}
acts:
  clerk:   [parties.register, parties.change, parties.contract, parties.load]
  manager: [parties.merge, parties.territory, parties.end_territory, parties.read]
""",
    "procedures/order.yaml": """
procedure: order
title: {zh: 订货, en: Order}
sees: {manager: all, customer: own}
fields:
  customer: {title: {zh: 客户, en: Customer}, type: party}
  buyer:    {title: {zh: 经办人, en: Buyer}, type: contact}
  region:   {title: {zh: 区域, en: Region}, type: address}
states:
  placed: {title: {zh: 已订, en: Placed}, owner: {post: clerk, by: keeper of customer}}
  sent:   {title: {zh: 已发, en: Sent}, final: done}
gates:
  known:   {when: "parties.grade(customer) in ('A', 'B')", says: {zh: 未评级客户不发货, en: Ungraded}}
  covered:
    when: not parties.is_a(customer, 'dealer') or parties.contract_valid(customer)
    says: {zh: 合同已过期, en: No contract}
  inside:
    when: not given(region) or parties.may_sell(customer, region)
    says: {zh: 不在授权区域, en: Outside}
actions:
  open:
    title: {zh: 下单, en: Place}
    by: [clerk, customer]
    to: placed
    asks: [customer, buyer, region]
    needs: [customer]
  sign:
    title: {zh: 签合同, en: Sign}
    from: placed
    by: manager
    asks:
      number: {title: {zh: 合同号, en: Number}, type: text}
      ends:   {title: {zh: 到期, en: Ends}, type: date}
      scan:   {title: {zh: 扫描件, en: Scan}, type: file}
    then: [{parties.contract: {party: customer, number: number, signed_on: today, expires_on: ends, scan: scan}}]
  send: {title: {zh: 发货, en: Send}, from: placed, to: sent, by: clerk, gates: [known, covered, inside]}
deadlines:
  go: {title: {zh: 发货时限, en: Delivery}, starts: open, stops: send, due: [{in: 2 workdays}]}
""",
    "stories/dealing.yaml": """
story: 经销商建档、授权、签约、发货
at: 2026-10-09 09:30
steps:
  - as: clerk
    do: parties.register
    with: {name: 深圳王记, sorts: [dealer], phones: [{phone: 13800000001}], contacts: [{name: 王五}]}
  - {as: clerk, do: parties.register, with: {name: 深圳王记}, refused: [parties.name]}
  - as: clerk
    do: parties.territory
    with: {party: 深圳王记, region: 广东深圳, since: 2026-10-09}
    refused: [access]
  - {as: manager, do: parties.territory, with: {party: 深圳王记, region: 广东深圳, since: 2026-10-09}}
  - as: manager
    do: parties.territory
    with: {party: 广州李记, region: 广东, since: 2026-10-09}
    refused: [parties.territory]
  - as: clerk
    open: order
    with: {customer: "13800000001", buyer: 王五（深圳王记）, region: 广东省深圳市南山区}
    call: o
  - expect: {case: o, fields: {customer: 深圳王记}}
  - {as: clerk, do: send, refused: [gate.known, gate.covered]}
  - {as: clerk, do: parties.change, with: {party: 深圳王记, grade: A}}
  - {as: manager, do: sign, case: o, with: {number: HT-1, ends: 2027-10-08, scan: 合同.pdf}}
  - {as: clerk, do: send, case: o}
  - {as: clerk, open: order, with: {customer: 深圳王记, region: 湖南长沙}, call: p}
  - {as: clerk, do: send, refused: [gate.inside]}
  - {as: clerk, open: order, with: {customer: 没有登记过, buyer: 谁}, refused: [value.buyer, value.customer]}
""",
}


def files():
    return {path: text.encode() for path, text in PACK.items()}


class Desk:
    """People by name: lin leads, chen works, wang is outside. `clients` are signed-in browsers, `callers` tokens."""

    def __init__(self):
        at = timezone.now()
        reading = read_pack(files())
        library.try_out(reading.pack, reading.files, at=at)
        self.people, self.clients, self.callers = {}, {}, {}
        for name, post in (("lin", "manager"), ("chen", "clerk"), ("nobody", None), ("wang", None)):
            person = create_person(actor=0, at=at, username=name, name=name, party="深圳王记" if name == "wang" else "")
            if post:
                hold(person, f"dealing.{post}", actor=0, at=at, since=date(2026, 1, 1))
            set_password(person, PASSWORD, actor=0, at=at)
            self.people[name] = person
            self.clients[name] = Client()
            entered = self.clients[name].post("/sign-in/", {"username": name, "password": PASSWORD})
            assert entered.status_code == 302
            self.callers[name] = Caller(person)
