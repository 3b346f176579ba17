"""凭据 The files that prove receipts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models.fields.json import KeyTextTransform

from gendan.money.models import Movement


def holds(sha256: str) -> Mapping[str, Any] | None:
    """The slip with this hash, where some movement has it."""
    found = (
        Movement.objects.annotate(sha256=KeyTextTransform("sha256", "slip"))
        .filter(slip__isnull=False, sha256=sha256)
        .values_list("slip", flat=True)
        .first()
    )
    return found if isinstance(found, Mapping) else None
