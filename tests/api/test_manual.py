"""The job manual over the API: the same rights and the same text as on its page."""

import pytest

from gendan.cases import library
from gendan.cases.models import PackVersion
from gendan.people.models import Access, AccessLog
from tests.api.client import codes, downloaded, told
from tests.cases.company import FRIDAY

pytestmark = pytest.mark.django_db
MANUAL = "/packs/claims/manual"


def anchors(sections):
    return [name for each in sections for name in (each["anchor"], *anchors(each["sections"]))]


def test_whoever_works_in_the_department_reads_all_of_its_manual(claims):
    whole = told(claims.calls["ea"].get(MANUAL))
    posts = library.pack(library.active_packs()[0][0]).posts
    assert {f"post-{name}" for name in posts} <= set(anchors(whole["chapters"]))
    assert [(each["version"], each["active"]) for each in whole["versions"]] == [(whole["version"], True)]
    one = told(claims.calls["wes"].get(f"{MANUAL}?post=east"))
    assert "post-west" not in anchors(one["chapters"])
    assert told(claims.calls["boss"].get(MANUAL))["hash"] == whole["hash"]


def test_who_does_not_work_there_reads_nothing_and_is_logged(claims):
    addresses = (MANUAL, f"{MANUAL}/file", f"{MANUAL}/file?form=html", "/packs/claims/procedures/claim/bpmn")
    for name in ("insured", "opponent", "witness"):
        before = AccessLog.objects.filter(kind=Access.NOT_SEEN, person=claims.people[name]).count()
        assert [codes(claims.calls[name].get(each), 404) for each in addresses] == [["missing"]] * len(addresses)
        after = AccessLog.objects.filter(kind=Access.NOT_SEEN, person=claims.people[name]).count()
        assert after - before == len(addresses)


def test_the_files(claims):
    caller = claims.calls["doc"]
    assert downloaded(caller.get(f"{MANUAL}/file")).startswith(b"%PDF-")
    assert downloaded(caller.get(f"{MANUAL}/file?form=html", Accept_Language="en")).startswith(
        b'<!DOCTYPE html>\n<html lang="en">'
    )
    answer = caller.get("/packs/claims/procedures/claim/bpmn")
    assert b"bpmn:definitions" in downloaded(answer)
    assert answer["Content-Type"] == "application/xml"
    assert codes(caller.get("/packs/claims/procedures/nothing/bpmn"), 404) == ["missing"]
    assert codes(caller.get(f"{MANUAL}?post=nobody"), 404) == ["missing"]
    told(caller.get(f"{MANUAL}/file?form=docx"), 422)


def test_an_older_version_is_read_by_its_hash(claims):
    files = library.files(library.active_packs()[0][0])
    older = told(claims.calls["ea"].get(MANUAL))
    text = files["pack.yaml"].decode()
    newer = {**files, "pack.yaml": text.replace(f"version: {older['version']}", "version: 9.0.0").encode()}
    library.activate(newer, by=0, at=FRIDAY)
    assert told(claims.calls["ea"].get(MANUAL))["version"] == "9.0.0"
    again = told(claims.calls["ea"].get(f"{MANUAL}?version={older['hash'][:16]}"))
    assert (again["version"], again["hash"]) == (older["version"], older["hash"])
    assert [each["version"] for each in again["versions"]] == ["9.0.0", older["version"]]
    assert codes(claims.calls["ea"].get(f"{MANUAL}?version={'0' * 12}"), 404) == ["missing"]
    assert PackVersion.objects.filter(name="claims").count() == 2


def test_what_the_site_has_set_stands_in_it(shop, desk):
    from gendan.cases import site

    site.set_setting("shop_review", "review_time", 2, by=0, at=FRIDAY)
    told_ = told(desk("zhou").get("/packs/shop_review/manual?procedure=shop_order"))
    said = str(told_["chapters"])
    assert "“审单时限”：2个工作小时" in said
    assert "“审单时限”：4个工作小时" not in said
