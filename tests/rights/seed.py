"""Three departments with everything that could leak: each thing has a mark of its own, by which it shows anywhere.

Nobody's rights are decided here: `SEEN` says who sees which marks, and the matrix holds every page and call against it.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Final

from django.test import Client
from django.utils import timezone

from gendan.cases import library
from gendan.cases.studio import drafts
from gendan.people import actions
from gendan.people.models import SignInSession, Token
from tests.api.client import Caller, told
from tests.api.test_desk import IMPORT, ORDERS
from tests.cases.company import Company
from tests.cases.shop import PAID, REVIEW, sheet
from tests.rights.trading import BUYER, COUNTER, OF_AREAS, OF_SALE, traded

PASSWORD: Final = "看得见-看不见-2026"
SCOPES: Final = ("read", "act", "import", "admin")
CLAIMS: Final = "/packs/claims/procedures/claim"
MARK: Final = "zz7"
"""How every mark begins: a text that occurs nowhere else."""

PARTY: Final = frozenset({"zz7partycomment", "zz7partyfile", "zz7partycontent"})
EAST: Final = frozenset({"zz7eastopponent", "zz7eastcomment", "zz7eastfile", "zz7eastcontent"}) | PARTY
MEDICAL: Final = frozenset({"zz7diagnosis", "zz7report", "zz7pages"})
WEST: Final = frozenset({"zz7westopponent", "zz7westcomment", "zz7westfile", "zz7westcontent"})
SHOP: Final = frozenset({"zz7address", "zz7sheet"})
OWN_OF_EAST: Final = frozenset({"zz7eastview", "zz7easttoken"})
KEPT_BY_BOSS: Final = frozenset({"zz7hook", "zz7draft"})

SEEN: Final = {
    "ea": EAST | OWN_OF_EAST,
    "ed": EAST,
    "wes": WEST,
    "doc": EAST | MEDICAL,
    "li": EAST | WEST | MEDICAL,
    "insured": PARTY | {"zz7eastopponent", "zz7westopponent"},
    "opponent": frozenset(),
    "witness": frozenset(),
    "xu": SHOP,
    "seller": OF_SALE | OF_AREAS,
    "buyer": OF_SALE,
    "boss": KEPT_BY_BOSS | {"zz7easttoken"},
    "anonymous": frozenset(),
}
"""By actor, the marks that he sees somewhere, and no others anywhere."""


@dataclass
class Seed:
    """`things` are the objects of each department, as the values of address parameters by their name."""

    company: Company
    things: dict[str, dict[str, object]]
    clients: dict[str, Client] = field(default_factory=dict)
    callers: dict[str, Caller] = field(default_factory=dict)


def seeded() -> Seed:
    """Everything made by the API, as its people make it."""
    at = timezone.now()
    claims = library.activate(Path(__file__).parents[1] / "api" / "fixtures" / "claims", by=0, at=at)
    library.activate(REVIEW, by=0, at=at)
    library.activate(COUNTER, by=0, at=at)
    company = Company(claims.definition)
    for name, post in (("ea", "east"), ("ed", "east"), ("wes", "west"), ("doc", "doctor"), ("li", "lead")):
        company.hire(name, post, pack="claims")
    company.hire("xu", "reviewer", pack="shop_review")
    company.hire("insured", party="王家")
    company.hire("opponent", party="李家")
    company.hire("witness")
    company.hire("seller", "seller", pack="counter")
    company.hire("buyer", party=BUYER)
    company.hire("boss", administrator=True)
    seed = Seed(company, {})
    seed.clients["anonymous"], seed.callers["anonymous"] = Client(), Caller()
    for name, person in company.people.items():
        actions.set_password(person, PASSWORD, actor=0, at=at)
        seed.clients[name] = Client()
        entered = seed.clients[name].post("/sign-in/", {"username": name, "password": PASSWORD})
        assert entered.status_code == 302
        seed.callers[name] = Caller(person, SCOPES if name == "boss" else SCOPES[:3])
    east, west = _claim(seed, "ea", "east", 500), _claim(seed, "wes", "west", 5000)
    report = _examined(seed, str(east["uid"]))
    seed.things = {"east": {**east, **_own(seed, "ea", east)}, "west": west, "shop": _shop(seed)}
    seed.things["counter"] = traded(company, seed.callers["seller"])
    kept = {**_kept(seed), "source": str(seed.company.definition)}
    seed.things["east"] |= kept
    seed.things["report"] = {"uid": east["uid"], "sha256": report}
    seed.things["party"] = {"uid": east["uid"], "sha256": _told_by_party(seed, str(east["uid"]))}
    return seed


def _claim(seed: Seed, by: str, desk: str, amount: int) -> dict[str, object]:
    caller = seed.callers[by]
    given = {"insured": "王家", "opponent": f"zz7{desk}opponent", "amount": amount}
    uid = told(caller.post(f"{CLAIMS}/cases", {"given": given}), 201)["uid"]
    told(caller.post(f"/cases/{uid}/comments", {"text": f"zz7{desk}comment"}))
    told(caller.upload(f"/cases/{uid}/attachments", f"zz7{desk}content".encode(), name=f"zz7{desk}file.txt"))
    sha256 = told(caller.get(f"/cases/{uid}"))["attachments"][0]["sha256"]
    return {
        "pack": "claims",
        "procedure": "claim",
        "post": desk,
        "queue": f"claims.{desk}",
        "uid": uid,
        "sha256": sha256,
        "field": "diagnosis",
        "person": seed.company.people[by],
    }


def _examined(seed: Seed, uid: str) -> str:
    """What only the doctor and the lead may see; the hash of the report."""
    east, doctor = seed.callers["ea"], seed.callers["doc"]
    told(east.post(f"/cases/{uid}/actions/examine"))
    kept = told(doctor.upload("/files", b"%PDF-1.7 zz7pages", name="zz7report.pdf"), 201)
    given = {"diagnosis": "zz7diagnosis", "report": kept["file"]}
    told(doctor.post(f"/cases/{uid}/actions/judge", {"given": given}))
    return str(kept["sha256"])


def _told_by_party(seed: Seed, uid: str) -> str:
    """What the insured wrote and sent himself; the hash of his file."""
    insured = seed.callers["insured"]
    told(insured.post(f"/cases/{uid}/comments", {"text": "zz7partycomment"}))
    told(insured.upload(f"/cases/{uid}/attachments", b"zz7partycontent", name="zz7partyfile.txt"))
    return str(told(insured.get(f"/cases/{uid}"))["attachments"][0]["sha256"])


def _own(seed: Seed, by: str, thing: dict[str, object]) -> dict[str, object]:
    caller, at = seed.callers[by], timezone.now()
    batch = told(caller.post(f"{CLAIMS}/batches", {"action": "raise", "cases": [thing["uid"]]}), 201)["id"]
    seed.clients[by].post("/lists/claims/claim/save/", {"save": "zz7eastview", "query": ""})
    actions.issue_token(
        seed.company.people[by],
        actor=seed.company.people[by],
        at=at,
        name="zz7easttoken",
        scopes=("read",),
        expires_at=at + timedelta(days=1),
    )
    deputy = {"deputy": seed.company.ed, "until": (at + timedelta(days=3)).date().isoformat(), "reason": "休假"}
    return {
        "batch": batch,
        "token": Token.objects.get(name="zz7easttoken").pk,
        "session": str(SignInSession.objects.get(person=seed.company.people[by]).pk),
        "stand_in": told(caller.post(f"/people/{seed.company.people[by]}/deputies", deputy), 201)["id"],
    }


def _shop(seed: Seed) -> dict[str, object]:
    caller = seed.callers["xu"]
    file = told(caller.upload(f"{IMPORT}/files", sheet(PAID), name="zz7sheet.csv"), 201)["file"]
    mapping = told(caller.post(f"{IMPORT}/preview", {"file": file}))["mapping"]
    mapping["constants"] = {"shop": "天猫旗舰店", "address": "zz7address"}
    run = told(caller.post(f"{IMPORT}/runs", {"file": file, "mapping": mapping, "keep": "good"}), 201)
    told(caller.post(f"/imports/{run['id']}/advance"))
    uid = told(caller.get(f"{ORDERS}/cases"))["rows"][0]["uid"]
    return {
        "pack": "shop_review",
        "procedure": "shop_order",
        "post": "reviewer",
        "queue": "shop_review.reviewer",
        "uid": uid,
        "run": run["id"],
        "name": "shop_export",
        "person": seed.company.xu,
    }


def _kept(seed: Seed) -> dict[str, object]:
    """What administrators keep: a webhook and the draft of a pack."""
    boss, at = seed.company.boss, timezone.now()
    given = {"name": "zz7hook", "address": "https://erp.example.com/zz7hook", "owner": seed.company.li}
    hook = told(seed.callers["boss"].post("/webhooks", given), 201)
    draft = drafts.draft_of_version(seed.company.definition, by=boss, at=at, note="zz7draft")
    ping = told(seed.callers["boss"].post(f"/webhooks/{hook['id']}/ping"), 201)
    return {"webhook": hook["id"], "draft": draft, "delivery": ping["delivery"]}
