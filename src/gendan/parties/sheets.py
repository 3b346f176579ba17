"""Parties as rows of a file: read from xlsx or CSV and registered, line by line; listed for a file to write."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

from django.db import transaction

from gendan.cases.attachments import path_of
from gendan.cases.sheets import Unreadable, open_table
from gendan.core.refusals import Reason, Refused
from gendan.core.text import Text
from gendan.parties import actions
from gendan.parties.models import Sort
from gendan.parties.queries import one
from gendan.people import access

COLUMNS: Final = (
    ("name", Text("名称", "Name")),
    ("sorts", Text("类别", "Kinds")),
    ("grade", Text("等级", "Grade")),
    ("upline", Text("上级经销商", "Dealer above")),
    ("keeper", Text("跟单人", "Keeper")),
    ("phone", Text("电话", "Phone")),
    ("contact", Text("联系人", "Contact")),
    ("contact_phone", Text("联系人电话", "Contact's phone")),
    ("address", Text("地址", "Address")),
    ("note", Text("备注", "Note")),
)
"""The columns of a file of parties, by either title or by name. Several phones or kinds are parted by 、 or ;."""
TOLD: Final = 200
"""Faulty rows that are told."""
_SORTS: Final = {each.label: each.value for each in Sort} | {each.value: each.value for each in Sort}


def load(sha256: str, *, actor: int, at: datetime) -> dict[str, object]:
    """Register the parties of a file, and change those that are known; each row alone, a faulty one hinders no other.

    Gives how many were `registered`, `changed` and `faulty`, and the first faulty rows with their reasons' codes.
    Raises Refused: `value.file` for one that is no table, or has no column of names.
    """
    counts = {"registered": 0, "changed": 0, "faulty": 0}
    faults: list[str] = []
    keepers = _keepers()
    for number, row in _rows(sha256):
        try:
            with transaction.atomic():
                counts[_put(row, keepers, actor=actor, at=at)] += 1
        except Refused as refused:
            counts["faulty"] += 1
            if len(faults) < TOLD:
                faults.append(f"{number}: {', '.join(reason.code for reason in refused.reasons)}")
    return {**counts, "faults": faults}


def _put(row: dict[str, str], keepers: Mapping[str, int], *, actor: int, at: datetime) -> str:
    sorts = [_SORTS[each] for each in _several(row.get("sorts", "")) if each in _SORTS]
    unknown = [each for each in _several(row.get("sorts", "")) if each not in _SORTS]
    keeper = keepers.get(row.get("keeper", ""))
    if unknown or (keeper is None and row.get("keeper")):
        raise Refused((Reason("value.sorts" if unknown else "value.keeper", {"given": unknown or row["keeper"]}),))
    contacts = [{"name": row["contact"], "phone": row.get("contact_phone", "")}] if row.get("contact") else []
    addresses = [{"address": row["address"]}] if row.get("address") else []
    known = one(row["name"]) if row.get("name") else None
    if known is None:
        actions.register(
            row.get("name", ""),
            actor=actor,
            at=at,
            sorts=sorts,
            grade=row.get("grade", ""),
            upline=row.get("upline") or None,
            keeper=keeper,
            note=row.get("note", ""),
            phones=_several(row.get("phone", "")),
            contacts=contacts,
            addresses=addresses,
        )
        return "registered"
    actions.change(
        row["name"],
        actor=actor,
        at=at,
        sorts=list(dict.fromkeys([*known.sorts, *sorts])) if sorts else None,
        grade=row.get("grade") or None,
        upline=row.get("upline") or None,
        keeper=keeper,
        note=row.get("note") or None,
        phones=_several(row.get("phone", "")),
        contacts=contacts,
        addresses=addresses,
    )
    return "changed"


def _rows(sha256: str) -> Iterator[tuple[int, dict[str, str]]]:
    path = path_of(sha256)
    if path is None:
        raise Refused((_no_table(sha256),))
    headers = [title for name, text in COLUMNS for title in (text.zh, text.en, name)]
    try:
        table = open_table(path, wanted=headers)
        places: dict[str, int] = {}
        for name, text in COLUMNS:
            for header in (text.zh, text.en, name):
                column = table.column(header)
                if column is not None:
                    places.setdefault(name, column.place)
        if "name" not in places:
            raise Refused((_no_table(COLUMNS[0][1].zh),))
        for line in table.rows():
            cells = line.cells
            yield line.number, {name: cells[at].strip() for name, at in places.items() if at < len(cells)}
    except Unreadable as wrong:
        raise Refused(wrong.reasons) from wrong


def _no_table(given: str) -> Reason:
    return Reason("value.file", {"given": given[:100], "expected": {"type": "file"}})


def _several(text: str) -> list[str]:
    for mark in "；;，,":
        text = text.replace(mark, "、")
    return [each.strip() for each in text.split("、") if each.strip()]


def _keepers() -> dict[str, int]:
    """The people of the house by their names, without those who are called alike."""
    found: dict[str, list[int]] = {}
    for each in access.organization().members.values():
        if each.party is None:
            found.setdefault(each.name, []).append(each.id)
    return {name: people[0] for name, people in found.items() if len(people) == 1}
