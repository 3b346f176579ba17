"""The API tried by those who want what is not theirs."""

from datetime import timedelta

import pytest
from django.utils import timezone

from gendan.cases.commands import run
from gendan.cases.models import Case
from gendan.core.command import Command, Verb
from gendan.people import actions
from gendan.people.models import Access, AccessLog
from tests.api.client import Caller, codes, downloaded, told

pytestmark = pytest.mark.django_db

CLAIMS = "/packs/claims/procedures/claim"
SECRET = "高血压三期"
IDENTITY = "11010519491231002X"


def opened(caller, **given):
    return told(caller.post(f"{CLAIMS}/cases", {"given": {"insured": "王家", "amount": 500, **given}}), 201)


def fields(caller, uid):
    return {each["name"]: each for each in told(caller.get(f"/cases/{uid}"))["fields"]}


def everything(caller, uid):
    """All that the API tells a caller of a case and its lists, as one text."""
    answers = [
        caller.get(f"/cases/{uid}"),
        caller.get(f"/cases/{uid}/history"),
        caller.get(f"{CLAIMS}/cases?limit=500"),
        caller.get("/workbench/mine"),
        caller.get("/search?q=王"),
    ]
    export = caller.get(f"{CLAIMS}/export?form=csv")
    return "".join(each.content.decode() for each in answers) + downloaded(export).decode("utf-8-sig")


def test_one_desk_sees_nothing_of_the_other(claims):
    east, west = claims.calls["ea"], claims.calls["wes"]
    uid = opened(east)["uid"]
    told(east.upload(f"/cases/{uid}/attachments", b"a note"))
    sha256 = told(east.get(f"/cases/{uid}"))["attachments"][0]["sha256"]
    before = AccessLog.objects.filter(kind=Access.NOT_SEEN, person=claims.wes).count()
    tried = [
        west.get(f"/cases/{uid}"),
        west.get(f"/cases/{uid}/history"),
        west.get(f"/cases/{uid}/files/{sha256}"),
        west.post(f"/cases/{uid}/fields/amount/reveal"),
        west.post(f"/cases/{uid}/claim"),
        west.post(f"/cases/{uid}/take-over", {"reason": "x"}),
        west.post(f"/cases/{uid}/hand-over", {"person": claims.wes}),
        west.post(f"/cases/{uid}/comments", {"text": "x"}),
        west.put(f"/cases/{uid}/watch"),
        west.delete(f"/cases/{uid}/watch"),
        west.get(f"/cases/{uid}/colleagues?q=e"),
        west.upload(f"/cases/{uid}/attachments", b"x"),
        west.post(f"/cases/{uid}/actions/raise", {"given": {"amount": 1}}),
        west.post(f"/cases/{uid}/actions/change", {"given": {"amount": 1}}),
        west.post(f"/cases/{uid}/actions/raise/correct", {"given": {"amount": 1}, "reason": "x"}),
        west.post(f"/cases/{uid}/deadlines/overrule", {"clocks": {"desk": True}, "reason": "x"}),
        west.post(f"/cases/{uid}/actions/pay/reject", {"reason": "x"}),
        west.post(f"{CLAIMS}/batches", {"verb": "claim", "cases": [uid]}),
    ]
    assert [codes(response, 404) for response in tried] == [["missing"]] * len(tried)
    # All but the batch, which passes over what is not there, are in the log.
    assert AccessLog.objects.filter(kind=Access.NOT_SEEN, person=claims.wes).count() - before == len(tried) - 1
    assert told(west.get(f"{CLAIMS}/cases"))["rows"] == []
    assert told(west.get("/queues/claims.east"))["rows"] == []
    number = told(east.get(f"/cases/{uid}"))["number"]
    for text in (number, "王家", "wangjia", "wj"):
        assert [row["number"] for row in told(east.get(f"/search?q={text}"))["rows"]] == [number]
        assert told(west.get(f"/search?q={text}")) == {"rows": [], "more": False}


def test_a_merge_can_not_reach_what_its_actor_does_not_see(claims):
    east, west = claims.calls["ea"], claims.calls["wes"]
    theirs, mine = opened(east)["uid"], opened(west, amount=5000)["uid"]
    response = west.post(f"/cases/{mine}/actions/combine", {"others": [theirs]})
    assert codes(response, 404) == ["missing"]
    assert "2026" not in response.content.decode().replace(mine, "")
    assert told(east.get(f"/cases/{theirs}"))["state"] == "east_desk"
    other = opened(west, amount=6000)["uid"]
    told(west.post(f"/cases/{mine}/actions/combine", {"others": [other]}))


def test_a_field_that_is_not_his_is_told_to_nobody_by_any_road(claims):
    east, doctor, lead = claims.calls["ea"], claims.calls["doc"], claims.calls["li"]
    uid = opened(east)["uid"]
    told(east.post(f"/cases/{uid}/actions/examine"))
    told(doctor.post(f"/cases/{uid}/actions/judge", {"given": {"diagnosis": SECRET}}))
    assert fields(lead, uid)["diagnosis"]["value"] == SECRET
    shown = fields(east, uid)["diagnosis"]
    assert (shown["value"], shown["masked"], shown["says"]) == (None, True, "•••")
    assert SECRET not in everything(east, uid)
    assert SECRET in everything(lead, uid)
    assert codes(east.post(f"/cases/{uid}/fields/diagnosis/reveal"), 404) == ["missing"]
    # Nor by asking: a filter, an order or a search that tells what it holds.
    for query in ("filter=diagnosis:contains:高", "filter=diagnosis:filled", "sort=diagnosis"):
        assert codes(east.get(f"{CLAIMS}/cases?{query}")) == ["hidden.diagnosis"]
        assert len(told(lead.get(f"{CLAIMS}/cases?{query}"))["rows"]) == 1
        assert codes(east.post(f"{CLAIMS}/batches", {"verb": "claim", "everything": _asked(query)})) == [
            "hidden.diagnosis"
        ]
    assert told(east.get(f"{CLAIMS}/cases?text=高血压"))["rows"] == []
    assert len(told(lead.get(f"{CLAIMS}/cases?text=高血压"))["rows"]) == 1


def _asked(query):
    name, _, value = query.partition("=")
    return {name: [value]}


def test_an_identity_number_is_masked_and_each_look_at_it_is_logged(claims):
    east, doctor = claims.calls["ea"], claims.calls["doc"]
    uid = opened(east, identity=IDENTITY)["uid"]
    assert IDENTITY not in everything(east, uid)
    assert told(east.post(f"/cases/{uid}/fields/identity/reveal"))["value"] == IDENTITY
    told(east.post(f"/cases/{uid}/actions/examine"))
    assert codes(doctor.post(f"/cases/{uid}/fields/identity/reveal"), 404) == ["missing"]
    looks = AccessLog.objects.filter(kind=Access.FIELD_SEEN)
    assert [(each.person_id, "identity" in each.about) for each in looks] == [(claims.ea, True)]


def test_a_party_sees_its_own_and_no_more(claims):
    insured, opponent, witness = (claims.calls[name] for name in ("insured", "opponent", "witness"))
    uid = opened(claims.calls["ea"], opponent="李家", witness=claims.witness)["uid"]
    told(insured.get(f"/cases/{uid}"))
    assert [row["uid"] for row in told(insured.get(f"{CLAIMS}/cases"))["rows"]] == [uid]
    # To be named in a field that gives no part in the case opens nothing.
    assert codes(opponent.get(f"/cases/{uid}"), 404) == ["missing"]
    assert told(opponent.get(f"{CLAIMS}/cases"))["rows"] == []
    assert codes(witness.get(f"/cases/{uid}"), 404) == ["missing"]
    assert codes(insured.post(f"/cases/{uid}/actions/pay"), 403) == ["access"]
    assert [each["id"] for each in told(insured.get("/people"))["people"]] == [claims.insured]


def test_no_administrator_sees_or_moves_a_case_by_that_alone(claims):
    uid = opened(claims.calls["ea"])["uid"]
    boss = Caller(claims.boss, ("read", "act", "import", "admin"))
    assert codes(boss.get(f"/cases/{uid}"), 404) == ["missing"]
    assert codes(boss.post(f"/cases/{uid}/actions/pay"), 404) == ["missing"]
    assert codes(boss.post(f"{CLAIMS}/cases", {"given": {"insured": "王家"}}), 404) == ["missing"]


def test_a_file_is_named_by_its_senders_receipt_alone(claims):
    east, other, lead = claims.calls["ea"], claims.calls["ed"], claims.calls["li"]
    mine = opened(east)["uid"]
    told(east.upload(f"/cases/{mine}/attachments", b"what nobody else may read"))
    attached = told(east.get(f"/cases/{mine}"))["attachments"][0]
    # Who knows the digest can't put the file into a case of his own.
    stolen = {name: attached[name] for name in ("sha256", "name", "size", "type")}
    theirs = opened(claims.calls["wes"], amount=5000)["uid"]
    for field, given in (("report", stolen), ("insured", {"deep": [stolen]})):
        response = claims.calls["wes"].post(f"/cases/{theirs}/actions/change", {"given": {field: given}})
        assert codes(response) == [f"value.{field}"]
    assert codes(claims.calls["wes"].get(f"/cases/{theirs}/files/{attached['sha256']}"), 404) == ["missing"]
    # A receipt is its sender's, and no other's.
    kept = told(claims.calls["doc"].upload("/files", b"%PDF-1.7 report", name="report.pdf"), 201)
    told(east.post(f"/cases/{mine}/actions/examine"))
    assert codes(
        Caller(claims.li).post(f"{CLAIMS}/cases", {"given": {"insured": "王家", "report": kept["file"]}}), 403
    ) == ["access"]
    told(claims.calls["doc"].post(f"/cases/{mine}/actions/judge", {"given": {"report": kept["file"]}}))
    file = f"/cases/{mine}/files/{kept['sha256']}"
    response = lead.get(file)
    assert response["Content-Type"] == "application/octet-stream"
    assert downloaded(response) == b"%PDF-1.7 report"
    # Who sees the case, but not the field, has no file either.
    assert codes(east.get(file), 404) == ["missing"]
    assert codes(other.get(file), 404) == ["missing"]
    assert kept["sha256"] not in everything(east, mine)


def test_a_forged_or_borrowed_receipt_is_a_text_and_no_file(claims):
    doctor = claims.calls["doc"]
    uid = opened(claims.calls["ea"])["uid"]
    told(claims.calls["ea"].post(f"/cases/{uid}/actions/examine"))
    of_another = told(claims.calls["li"].upload("/files", b"%PDF-1.7 x"), 201)["file"]
    for forged in (of_another, "file:nonsense", of_another[:-3] + "abc"):
        assert codes(doctor.post(f"/cases/{uid}/actions/judge", {"given": {"report": forged}})) == ["value.report"]


def test_what_only_the_system_does_no_person_does(claims):
    uid = opened(claims.calls["ea"])["uid"]
    case = _id(uid)
    for verb in (Verb.TICK, Verb.TELL, Verb.MOVE, Verb.LINK, Verb.RECOMPUTE):
        extra = {"name": "x", "id": 1, "child": 1, "definition": 1, "state": "paid"}
        outcome = run(Command(verb=verb, case=case, extra=extra), person=claims.ea, at=timezone.now())
        assert [reason.code for reason in outcome.reasons] == ["access"], verb
    identity = {"id": 999_999, "uid": "01980000-0000-7000-8000-000000000000", "number": "FORGED"}
    command = Command(
        verb=Verb.OPEN,
        procedure="claims.claim",
        given={"insured": "王家"},
        extra={"parent": case, "parent_name": "x", "identity": identity},
    )
    outcome = run(command, person=claims.ea, at=timezone.now())
    assert outcome.done
    assert outcome.number != "FORGED"
    assert told(claims.calls["ea"].get(f"/cases/{outcome.uid}"))["parent"] is None
    # A command that names another procedure than the case's is judged by the case's own.
    named = Command(verb=Verb.ACT, case=case, procedure="claims.nothing", action="pay")
    assert [r.code for r in run(named, person=claims.ea, at=timezone.now()).reasons] == ["access"]


def _id(uid):
    from gendan.cases import queries

    return queries.find(uid)


def test_a_batch_runs_with_the_rights_of_its_moment(claims):
    east = claims.calls["ea"]
    uids = [opened(east)["uid"] for _ in range(3)]
    batch = told(east.post(f"{CLAIMS}/batches", {"action": "raise", "cases": uids}), 201)["id"]
    told(east.post(f"/batches/{batch}/start", {"given": {"amount": 700}}))
    actions.release(claims.ea, "claims.east", actor=0, at=timezone.now())
    done = told(east.post(f"/batches/{batch}/advance"))
    assert (done["succeeded"], done["refused"]) == (0, 3)


def test_a_deputy_acts_while_he_stands_in_and_not_after(claims):
    at = timezone.now()
    east, witness = claims.calls["ea"], claims.calls["witness"]
    uid = opened(east)["uid"]
    until = (at + timedelta(days=3)).date().isoformat()
    asked = {"deputy": claims.witness, "until": until, "reason": "休假"}
    assert told(witness.post(f"/people/{claims.ea}/deputies", asked), 403)["code"] == "access"
    made = told(east.post(f"/people/{claims.ea}/deputies", asked), 201)["id"]
    told(witness.post(f"/cases/{uid}/actions/raise", {"given": {"amount": 600}}))
    told(east.delete(f"/deputies/{made}"), 204)
    # What he did he may still look at; he does no more.
    told(witness.get(f"/cases/{uid}"))
    assert codes(witness.post(f"/cases/{uid}/actions/raise", {"given": {"amount": 1}}), 403) == ["access"]
    fresh = opened(east)["uid"]
    assert codes(witness.get(f"/cases/{fresh}"), 404) == ["missing"]


def test_a_number_finds_the_case_that_the_caller_sees(claims):
    uid = opened(claims.calls["ea"])["uid"]
    number = told(claims.calls["ea"].get(f"/cases/{uid}"))["number"]
    # Another department may have given the same number, later.
    theirs = opened(claims.calls["wes"], amount=5000)["uid"]
    Case.objects.filter(uid=theirs).update(number=number)
    assert told(claims.calls["ea"].get(f"/cases?number={number}"))["uid"] == uid
    assert told(claims.calls["wes"].get(f"/cases?number={number}"))["uid"] == theirs
    assert codes(claims.calls["witness"].get(f"/cases?number={number}"), 404) == ["missing"]
