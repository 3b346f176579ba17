"""The demo company's ways in, shown on the sign-in page while the demo company is there."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

FILE = "demo.json"
"""The file in the data folder in which the demo company's maker writes its people and their common password."""


@dataclass(frozen=True, slots=True)
class WayIn:
    """One person of the demo company: whom the button signs in, and what he does there."""

    username: str
    name: str
    role: str
    password: str


def ways_in(language: str) -> tuple[WayIn, ...]:
    """The people of the demo company, none where there is none."""
    path = Path(settings.GENDAN_DATA) / FILE
    try:
        demo = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return ()
    return tuple(
        WayIn(
            each["username"],
            each["name"],
            (each.get("role_en") if language.startswith("en") else None) or each.get("role", ""),
            demo["password"],
        )
        for each in demo["people"]
    )
