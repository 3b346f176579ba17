"""Webhooks: signed posts of what happened, to who may hear it, until they are taken."""

import base64
import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction

from gendan.cases.models import Outbox
from gendan.cases.outbox import drain
from gendan.core.command import Command, Verb
from gendan.notices.models import Webhook, WebhookDelivery, WebhookTry
from gendan.notices.webhooks import actions, queries
from gendan.notices.webhooks.delivering import KEPT, PAUSES, deliver, let_go
from gendan.notices.webhooks.errors import REFUSALS, WebhookRefused
from gendan.notices.webhooks.sending import MOST_ANSWER
from gendan.people import actions as people
from gendan.people.models import Act
from tests.cases.company import do
from tests.notices.company import MONDAY, take, told
from tests.notices.receiving import listening

pytestmark = pytest.mark.django_db
DOCS = Path(__file__).parents[2] / "docs" / "webhooks.md"


@pytest.fixture
def receiver(settings):
    settings.GENDAN_WEBHOOK_NETWORKS = ["127.0.0.0/8"]
    with listening() as found:
        yield found


@pytest.fixture
def boss(desk):
    return desk.hire("boss", administrator=True)


def subscribed(desk, receiver, **more):
    said = {"name": "仓库系统", "address": receiver.address, "owner": desk.ann, **more}
    return actions.subscribe(actor=desk.boss, at=MONDAY, **said)


def example():
    """The receiver's function, as the document has it."""
    code = re.search(r"```python\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL).group(1)
    space = {}
    exec(code, space)
    return space["verified"]


def arrived(moment=MONDAY):
    drain(moment)
    return deliver(moment)


def test_what_happens_arrives_signed_as_the_document_says(desk, boss, receiver):
    _, secret = subscribed(desk, receiver)
    case = take(desk, cost="120.50", card="11010519491231002X", price="80.00")
    left = arrived()
    assert (left.sent, left.again, left.failed) == (1, 0, 0)
    headers, body = receiver.came[0]
    headers = {name.lower(): value for name, value in headers.items()}
    verified, now = example(), MONDAY.timestamp()
    assert verified(secret, headers, body, now)
    assert not verified(secret, headers, body + b" ", now)
    assert not verified(secret, headers, body, now + 301)
    assert not verified(secret, {**headers, "webhook-id": "msg_other"}, body, now)
    assert not verified("whsec_" + base64.b64encode(b"another").decode(), headers, body, now)
    said = json.loads(body)
    assert said["type"] == "case.opened"
    assert said["data"]["event"]["by"] == {"id": desk.ann, "name": "ann"}
    assert said["data"]["event"]["set"]["cost"] == "120.50"
    assert said["data"]["case"]["number"] == WebhookDelivery.objects.get().number
    assert said["data"]["case"]["state"] == "taken"
    # Ann is no chief: the cost price is nothing of hers; ID cards go nowhere.
    assert said["data"]["case"]["masked"] == ["card", "price"]
    assert b"110105" not in body
    assert b"80.00" not in body
    told(desk, case, "price", cost="99.00")
    assert deliver(MONDAY).sent == 1
    changed = receiver.says()[1]["data"]["event"]
    assert (changed["kind"], changed["do"], changed["set"]) == ("acted", "price", {"cost": "99.00"})


def test_the_chief_is_told_what_the_clerk_is_not(desk, boss, receiver):
    subscribed(desk, receiver, owner=desk.chief)
    take(desk, price="80.00")
    arrived()
    assert receiver.says()[0]["data"]["case"]["values"]["price"] == "80.00"


def test_nothing_goes_out_that_the_owner_may_not_see(desk, boss, receiver):
    outsider = desk.hire("outsider")
    subscribed(desk, receiver, owner=outsider)
    subscribed(desk, receiver, owner=boss, name="管理员看不到单")
    take(desk)
    assert arrived().sent == 0
    assert WebhookDelivery.objects.count() == 0
    people.hold(outsider, "repair.clerk", actor=0, at=MONDAY)
    case = take(desk)
    assert arrived().sent == 1
    people.release(outsider, "repair.clerk", actor=0, at=MONDAY)
    told(desk, case, "price", cost="1.00")
    assert deliver(MONDAY).sent == 0
    people.hold(outsider, "repair.clerk", actor=0, at=MONDAY)
    people.deactivate(outsider, actor=0, at=MONDAY, reason="离职")
    told(desk, case, "price", cost="2.00")
    assert deliver(MONDAY).sent == 0
    assert len(receiver.came) == 1


def test_only_what_was_subscribed_is_queued(desk, boss, receiver):
    subscribed(desk, receiver, kinds=["commented"], procedures=["repair.job"])
    case = take(desk)
    assert Outbox.objects.filter(word__startswith="event.").count() == 0
    do(Command(verb=Verb.COMMENT, case=case, given={"text": "客户催"}), desk.ann, MONDAY)
    assert list(Outbox.objects.filter(word__startswith="event.").values_list("word", flat=True)) == ["event.commented"]
    arrived()
    assert receiver.says()[0]["data"]["event"]["text"] == "客户催"


def test_who_does_not_answer_is_asked_again_and_again_and_then_given_up(desk, boss, receiver):
    webhook, _ = subscribed(desk, receiver)
    receiver.status, receiver.body = 503, b"closed" * 1000
    take(desk)
    drain(MONDAY)
    moment = MONDAY
    for pause in PAUSES:
        left = deliver(moment)
        assert (left.sent, left.again, left.failed) == (0, 1, 0)
        assert not deliver(moment + pause - timedelta(seconds=1)).any
        moment += pause
    assert deliver(moment).failed == 1
    assert not deliver(moment + timedelta(days=30)).any
    tries = list(WebhookTry.objects.order_by("id"))
    assert [each.status for each in tries] == [503] * (len(PAUSES) + 1)
    assert len(tries[0].answer) == MOST_ANSWER
    keys = {headers["webhook-id"] for headers, _ in receiver.came}
    assert len(keys) == 1
    assert len({body for _, body in receiver.came}) == 1
    view = queries.webhook(webhook)
    assert (view.waiting, view.failed, view.last_sent_at) == (0, 1, None)
    receiver.status = 200
    delivery = WebhookDelivery.objects.get()
    actions.replay(delivery.pk, actor=boss, at=moment)
    assert deliver(moment).sent == 1
    seen = queries.exchanged(delivery.pk)
    assert (seen.state, seen.attempts[0].status, seen.attempts[0].sent["webhook-id"]) == ("sent", 200, keys.pop())


def test_no_try_can_be_changed_afterwards(desk, boss, receiver):
    subscribed(desk, receiver)
    take(desk)
    arrived()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        WebhookTry.objects.update(status=500)


def test_the_same_event_is_delivered_once_however_often_it_is_drained(desk, boss, receiver):
    subscribed(desk, receiver)
    take(desk)
    drain(MONDAY)
    Outbox.objects.filter(word="event.opened").update(next_at=MONDAY, done_at=None)
    arrived()
    assert len(receiver.came) == 1


def test_both_secrets_sign_until_the_overlap_ends(desk, boss, receiver):
    webhook, old = subscribed(desk, receiver)
    new = actions.rotate(webhook, actor=boss, at=MONDAY, overlap=timedelta(hours=2))
    verified = example()
    for moment, old_holds in ((MONDAY, True), (MONDAY + timedelta(hours=2), False)):
        actions.ping(webhook, actor=boss, at=moment)
        assert deliver(moment).sent == 1
        headers, body = receiver.came[-1]
        assert json.loads(body)["type"] == "ping"
        assert verified(new, headers, body, moment.timestamp())
        assert verified(old, headers, body, moment.timestamp()) is old_holds
    stored = Webhook.objects.get(pk=webhook)
    assert new.encode() not in bytes(stored.secret)
    last = actions.rotate(webhook, actor=boss, at=MONDAY, overlap=timedelta(0))
    assert Webhook.objects.get(pk=webhook).before is None
    assert last != new
    with pytest.raises(WebhookRefused, match="overlap"):
        actions.rotate(webhook, actor=boss, at=MONDAY, overlap=timedelta(days=8))


def test_a_redirect_is_not_followed_and_gone_pauses(desk, boss, receiver):
    webhook, _ = subscribed(desk, receiver)
    receiver.status = 302
    take(desk)
    assert arrived().again == 1
    assert len(receiver.came) == 1
    receiver.status = 410
    assert deliver(MONDAY + PAUSES[0]).failed == 1
    view = queries.webhook(webhook)
    assert (view.paused_why, view.failed) == ("410 Gone", 1)
    take(desk)
    assert Outbox.objects.filter(word="event.opened", done_at=None).count() == 0
    actions.resume(webhook, actor=boss, at=MONDAY)
    receiver.status = 200
    take(desk)
    assert arrived().sent == 1


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("https://127.0.0.1/", "private"),
        ("https://localhost/", "private"),
        ("https://10.1.2.3/", "private"),
        ("https://192.168.0.1/", "private"),
        ("https://169.254.169.254/latest/meta-data", "private"),
        ("https://100.64.0.1/", "private"),
        ("https://0.0.0.0/", "private"),
        ("https://2130706433/", "private"),
        ("https://[::1]/", "private"),
        ("https://[::ffff:127.0.0.1]/", "private"),
        ("https://[64:ff9b::7f00:1]/", "private"),
        ("https://[2002:7f00:1::]/", "private"),
        ("https://[fd00::1]/", "private"),
        ("https://224.0.0.1/", "private"),
        ("http://93.184.215.14/", "plain"),
        ("ftp://93.184.215.14/", "address"),
        ("https://user:pass@93.184.215.14/", "address"),
        ("https://93.184.215.14/#part", "address"),
        ("https://93.184.215.14:99999/", "address"),
        ("https:///nowhere", "address"),
        ("https://exa mple.com/", "address"),
        ("https://93.184.215.14/\r\nHost: other", "address"),
        ("https://93.184.215.14/" + "a" * 500, "too_long"),
    ],
)
def test_no_webhook_leads_inside(desk, boss, address, code):
    with pytest.raises(WebhookRefused) as refused:
        actions.subscribe(actor=boss, at=MONDAY, name="里面", address=address, owner=desk.ann)
    assert refused.value.code == code
    assert Webhook.objects.count() == 0


def test_the_site_may_allow_a_network_and_a_name_is_judged_at_every_try(desk, boss, receiver, settings):
    webhook, _ = subscribed(desk, receiver)
    take(desk)
    settings.GENDAN_WEBHOOK_NETWORKS = []
    assert arrived().again == 1
    assert receiver.came == []
    attempt = queries.exchanged(WebhookDelivery.objects.get().pk).attempts[0]
    assert (attempt.status, attempt.fault) == (None, "address")
    actions.subscribe(actor=boss, at=MONDAY, name="外面", address="https://93.184.215.14/in", owner=desk.ann)
    assert [each.name for each in queries.webhooks()] == ["外面", "仓库系统"]
    actions.end(webhook, actor=boss, at=MONDAY)
    assert [each.name for each in queries.webhooks()] == ["外面"]
    assert len(queries.webhooks(ended=True)) == 2


def test_a_name_that_answers_otherwise_the_second_time_leads_nowhere(desk, boss, receiver, settings, monkeypatch):
    settings.GENDAN_WEBHOOK_NETWORKS = []
    public = [(2, 1, 6, "", ("93.184.215.14", 443))]
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: public)
    _, _ = actions.subscribe(actor=boss, at=MONDAY, name="换址", address="https://hook.example/", owner=desk.ann)
    mixed = [*public, (2, 1, 6, "", ("127.0.0.1", 443))]
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: mixed)
    take(desk)
    assert arrived().again == 1
    assert WebhookTry.objects.get().fault == "address"


def test_a_receiver_that_is_not_there_is_told_apart_from_one_that_refuses(desk, boss, receiver):
    actions.subscribe(actor=boss, at=MONDAY, name="没开", address="http://127.0.0.1:9/", owner=desk.ann)
    take(desk)
    assert arrived().again == 1
    assert WebhookTry.objects.get().fault == "refused"


def test_a_slow_receiver_is_cut_off(desk, boss, settings, monkeypatch):
    import socket

    settings.GENDAN_WEBHOOK_NETWORKS = ["127.0.0.0/8"]
    monkeypatch.setattr("gendan.notices.webhooks.sending.WHOLE_SECONDS", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        actions.subscribe(actor=boss, at=MONDAY, name="慢", address=address, owner=desk.ann)
        take(desk)
        assert arrived().again == 1
    assert WebhookTry.objects.get().fault == "time"


def test_administrators_alone_keep_webhooks_and_what_they_do_is_recorded(desk, boss, receiver):
    webhook, _ = subscribed(desk, receiver)
    take(desk)
    arrived()
    delivery = WebhookDelivery.objects.get().pk
    said = {"name": "别人", "address": receiver.address, "owner": desk.ann}
    for tried in (
        lambda: actions.subscribe(actor=desk.ann, at=MONDAY, **said),
        lambda: actions.change(webhook, actor=desk.ann, at=MONDAY, **said),
        lambda: actions.rotate(webhook, actor=desk.ann, at=MONDAY),
        lambda: actions.pause(webhook, actor=desk.ann, at=MONDAY),
        lambda: actions.resume(webhook, actor=desk.ann, at=MONDAY),
        lambda: actions.end(webhook, actor=desk.ann, at=MONDAY),
        lambda: actions.ping(webhook, actor=desk.ann, at=MONDAY),
        lambda: actions.replay(delivery, actor=desk.ann, at=MONDAY),
    ):
        with pytest.raises(WebhookRefused, match="access"):
            tried()
    actions.change(webhook, actor=boss, at=MONDAY, **said)
    actions.pause(webhook, actor=boss, at=MONDAY, reason="搬家")
    actions.resume(webhook, actor=boss, at=MONDAY)
    actions.end(webhook, actor=boss, at=MONDAY)
    for tried in (
        lambda: actions.replay(delivery, actor=boss, at=MONDAY),
        lambda: actions.rotate(webhook, actor=boss, at=MONDAY),
    ):
        with pytest.raises(WebhookRefused, match="ended"):
            tried()
    acts = list(Act.objects.filter(what__startswith="webhook").order_by("id"))
    assert [each.what.removeprefix("webhook_") for each in acts] == ["subscribe", "change", "pause", "resume", "end"]
    assert {each.by_id for each in acts} == {boss}
    assert "whsec_" not in json.dumps([each.details for each in acts])


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"name": " "}, "empty"),
        ({"name": "长" * 101}, "too_long"),
        ({"owner": 0}, "owner"),
        ({"procedures": ["repair.nothing"]}, "procedure"),
        ({"kinds": ["exploded"]}, "kind"),
    ],
)
def test_what_can_not_be_subscribed_is_refused(desk, boss, receiver, given, code):
    with pytest.raises(WebhookRefused) as refused:
        subscribed(desk, receiver, **given)
    assert refused.value.code == code
    assert all(refused.value.says(language) for language in ("zh", "en"))


def test_every_refusal_has_its_words_in_both_languages():
    for text in REFUSALS.values():
        assert re.findall(r"\{\w+\}", text.zh) == re.findall(r"\{\w+\}", text.en)
        assert text.zh != text.en


def test_what_was_sent_is_let_go_after_its_time_and_that_it_was_sent_stays(desk, boss, receiver):
    subscribed(desk, receiver)
    take(desk)
    arrived()
    assert let_go(MONDAY + KEPT) == 0
    assert let_go(MONDAY + KEPT + timedelta(seconds=1)) == 1
    delivery = WebhookDelivery.objects.get()
    assert (delivery.body, delivery.state) == ("", "sent")
    with pytest.raises(WebhookRefused, match="gone"):
        actions.replay(delivery.pk, actor=boss, at=MONDAY)


def test_one_that_does_not_answer_is_not_in_anothers_way(desk, boss, receiver):
    down, _ = actions.subscribe(actor=boss, at=MONDAY, name="坏", address="http://127.0.0.1:9/", owner=desk.ann)
    subscribed(desk, receiver)
    for _ in range(12):
        take(desk)
    drain(MONDAY)
    left = deliver(MONDAY)
    assert (left.sent, left.again) == (8, 8)
    left = deliver(MONDAY)
    assert (left.sent, left.again) == (4, 4)
    assert queries.webhook(down).waiting == 12


def test_a_step_that_nobody_listens_to_costs_no_statement_more(desk, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    case = take(desk)
    told(desk, case, "price", cost="1.00")
    with CaptureQueriesContext(connection) as alone:
        told(desk, case, "price", cost="2.00")
    actions.subscribe(
        actor=0, at=MONDAY, name="别处", address="https://93.184.215.14/", owner=desk.ann, kinds=["moved"]
    )
    told(desk, case, "price", cost="3.00")
    with CaptureQueriesContext(connection) as beside:
        told(desk, case, "price", cost="4.00")
    assert len(beside) == len(alone)
