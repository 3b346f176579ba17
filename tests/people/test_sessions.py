"""Sessions: signed, short, and ended at once from anywhere."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.http import HttpResponse
from django.test import Client, RequestFactory

from gendan.people import actions, sessions
from gendan.people.actions import SYSTEM
from gendan.people.epoch import current_epoch
from gendan.people.errors import ActRefused, SignInRefused
from gendan.people.middleware import SignInMiddleware
from gendan.people.models import Access, AccessLog, SignInSession
from tests.people.company import NOW, PASSWORD, hire, signed_in
from tests.statements import statements

pytestmark = pytest.mark.django_db


def request_with(store: SessionStore | None = None, at=NOW):
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", HTTP_USER_AGENT="Firefox")
    request.session = store if store is not None else SessionStore()
    request.at = at
    return request


def user_of(store: SessionStore, at=NOW):
    """Who is signed in, for a request that carries the cookie of `store`."""
    request = request_with(SessionStore(store.session_key), at)
    SignInMiddleware(lambda request: HttpResponse())(request)
    return request.user


@pytest.fixture
def wang() -> int:
    return hire("wang", password=PASSWORD)


@pytest.fixture
def cookie(wang) -> SessionStore:
    request = request_with()
    sessions.enter_with_password(request, "wang", PASSWORD, at=NOW)
    request.session.save()
    return request.session


def test_a_signed_in_browser_is_known_until_it_signs_out(wang, cookie):
    assert user_of(cookie).pk == wang
    request = request_with(SessionStore(cookie.session_key))
    sessions.leave(request, at=NOW)
    assert not user_of(cookie).is_authenticated
    assert AccessLog.objects.get(kind=Access.SIGNED_OUT).person_id == wang


def test_a_wrong_password_signs_nobody_in(wang):
    request = request_with()
    with pytest.raises(SignInRefused):
        sessions.enter_with_password(request, "wang", "wrong", at=NOW)
    assert sessions.session_of(request, at=NOW) is None
    assert SignInSession.objects.count() == 0


def test_a_session_ends_by_time_although_it_is_cached(cookie):
    assert user_of(cookie, NOW + timedelta(hours=11, minutes=59)).is_authenticated
    assert not user_of(cookie, NOW + timedelta(hours=12)).is_authenticated


@pytest.mark.parametrize("end", ["end_session", "end_sessions", "deactivate", "change_password", "set_password"])
def test_a_session_is_ended_at_once_from_elsewhere(wang, cookie, end):
    assert user_of(cookie).pk == wang
    admin = hire("admin", administrator=True)
    if end == "end_session":
        actions.end_session(SignInSession.objects.get().pk, actor=admin, at=NOW)
    elif end == "end_sessions":
        assert actions.end_sessions(wang, actor=admin, at=NOW) == 1
    elif end == "deactivate":
        actions.deactivate(wang, actor=admin, at=NOW, reason="离职")
        actions.reactivate(wang, actor=admin, at=NOW, reason="返聘")
    elif end == "change_password":
        actions.change_password(wang, PASSWORD, "another-good-one", actor=wang, at=NOW)
    else:
        actions.set_password(wang, "another-good-one", actor=SYSTEM, at=NOW)
    assert not user_of(cookie).is_authenticated


def test_who_does_nothing_for_hours_is_signed_out_though_his_page_asks_by_itself(wang, client, time_machine):
    time_machine.move_to(NOW, tick=False)
    signed_in(client, wang, NOW)

    def is_in(hours: float, **headers: str) -> bool:
        time_machine.move_to(NOW + timedelta(hours=hours), tick=False)
        return client.get("/sign-in/methods/", headers=headers).status_code == 200

    assert [is_in(hours) for hours in (0, 3.5, 7)] == [True] * 3
    assert is_in(10, **{"HX-Request": "true"})
    assert not is_in(11.1)


def test_forged_and_foreign_cookies_are_nobodys(wang, cookie):
    known = SignInSession.objects.get()
    for said in (uuid4().hex, "x", 7, None, "", known.pk.hex[:-1]):
        forged = SessionStore()
        forged[sessions.KEY] = said
        forged.save()
        assert not user_of(forged).is_authenticated
    assert not user_of(SessionStore(cookie.session_key[:-1] + "x")).is_authenticated
    assert not user_of(SessionStore(known.pk.hex)).is_authenticated


def test_signing_in_again_ends_the_earlier_session_and_changes_the_cookie(wang, cookie):
    request = request_with(SessionStore(cookie.session_key))
    request.session["left"] = "by somebody before"
    sessions.enter_with_password(request, "wang", PASSWORD, at=NOW)
    request.session.save()
    assert "left" not in request.session
    assert not user_of(cookie).is_authenticated
    assert user_of(request.session).pk == wang
    assert len(sessions.sessions_of(wang, at=NOW)) == 1


def test_a_person_signs_himself_out_and_no_other(wang, cookie):
    li = hire("li", password=PASSWORD)
    with pytest.raises(ActRefused):
        actions.end_session(SignInSession.objects.get().pk, actor=li, at=NOW)
    assert user_of(cookie).pk == wang


def test_a_request_costs_one_look_at_the_epoch(cookie):
    assert user_of(cookie).name == "Wang"
    assert statements(lambda: user_of(cookie).name) == 1
    request = request_with(SessionStore(cookie.session_key))
    assert statements(lambda: SignInMiddleware(lambda request: HttpResponse())(request)) == 0


def test_what_a_request_does_to_its_person_stays_in_the_request(cookie):
    user_of(cookie).name = "changed"
    assert user_of(cookie).name == "Wang"


def test_signing_in_does_not_begin_an_epoch(wang):
    before = current_epoch()
    sessions.enter_with_password(request_with(), "wang", PASSWORD, at=NOW)
    assert current_epoch() == before


def test_nobody_who_has_left_gets_a_session(wang):
    actions.deactivate(wang, actor=SYSTEM, at=NOW, reason="离职")
    with pytest.raises(SignInRefused):
        sessions.open_session(wang, at=NOW)


def test_tests_of_pages_may_sign_a_client_in(wang):
    client = signed_in(Client(), wang, NOW)
    assert user_of(SessionStore(client.cookies[settings.SESSION_COOKIE_NAME].value)).pk == wang
