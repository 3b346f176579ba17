"""The door of the pages: forms from elsewhere are refused, passwords are hidden, nobody is led astray."""

import pytest
from django.test import Client

from tests.people.company import NOW, PASSWORD, hire, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def wang(time_machine) -> int:
    time_machine.move_to(NOW, tick=False)
    return hire("wang", password=PASSWORD)


def test_a_form_from_elsewhere_is_refused(wang):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/sign-in/", {"username": "wang", "password": PASSWORD}).status_code == 403
    signed_in(strict, wang, NOW)
    for path in (
        "/sign-out/",
        "/password/",
        "/sign-in/app/",
        "/sign-in/link/",
        "/system/tokens/",
        "/system/sessions/end/",
    ):
        assert strict.post(path, {}).status_code == 403, path
        elsewhere = {"Origin": "https://evil.example", "X-CSRFToken": "x" * 32}
        assert strict.post(path, {}, headers=elsewhere).status_code == 403, path


def test_what_ends_or_changes_anything_is_no_link(wang, client):
    signed_in(client, wang, NOW)
    for path in ("/sign-out/", "/system/sessions/end/", "/sign-in/app/remove/", "/sign-in/accounts/1/unlink/"):
        assert client.get(path).status_code == 405, path


def test_passwords_are_hidden_and_may_be_pasted_and_kept(wang, client):
    pages = [client.get("/sign-in/")]
    signed_in(client, wang, NOW)
    pages += [client.get("/password/"), client.get("/sign-in/app/")]
    for page in pages:
        said = page.content.decode()
        assert 'type="password"' in said
        assert "autocomplete=" in said
        assert 'autocomplete="off"' not in said.split("<main", 1)[1]
        assert "onpaste" not in said


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "\\\\evil"])
def test_after_the_door_one_is_led_to_no_other_site(wang, client, elsewhere):
    answer = client.post("/sign-in/", {"username": "wang", "password": PASSWORD, "next": elsewhere})
    assert (answer.status_code, answer["Location"]) == (302, "/")


def test_pages_of_who_is_signed_in_are_kept_by_no_cache_and_shown_in_no_frame(wang, client):
    signed_in(client, wang, NOW)
    answer = client.get("/sign-in/methods/")
    assert "no-store" in answer["Cache-Control"]
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
    assert "sign-out" in answer.content.decode()
