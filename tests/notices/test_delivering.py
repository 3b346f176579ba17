"""Messages leave Gendan: by a real mail server and a real gateway, again after a pause, then by the next channel."""

from datetime import timedelta

import pytest

from gendan.cases import attachments
from gendan.notices.delivering import TRIES, Delivered, deliver
from gendan.notices.models import Delivery, Message
from gendan.notices.queries import deliveries_of, messages, unread
from tests.notices.company import MONDAY, take, told
from tests.notices.servers import gateway

pytestmark = pytest.mark.django_db


def outcomes(message):
    return [(one.channel, one.outcome) for one in Delivery.objects.filter(message=message).order_by("id")]


def test_a_mail_leaves_once_and_stays_on_the_page(desk, letterbox):
    told(desk, take(desk), "write", remark="请回电")
    assert deliver(MONDAY) == Delivered(sent=1)
    assert deliver(MONDAY + timedelta(hours=1)) == Delivered()
    ((to, mail),) = letterbox.mails
    assert to == ["chief@example.com"]
    assert (mail["subject"], mail.get_content().strip()) == ("Letter", "Case 2026-001: 请回电")
    assert [view.text for view in messages(desk.chief)] == ["Case 2026-001: 请回电"]
    assert unread(desk.chief) == 0


def test_a_mail_shows_the_way_to_the_case_to_those_who_work_here(desk, letterbox, settings):
    settings.GENDAN_ADDRESS = "https://gendan.example.com"
    case = take(desk, mail="wang@example.net")
    told(desk, case, "write", remark="一")
    deliver(MONDAY)
    bodies = {to[0]: mail.get_content().split() for to, mail in letterbox.mails}
    uid = Message.objects.filter(case_id=case).values_list("case_uid", flat=True)[0]
    assert bodies["chief@example.com"][-1] == f"https://gendan.example.com/cases/{uid}/"
    assert "gendan.example.com" not in " ".join(bodies["wang@example.net"])


def test_files_go_along_while_they_are_kept_and_there_is_room(desk, letterbox, settings, tmp_path, monkeypatch):
    settings.GENDAN_ATTACHMENTS = tmp_path
    told(desk, take(desk), "write", remark="附表")
    kept = [
        attachments.store([content], name=name, by=0, at=MONDAY)
        for name, content in (("月报.csv", b"a,b\n1,2\n"), ("长.txt", b"x" * 900), ("短.txt", b"y"))
    ]
    gone = {"name": "gone.txt", "sha256": "0" * 64}
    files = [*({"name": each["name"], "sha256": each["sha256"]} for each in kept), gone]
    Message.objects.update(files=files)
    monkeypatch.setattr("gendan.notices.delivering.MOST_BYTES", 500)
    assert deliver(MONDAY) == Delivered(sent=1)
    ((_, mail),) = letterbox.mails
    assert mail.get_body().get_content().strip() == "Case 2026-001: 附表"
    # The second one has no room beside the first, the third has; the last is not kept any more.
    along = {part.get_filename(): part.get_payload(decode=True) for part in mail.iter_attachments()}
    assert along == {"月报.csv": b"a,b\n1,2\n", "短.txt": b"y"}


def test_a_channel_that_breaks_stops_nobody_elses_message(desk, letterbox, monkeypatch):
    from gendan.notices.channels.mail import Mail

    told(desk, take(desk, mail="wang@example.net"), "write", remark="一")
    real = Mail.send

    def broken_once(self, envelope):
        monkeypatch.setattr(Mail, "send", real)
        raise RuntimeError("the channel's own fault")

    monkeypatch.setattr(Mail, "send", broken_once)
    assert deliver(MONDAY) == Delivered(sent=1, again=1)
    assert Message.objects.get(state="queued").error == "RuntimeError: the channel's own fault"


def test_who_is_outside_is_mailed_at_the_address_in_the_case(desk, letterbox):
    told(desk, take(desk, mail="wang@example.net"), "write", remark="请来取")
    assert deliver(MONDAY) == Delivered(sent=2)
    assert sorted(to[0] for to, _ in letterbox.mails) == ["chief@example.com", "wang@example.net"]
    outside = next(mail for to, mail in letterbox.mails if to == ["wang@example.net"])
    assert (outside["subject"], outside.get_content().strip()) == ("来信", "单 2026-001：请来取")


def test_a_server_that_says_never_has_the_page_take_over(desk, letterbox):
    letterbox.answer = "550 no such box"
    told(desk, take(desk), "write", remark="一")
    assert deliver(MONDAY) == Delivered(passed_on=1)
    message = Message.objects.get(person=desk.chief)
    assert (message.state, message.channel, outcomes(message)) == (
        "sent",
        "page",
        [("mail", "refused"), ("page", "sent")],
    )
    assert unread(desk.chief) == 1


def test_a_server_that_says_later_is_tried_again_and_then_given_up(desk, letterbox):
    letterbox.answer = "451 try later"
    told(desk, take(desk), "write", remark="一")
    at = MONDAY
    for _ in range(TRIES - 1):
        assert deliver(at) == Delivered(again=1)
        assert deliver(at) == Delivered()
        at += timedelta(hours=1)
    assert deliver(at) == Delivered(passed_on=1)
    message = Message.objects.get(person=desk.chief)
    assert outcomes(message) == [*[("mail", "unreachable")] * TRIES, ("page", "sent")]
    assert letterbox.mails == []


def test_a_mail_tried_again_is_known_by_its_id(desk, letterbox):
    told(desk, take(desk), "write", remark="一")
    deliver(MONDAY)
    Message.objects.filter(person=desk.chief).update(state="queued", next_at=MONDAY)
    deliver(MONDAY)
    (_, first), (_, second) = letterbox.mails
    assert first["message-id"] == second["message-id"] != ""


def test_an_sms_goes_to_the_gateway_with_its_key(desk, settings):
    with gateway(settings) as posted:
        told(desk, take(desk, phone="13812345678", cost="35.50", until="2026-10-20"), "mend")
        assert deliver(MONDAY) == Delivered(sent=1)
    ((headers, body),) = posted
    assert body["to"] == "13812345678"
    assert body["text"] == "王小明您好，打印机已修好（2026-001），费用35.50，请于2026-10-20前来取。"
    assert headers["Authorization"] == "Bearer the site's own"
    assert headers["Idempotency-Key"] == body["key"]


@pytest.mark.parametrize(
    ("status", "expected"), [(422, Delivered(passed_on=1)), (503, Delivered(again=1)), (401, Delivered(again=1))]
)
def test_what_the_gateway_answers_decides_whether_it_is_asked_again(desk, settings, status, expected):
    with gateway(settings, status):
        told(desk, take(desk, phone="13812345678"), "mend")
        assert deliver(MONDAY) == expected


def test_without_a_channel_the_owner_is_asked_and_told_why(desk):
    case = take(desk, phone="13812345678", customer="王记门业")
    told(desk, case, "mend")
    assert deliver(MONDAY) == Delivered()
    by_phone, by_party = sorted(messages(desk.fay), key=lambda view: view.text)[::-1]
    texts = {view.text for view in messages(desk.fay)}
    assert texts == {
        "请联系 13812345678：王小明您好，打印机已修好（2026-001），费用，请于前来取。"
        "（本站未开通短信、本站未开通邮件）",
        "请联系 王记门业：单 2026-001 已修好（本站未开通邮件）",
    }
    assert by_phone.ask
    assert by_party.ask
    outside = Message.objects.get(phone="13812345678", person=None)
    assert outcomes(outside) == [("sms", "not_configured"), ("mail", "not_configured"), ("task", "asked")]
    assert [view.to for view in deliveries_of(case, "zh")] == ["13812345678", "fay", "王记门业", "fay"]


def test_a_party_that_signs_in_has_it_on_its_page(desk):
    buyer = desk.hire("buyer", party="王记门业")
    told(desk, take(desk, customer="王记门业"), "mend")
    assert [view.text for view in messages(buyer)] == ["单 2026-001 已修好"]


def test_nobody_has_it_where_the_case_has_no_owner_and_the_site_no_administrator(desk):
    from gendan.people import actions

    case = take(desk, phone="13812345678")
    for name, post in (("fay", "fitter"), ("chief", "chief")):
        actions.release(desk.people[name], f"repair.{post}", actor=0, at=MONDAY)
    told(desk, case, "mend")
    message = Message.objects.get(phone="13812345678")
    assert (message.state, outcomes(message)[-1]) == ("failed", ("task", "nobody"))
