"""Kinds of cases in forms, lists and files; and what else a department with many of them finds on its pages."""

import re
from datetime import UTC

import pytest
from django.urls import reverse

from gendan.cases import library, records, store
from gendan.core.command import Command, Verb
from gendan.core.field import Field
from gendan.core.text import Text
from gendan.packs.reader import SHIPPED
from gendan.web.forms.controls import control, takes_of
from tests.cases.company import FRIDAY, Company, act, do
from tests.web.test_packs import signed_in
from tests.web.test_records import page

NEW = ("web:open", ["domains", "service_order"])
LIST = ("web:list", ["domains", "service_order"])
PAPERS = {"papers": {"contract": True, "product": True, "customer": True}, "status": "free", "lawful": "true"}


@pytest.fixture
def desk(db, settings, tmp_path):
    settings.GENDAN_ATTACHMENTS = tmp_path / "attachments"
    company = Company(library.activate(SHIPPED / "domains", by=0, at=FRIDAY).definition)
    company.hire("sun", "operations_supervisor", pack="domains")
    company.hire("wu", "specialist", pack="domains")
    company.hire("li", "order_follower", pack="domains")
    return company


def ordered(desk, kind, name):
    given = {"name": name, "customer": "海风贸易"}
    return do(Command(verb=Verb.OPEN, procedure="domains.service_order", kind=kind, given=given), desk.li).case


def test_kinds_are_chosen_under_what_they_are_of(desk):
    seen = page(signed_in(desk.li).get(reverse(NEW[0], args=NEW[1])))
    assert re.findall(r'<optgroup label="(\S+)"><option value="(\w+)"', seen) == [
        ("域名", "domain_register"),
        ("搜索", "search_register"),
        ("邮箱", "mailbox_open"),
        ("空间", "hosting_open"),
    ]
    assert seen.count("autofocus") == 1
    assert 'id="kind" name="kind" aria-describedby="kind-says" autofocus' in seen


def test_a_kind_that_is_wanting_is_said_at_its_place(desk):
    answer = signed_in(desk.li).post(reverse(NEW[0], args=NEW[1]), {"f-name": "a.cn", "f-customer": "海风贸易"})
    seen = answer.content.decode()
    assert answer.status_code == 422
    assert '<div id="kind-says"><p class="wrong-says">请填写“类别”。</p></div>' in seen
    assert "没有做成" not in seen


def test_yes_or_no_is_one_stroke_and_unsaid_until_it_is_said(desk):
    case, clerk = ordered(desk, "domain_register", "a.cn"), signed_in(desk.wu)
    uid = store.glimpse(case).case.uid
    asked = r'<input type="radio" name="f-lawful" value="(\w*)"( checked)?'
    assert re.findall(asked, page(clerk.get(reverse("web:case", args=[uid])))) == [
        ("true", ""),
        ("false", ""),
        ("", " checked"),
    ]
    given = {"f-papers-there": "1", "f-status": "free", "f-route": "direct", "f-lawful": "perhaps"}
    answer = clerk.post(reverse("web:act", args=[uid, "check"]), {**given, "seen": store.glimpse(case).case.version})
    assert answer.status_code == 422
    refused = r'role="radiogroup" aria-invalid="true" aria-describedby="(\S+)"><legend>名称符合域名政策法规'
    (says,) = re.findall(refused, answer.content.decode())
    assert f'<div id="{says}"><p class="wrong-says">' in answer.content.decode()
    field = library.pack(desk.definition).procedures["service_order"].fields["lawful"]
    must = control(field, None, language="en", zone=UTC, must=True)
    assert [(each.title, each.chosen) for each in must.options] == [("Yes", False), ("No", False)]


def test_a_text_by_an_example_shows_it():
    month = Field(name="month", title=Text("月份", "Month"), type="text", like="2026-09")
    asked = [control(month, None, language=language, zone=UTC) for language in ("zh-hans", "en")]
    assert [each.hint for each in asked] == ["形如 2026-09", "like 2026-09"]
    assert takes_of(month, "en") == "Text like 2026-09"


def test_a_list_tells_kinds_and_asks_for_one(desk):
    ordered(desk, "mailbox_open", "mail.a.cn")
    ordered(desk, "domain_register", "a.cn")
    clerk, address = signed_in(desk.wu), reverse(LIST[0], args=LIST[1])
    seen = page(clerk.get(address))
    assert ('<td class="">邮箱开通</td>' in seen, '<td class="">域名注册</td>' in seen) == (True, True)
    only = page(clerk.get(address, {"f.kind": "mailbox_open"}))
    assert ("mail.a.cn" in only, ">a.cn<" in only) == (True, False)
    assert "类别 = 邮箱开通" in only
    file = clerk.get(reverse("web:list_export", args=[*LIST[1], "csv"]), {"f.kind": "mailbox_open"})
    head, row = b"".join(file.streaming_content).decode("utf-8-sig").splitlines()[:2]
    assert dict(zip(head.split(","), row.split(","), strict=True))["类别"] == "邮箱开通"


def test_a_department_names_its_main_matters_first(desk):
    seen = page(signed_in(desk.wu).get(reverse("web:bench")))
    side = seen.split("域名邮箱空间业务处理", 1)[1].split("</ul>", 1)[0]
    named = re.findall(r'href="/lists/domains/(\w+)/"', side)
    assert named[0] == "service_order"
    assert named[-1] == "suggestion"  # taken from the common matters


def test_who_keeps_records_finds_their_import(desk):
    address = reverse("web:import", args=["domains", "product_base"])
    records = reverse("web:records", args=["domains", "customer_product"])
    keeper, clerk = signed_in(desk.sun), signed_in(desk.wu)
    assert page(keeper.get(records)).count(f'href="{address}"') == 2  # at the side, and on the page
    assert f'href="{address}"' not in page(clerk.get(records))


def test_what_was_refused_is_looked_at_again(desk):
    case = ordered(desk, "domain_register", "a.cn")
    uid = store.glimpse(case).case.uid
    clerk, address = signed_in(desk.wu), reverse("web:act", args=[uid, "check"])
    assert clerk.post(address, {}).status_code == 422
    assert "data-live" in page(clerk.get(address))
    assert clerk.delete(address).status_code == 405


def test_a_checklist_is_told_in_its_order_and_a_signature_by_its_part(desk):
    case = ordered(desk, "domain_register", "a.cn")
    do(act(case, "check", given={**PAPERS, "route": "direct"}), desk.wu)
    do(act(case, "take_over"), desk.li)
    seen = page(signed_in(desk.wu).get(reverse("web:case", args=[store.glimpse(case).case.uid])))
    assert seen.count("客户资料 ✓、产品资料 ✓、合同 ✓") == 2  # as it stands, and as it was done
    assert "签合同交接表：移交人签字" in seen


def test_a_department_without_parties_types_their_names(desk):
    clerk = signed_in(desk.li)
    assert clerk.get(reverse("web:references", args=["party"]), {"q": "海"}).json() == {"found": []}
    assert clerk.get(reverse("web:references", args=["nothing"])).status_code == 404


def test_a_text_is_offered_from_records_and_any_other_is_taken(desk):
    for name, customer in (("haifeng.cn", "海风贸易"), ("shanshui.cn", "山水科技")):
        given = {"line": "domain", "name": name, "customer": customer, "phone": "13800000000"}
        records.change("domains", "customer_product", given, person=desk.sun, at=FRIDAY)
    stranger = signed_in(desk.hire("stranger"))
    clerk, address = signed_in(desk.wu), reverse("web:references", args=["domains.record.customer_product.name"])
    form = page(clerk.get(reverse("web:open", args=["domains", "password_reset"])))
    assert f'data-refers="{address}"' in form
    assert clerk.get(address, {"q": "haif"}).json() == {
        "found": [{"value": "haifeng.cn", "says": "域名 · 海风贸易 · 13800000000"}]
    }
    assert stranger.get(address, {"q": "haif"}).status_code == 404
    sent = {"kind": "domain", "f-name": "elsewhere.cn", "f-asked_by": "王经理"}
    assert clerk.post(reverse("web:open", args=["domains", "password_reset"]), sent).status_code == 302


def test_what_counts_as_done_says_so_until_something_it_covers_changes(db):
    people = Company(library.activate(SHIPPED / "freight", by=0, at=FRIDAY).definition)
    people.hire("zhou", "order_taker", pack="freight")
    given = {"customer": "示例委托人", "origin": "company", "feasible": "full"}
    case = do(Command(verb=Verb.OPEN, procedure="freight.instruction", given=given), people.zhou).case
    clerk, address = signed_in(people.zhou), reverse("web:case", args=[store.glimpse(case).case.uid])

    def said():
        told = re.findall(r"<summary><kbd>\d</kbd>(.*?)</summary>", page(clerk.get(address)))
        return [re.sub(r"<[^>]*>", "", each).strip() for each in told]

    assert said()[-2:] == ["不接 → 不接", "委托人撤回 → 委托人撤回"]  # what ends it badly stands last
    do(act(case, "confirm_price", given={"rate": "1800", "rate_source": "运价表"}), people.zhou)
    assert "确认价格 已做" in said()
    do(act(case, "amend", given={"carrier": "示例船公司乙"}), people.zhou)
    assert "确认价格 有改动，须重做" in said()
