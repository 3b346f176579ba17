"""A seeded site for tests that send anything to any operation."""

from dataclasses import dataclass, field

from django.utils import timezone

from gendan.people import actions
from tests.api.client import Caller, told

ORDERS = "/packs/doors/procedures/door_order"


@dataclass
class Site:
    """`known` are values of address parameters that exist, by the operation's path and the parameter's name."""

    token: str
    known: dict[str, list[object]] = field(default_factory=dict)
    turn: int = 0

    @classmethod
    def seeded(cls, office, caller):
        at = timezone.now()
        boss = actions.create_person(actor=0, at=at, username="boss", name="老板", administrator=True)
        for post in ("order_taker", "office_supervisor", "sheet_maker", "order_auditor"):
            actions.hold(boss, f"doors.{post}", actor=0, at=at)
        wang, all_of_it = caller("wang"), Caller(boss, ("read", "act", "import", "admin"))
        uids = [
            told(
                wang.post(
                    f"{ORDERS}/cases",
                    {"given": {"customer": name, "lines": [{"width": 860, "opening": "left_in"}]}},
                ),
                201,
            )["uid"]
            for name in ("王记", "李记", "张记")
        ]
        told(wang.upload(f"/cases/{uids[0]}/attachments", "一张图纸".encode()))
        sha256 = told(wang.get(f"/cases/{uids[0]}"))["attachments"][0]["sha256"]
        batch = told(all_of_it.post(f"{ORDERS}/batches", {"verb": "claim", "cases": uids}), 201)["id"]
        told(all_of_it.post(f"/batches/{batch}/start"))
        told(all_of_it.post(f"/batches/{batch}/advance"))
        known = {
            "pack": ["doors"],
            "procedure": ["door_order"],
            "uid": uids,
            "action": ["quote", "amend", "confirm", "audit", "cancel"],
            "field": ["customer", "lines"],
            "sha256": [sha256],
            "batch": [batch],
            "person": [office.wang, office.zhao],
            "part": ["mine"],
            "queue": ["doors.order_taker"],
        }
        return cls(all_of_it.token, known)

    def aim(self, case):
        """Put what exists into the address of two calls in three, so that they arrive."""
        self.turn += 1
        if self.turn % 3 == 0:
            return
        for name in case.path_parameters or {}:
            if name in self.known:
                values = self.known[name]
                case.path_parameters[name] = values[self.turn % len(values)]

    def validate(self, case, checks):
        """Make a call, and hold its answer to the contract."""
        case.call_and_validate(headers={"Authorization": f"Bearer {self.token}"}, checks=checks)
