"""Signing in by a provider: over HTTP, against servers that keep to the providers' documents."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from joserfc.jwk import OctKey, RSAKey

from gendan.people import actions
from gendan.people.errors import ActRefused
from gendan.people.models import Access, AccessLog, LinkedAccount, SignInSession
from tests.people.authenticator import code, enrol
from tests.people.company import PASSWORD, hire, signed_in
from tests.people.providers_served import CLIENT, SECRET, served, settings_of

NAMES = ["oidc", "dingtalk", "feishu", "wecom"]
SUBJECTS = {"wecom": f"{CLIENT}/u-1"}


@pytest.fixture
def wang(db) -> int:
    return hire("wang", password=PASSWORD, mail="wang@example.com")


@pytest.fixture
def admin(db) -> int:
    return hire("admin", administrator=True, password=PASSWORD)


@pytest.fixture(params=NAMES)
def provider(request, settings):
    with served(request.param) as app:
        settings.GENDAN_PROVIDERS = settings_of(app)
        yield app


@pytest.fixture
def oidc(settings):
    with served("oidc") as app:
        settings.GENDAN_PROVIDERS = settings_of(app)
        yield app


def at() -> datetime:
    return datetime.now(UTC)


def gone(client: Client, app, query: str = "") -> dict:
    """The browser follows the button to the provider and signs in there: with what it comes back."""
    sent = client.get(f"/sign-in/with/{app.name}/{query}")
    assert sent.status_code == 302, sent.content.decode()[:500]
    return app.redirect(sent["Location"])


def back(client: Client, app, brought: dict):
    return client.get(f"/sign-in/with/{app.name}/back/", brought)


def entered(client: Client, app) -> int | None:
    """Who is signed in after the way to the provider and back."""
    back(client, app, gone(client, app)["brought"])
    row = SignInSession.objects.filter(ended_at=None).order_by("-opened_at").first()
    return row.person_id if row is not None else None


def linked(app, person: int, admin: int) -> int:
    subject = SUBJECTS.get(app.name, "u-1")
    return actions.link_account(person, app.name, subject, actor=admin, at=at(), checked="工号核对")


def test_a_linked_account_signs_in(provider, wang, admin, client):
    linked(provider, wang, admin)
    answer = back(client, provider, gone(client, provider, "?next=/packs/")["brought"])
    assert (answer.status_code, answer["Location"]) == (302, "/packs/")
    assert client.get("/sign-in/methods/").status_code == 200
    line = AccessLog.objects.get(kind=Access.SIGNED_IN)
    assert (line.person_id, line.details) == (wang, {"by": provider.name})


def test_an_account_is_nobodys_until_it_is_linked_whatever_its_mail_address(provider, wang, client):
    provider.claims = {"email": "wang@example.com", "email_verified": True}
    answer = back(client, provider, gone(client, provider)["brought"])
    assert answer.status_code == 403
    # By this id, which he sees and the log keeps, an administrator links it.
    subject = SUBJECTS.get(provider.name, "u-1")
    assert answer.context["account"] == subject
    assert AccessLog.objects.get().about == f"{provider.name} {subject}"
    assert not SignInSession.objects.exists()


def test_an_account_of_a_person_who_left_opens_nothing(provider, wang, admin, client):
    linked(provider, wang, admin)
    actions.deactivate(wang, actor=admin, at=at(), reason="离职")
    assert entered(client, provider) is None


def test_the_state_belongs_to_one_browser_and_one_attempt(provider, wang, admin, client):
    linked(provider, wang, admin)
    brought = gone(client, provider)["brought"]
    assert back(Client(), provider, brought).status_code == 422
    assert back(client, provider, {**brought, "state": "x"}).status_code == 422
    # A wrong answer ends the attempt, so that the right one comes too late.
    assert back(client, provider, brought).status_code == 422
    brought = gone(client, provider)["brought"]
    assert back(client, provider, brought).status_code == 302
    assert SignInSession.objects.count() == 1


def test_an_attempt_waits_ten_minutes(oidc, wang, admin, client, time_machine):
    linked(oidc, wang, admin)
    brought = gone(client, oidc)["brought"]
    time_machine.move_to(at() + timedelta(minutes=10, seconds=1))
    assert back(client, oidc, brought).status_code == 422


def test_a_code_is_good_once_and_a_refusal_is_one(provider, wang, admin, client):
    linked(provider, wang, admin)
    went = gone(client, provider)
    provider.codes.clear()
    assert back(client, provider, went["brought"]).status_code == 422
    assert back(client, provider, {"state": gone(client, provider)["asked"]["state"]}).status_code == 422
    assert not SignInSession.objects.exists()


def test_what_is_asked_of_each(provider, client, db):
    went = gone(client, provider)
    page = went["page"].removeprefix(provider.address)
    pages = {"oidc": "/authorize", "dingtalk": "/oauth2/auth", "feishu": "/open-apis/authen/v1/authorize"}
    assert page == {**pages, "wecom": "/wwlogin/sso/login"}[provider.name]
    asked = went["asked"]
    assert asked["redirect_uri"] == f"http://testserver/sign-in/with/{provider.name}/back/"
    assert len(asked["state"]) == 43
    assert ("code_challenge_method" in asked) == (provider.name in ("oidc", "feishu"))
    scopes = {"oidc": "openid profile", "dingtalk": "openid"}
    assert asked.get("scope") == scopes.get(provider.name)


def test_no_provider_that_is_not_set_up(client, db):
    assert [client.get(f"/sign-in/with/{name}/").status_code for name in (*NAMES, "other")] == [404] * 5
    assert [client.get(f"/sign-in/with/{name}/back/").status_code for name in NAMES] == [404] * 4


def test_the_authenticator_app_is_asked_for_after_a_provider_too(provider, wang, admin, client):
    secret, _codes = enrol(wang, at())
    linked(provider, wang, admin)
    answer = back(client, provider, gone(client, provider, "?next=/packs/")["brought"])
    assert answer["Location"] == "/sign-in/code/?next=%2Fpacks%2F"
    assert not SignInSession.objects.exists()
    assert client.post(answer["Location"], {"code": code(secret, at())}).status_code == 302
    assert AccessLog.objects.get(kind=Access.SIGNED_IN).details == {"by": provider.name}


def test_a_person_links_an_account_that_he_has_shown_to_be_his(provider, wang, client):
    signed_in(client, wang, at())
    answer = back(client, provider, gone(client, provider, "?link")["brought"])
    assert answer["Location"] == "/sign-in/link/"
    assert not LinkedAccount.objects.exists()
    assert client.get("/sign-in/link/").status_code == 200
    assert client.post("/sign-in/link/", {"password": "wrong"}).status_code == 422
    assert client.post("/sign-in/link/", {"password": PASSWORD}).status_code == 302
    row = LinkedAccount.objects.get()
    assert (row.person_id, row.subject, row.linked_by_id) == (wang, SUBJECTS.get(provider.name, "u-1"), wang)
    assert client.get("/sign-in/link/")["Location"] == "/sign-in/methods/"
    assert entered(Client(), provider) == wang
    assert client.post(f"/sign-in/accounts/{row.pk}/unlink/", {"password": "wrong"}).status_code == 422
    assert client.post(f"/sign-in/accounts/{row.pk}/unlink/", {"password": PASSWORD}).status_code == 302
    assert not LinkedAccount.objects.exists()


def test_nobody_links_in_the_name_of_another(oidc, wang, client):
    li = hire("li", password=PASSWORD)
    signed_in(client, wang, at())
    brought = gone(client, oidc, "?link")["brought"]
    client.post("/sign-out/")
    signed_in(client, li, at())
    assert back(client, oidc, brought).status_code == 422
    assert client.get("/sign-in/link/").status_code == 302


def test_only_administrators_link_for_others_and_one_account_is_one_persons(oidc, wang, admin):
    li = hire("li", password=PASSWORD)

    def refused(act, *given, **named) -> str:
        with pytest.raises(ActRefused) as said:
            act(*given, at=at(), **named)
        return said.value.code

    link = actions.link_account
    assert refused(link, li, "oidc", "u-1", actor=wang, checked="x") == "access"
    assert refused(link, admin, "oidc", "u-1", actor=admin, checked="x") == "access"
    assert refused(link, li, "oidc", "u-1", actor=admin, checked="") == "empty"
    assert refused(link, li, "other", "u-1", actor=admin, checked="x") == "provider"
    row = linked(oidc, wang, admin)
    assert refused(link, li, "oidc", "u-1", actor=admin, checked="x") == "account_taken"
    assert refused(link, wang, "oidc", "u-2", actor=admin, checked="x") == "account_taken"
    assert refused(actions.unlink_account, row, actor=li) == "access"
    actions.unlink_account(row, actor=admin, at=at())
    assert refused(actions.unlink_account, row, actor=admin) == "missing"


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"aud": "another"},
        {"aud": [CLIENT, "another"]},
        {"iss": "https://another.example"},
        {"exp": 1},
        {"exp": None},
        {"nbf": 2**33},
        {"sub": None},
        {"sub": ""},
        {"sub": 7},
    ],
    ids=str,
)
def test_an_id_token_that_is_not_for_us_now_is_refused(oidc, wang, admin, client, claims):
    linked(oidc, wang, admin)
    oidc.claims = claims
    assert entered(client, oidc) is None


def test_an_id_token_that_the_issuer_has_not_signed_is_refused(oidc, wang, admin, client):
    linked(oidc, wang, admin)
    oidc.signing_key = RSAKey.generate_key(2048, {"kid": "k1"}, private=True)
    assert entered(client, oidc) is None
    # By a secret that both know, which is no proof of who signed; and not signed at all.
    oidc.signing_key, oidc.algorithm = OctKey.import_key(SECRET.ljust(32)), "HS256"
    assert entered(client, oidc) is None
    oidc.algorithm = "none"
    assert entered(client, oidc) is None
    oidc.signing_key, oidc.algorithm = None, "RS256"
    assert entered(client, oidc) == wang


def test_a_configuration_of_another_issuer_is_refused(oidc, wang, admin, client):
    linked(oidc, wang, admin)
    oidc.configuration = {"issuer": "https://another.example"}
    assert client.get("/sign-in/with/oidc/").status_code == 422
    oidc.configuration = {"authorization_endpoint": "http://elsewhere.example/authorize"}
    assert client.get("/sign-in/with/oidc/").status_code == 422
    oidc.configuration = {}
    brought = gone(client, oidc)["brought"]
    assert back(client, oidc, {**brought, "iss": "https://another.example"}).status_code == 422


def test_a_provider_that_leads_elsewhere_is_not_followed(oidc, client, db, monkeypatch):
    monkeypatch.setattr(oidc, "_oidc", lambda *_given: (302, {"elsewhere": "http://127.0.0.1:1/"}), raising=False)
    assert client.get("/sign-in/with/oidc/").status_code == 422


def test_who_is_no_member_of_the_corporation_has_no_account(settings, wang, admin, client):
    with served("wecom") as app:
        settings.GENDAN_PROVIDERS = settings_of(app)
        app.subject = ""
        assert back(client, app, gone(client, app)["brought"]).status_code == 422
        settings.GENDAN_PROVIDERS = {"wecom": {**settings_of(app)["wecom"], "secret": SECRET + "x"}}
        assert back(client, app, gone(client, app)["brought"]).status_code == 422
        # The secret stands in what we ask, and never in the log.
        assert SECRET not in str(list(AccessLog.objects.values_list("about", flat=True)))


def test_a_provider_that_does_not_answer_is_said_to(settings, client, db):
    settings.GENDAN_PROVIDERS = {"oidc": {"issuer": "http://127.0.0.1:9", "client": CLIENT}}
    answer = client.get("/sign-in/with/oidc/")
    assert answer.status_code == 422
    assert "登录没有成功" in answer.content.decode()


def test_the_next_page_is_one_of_ours(oidc, wang, admin, client):
    linked(oidc, wang, admin)
    answer = back(client, oidc, gone(client, oidc, "?next=https://evil.example/")["brought"])
    assert answer["Location"] == "/"
