"""The pages of packs: administrators draft, edit, check, compare, play and activate; others see what is in force."""

import io
import zipfile

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gendan.cases import studio
from gendan.cases.models import PackDraft, PackVersion
from gendan.people import actions
from gendan.people.models import Person
from tests.cases.company import FRIDAY
from tests.cases.desk import PROCEDURE, files
from tests.cases.test_studio import STORY
from tests.web.company import PASSWORD


@pytest.fixture
def desk(db):
    from tests.cases.desk import open_desk

    return open_desk()


@pytest.fixture
def admin(desk):
    return signed_in(actions.create_person(actor=0, at=FRIDAY, username="boss", name="何管", administrator=True))


def signed_in(person):
    """A browser's client in which somebody is signed in."""
    actions.set_password(person, PASSWORD, actor=actions.SYSTEM, at=timezone.now())
    client = Client()
    username = Person.objects.get(pk=person).username
    assert client.post("/sign-in/", {"username": username, "password": PASSWORD}).status_code == 302
    return client


def drafted(desk, admin):
    """A draft with stories, by the pages; gives its number."""
    answer = admin.post(reverse("web:draft_new", args=["desk", f"v{desk.definition}"]))
    number = PackDraft.objects.get().id
    assert answer["Location"] == reverse("web:draft_editor", args=["desk", number])
    admin.post(reverse("web:draft_add", args=["desk", number]), {"path": "stories/desk.yaml"})
    seen = studio.file(number, "stories/desk.yaml").revision
    form = {"path": "stories/desk.yaml", "text": STORY.replace("\n", "\r\n"), "seen": seen}
    assert admin.post(reverse("web:draft_save", args=["desk", number]), form).status_code == 302
    assert studio.file(number, "stories/desk.yaml").content == STORY.encode()
    return number


def test_from_a_version_to_the_next_one_in_force(desk, admin):
    number = drafted(desk, admin)
    source = ["desk", f"d{number}"]
    page = admin.get(reverse("web:pack_source", args=source)).content.decode()
    assert "这份内容的故事还没有演练过" in page
    assert admin.post(reverse("web:pack_activate", args=source)).status_code == 422
    run = admin.post(reverse("web:pack_play", args=source))["Location"]
    for _ in range(2):
        told = admin.post(f"{run}step/", headers={"HX-Request": "true"})
    assert told["HX-Refresh"] == "true"
    assert "未核不能结" in admin.get(run).content.decode()
    assert admin.post(reverse("web:pack_activate", args=source))["Location"] == reverse("web:pack", args=["desk"])
    assert PackVersion.objects.get(active=True).version == "1.0.1"
    page = admin.get(reverse("web:pack", args=["desk"])).content.decode()
    assert page.index("1.0.1") < page.index("1.0.0")
    page = admin.get(reverse("web:pack_difference", args=["desk"])).content.decode()
    assert "1.0.0" in page
    assert "没有差别" not in page


def test_a_failed_story_shows_its_lines_and_leads_to_the_editor(desk, admin):
    number = drafted(desk, admin)
    seen = studio.file(number, "stories/desk.yaml").revision
    form = {"path": "stories/desk.yaml", "text": STORY.replace("state: checked", "state: new"), "seen": seen}
    admin.post(reverse("web:draft_save", args=["desk", number]), form)
    run = admin.post(reverse("web:pack_play", args=["desk", f"d{number}"]))["Location"]
    for _ in range(2):
        admin.post(f"{run}step/")
    page = admin.get(run).content.decode()
    assert "state 应为 new，实为 checked" in page
    assert f"/packs/desk/drafts/{number}/?file=stories%2Fdesk.yaml&amp;line=7" in page
    assert '<span class="row here"><span class="at">7</span>' in page


def test_a_text_saved_meanwhile_is_shown_beside_ones_own(desk, admin):
    number = drafted(desk, admin)
    save, path = reverse("web:draft_save", args=["desk", number]), "procedures/ticket.yaml"
    admin.post(save, {"path": path, "text": PROCEDURE + "# theirs\n", "seen": 1})
    answer = admin.post(save, {"path": path, "text": PROCEDURE + "# ours\n", "seen": 1})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "何管 在您打开之后保存过" in page
    assert "# ours" in page[page.index("<textarea") : page.index("</textarea>")]
    assert '<span class="row theirs">− # theirs' in page
    stands = studio.file(number, path).revision
    assert f'name="seen" value="{stands}"' in page
    inside = admin.post(save, {"path": path, "text": "x", "seen": 1}, headers={"HX-Request": "true"})
    assert (inside.status_code, "data-refused" in inside.content.decode()) == (200, True)


def test_what_is_typed_is_checked_and_not_saved(desk, admin):
    number = drafted(desk, admin)
    typed = {"path": "procedures/ticket.yaml", "text": PROCEDURE.replace("by: second", "by: nobody")}
    page = admin.post(reverse("web:draft_check", args=["desk", number]), typed).content.decode()
    assert page.count("data-finding") == 2
    assert "nobody" in page
    assert studio.file(number, "procedures/ticket.yaml").content == PROCEDURE.encode()
    outside = {"path": "../pack.yaml", "text": ""}
    assert admin.post(reverse("web:draft_check", args=["desk", number]), outside).status_code == 422


def test_a_pack_is_downloaded_and_comes_back_as_a_draft(desk, admin):
    archive = admin.get(reverse("web:pack_download", args=["desk", f"v{desk.definition}"]))
    assert archive["Content-Disposition"] == 'attachment; filename="desk-1.0.0.zip"'
    with zipfile.ZipFile(io.BytesIO(archive.content)) as told:
        assert {name: told.read(name) for name in told.namelist()} == files()
    sent = io.BytesIO(archive.content)
    sent.name = "desk.zip"
    answer = admin.post(reverse("web:draft_upload"), {"archive": sent, "note": "带回来的"})
    assert answer["Location"] == reverse("web:pack_source", args=["desk", f"d{PackDraft.objects.get().id}"])
    bad = io.BytesIO(b"no zip")
    bad.name = "desk.zip"
    page = admin.post(reverse("web:draft_upload"), {"archive": bad}, follow=True).content.decode()
    assert "不是 zip 文件" in page


def test_a_shipped_pack_is_begun_as_a_draft(desk, admin):
    page = admin.get(reverse("web:packs")).content.decode()
    begin = reverse("web:draft_of_shipped", args=["freight"])
    assert "货代接单与订舱" in page
    assert f'action="{begin}"' in page
    answer = admin.post(begin)
    number = PackDraft.objects.get().id
    assert answer["Location"] == reverse("web:pack_source", args=["freight", f"d{number}"])
    assert {each.path for each in studio.files(number)} >= {"pack.yaml", "measures.yaml"}
    assert admin.post(reverse("web:draft_of_shipped", args=["nothing"])).status_code == 404
    assert admin.post(reverse("web:draft_of_shipped", args=["exchange"])).status_code == 404


def test_to_others_the_studio_is_not_there(desk, admin):
    number = drafted(desk, admin)
    clerk, version = signed_in(desk.ann), f"v{desk.definition}"
    page = clerk.get(reverse("web:packs")).content.decode()
    assert "登记处" in page
    assert "草稿" not in page
    reads = [
        reverse("web:pack", args=["desk"]),
        reverse("web:pack_difference", args=["desk"]),
        reverse("web:pack_source", args=["desk", version]),
        reverse("web:pack_download", args=["desk", version]),
        reverse("web:draft_editor", args=["desk", number]),
    ]
    writes = [
        reverse("web:draft_upload"),
        reverse("web:draft_of_shipped", args=["freight"]),
        reverse("web:draft_new", args=["desk", version]),
        reverse("web:pack_play", args=["desk", version]),
        reverse("web:pack_activate", args=["desk", version]),
        *(reverse(f"web:draft_{what}", args=["desk", number]) for what in ("save", "check", "add", "remove", "away")),
    ]
    assert {clerk.get(each).status_code for each in reads} == {404}
    assert {clerk.post(each).status_code for each in writes} == {404}
    assert {admin.get(each).status_code for each in reads} == {200}
    for unknown in ("v999999", "d999999", "x1", "v1x"):
        assert admin.get(reverse("web:pack_source", args=["desk", unknown])).status_code == 404


def test_in_a_browser_findings_stand_in_the_margin_and_saving_keeps_the_place(open_as):
    page = open_as("admin")
    page.goto("/packs/shop_review/")
    page.click("button:has-text('另起草稿')")
    page.wait_for_selector("textarea")
    text = page.locator("textarea")
    good = text.input_value()
    text.fill(good.replace("calendar: standard", "calender: standard"))
    page.wait_for_selector("[data-margin] .error")
    page.keyboard.press("F8")
    line = good.split("\n").index("calendar: standard") + 1
    at = "document.querySelector('textarea').value.slice(0, document.querySelector('textarea').selectionStart)"
    assert page.evaluate(f"{at}.split('\\n').length") == line
    assert page.locator("[data-margin] .error").inner_text() == str(line)
    text.fill(good.replace("version: 1.0.1", "version: 1.1.0"))
    page.wait_for_selector("[data-margin] .error", state="detached")
    with page.expect_response(lambda answer: answer.url.endswith("/save/")):
        page.keyboard.press("Control+s")
    page.wait_for_selector("[data-saved]:has-text('已保存')")
    page.reload()
    assert "version: 1.1.0" in page.locator("textarea").input_value()
    page.goto(page.url + "?file=procedures/shop_order.yaml&line=40")
    page.wait_for_selector("svg.flow")
