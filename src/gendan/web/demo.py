"""The demo company's ways in, shown on the sign-in page while the demo company is there.

The demo company is made above this room; the setting GENDAN_WAYS_IN names the function that tells its ways in.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string


class WayIn(Protocol):
    """One person of the demo company: whom the button signs in, and what he does there, in the reader's language.

    `outside`: he works for somebody else, as a dealer does.
    """

    @property
    def username(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def password(self) -> str: ...
    @property
    def outside(self) -> bool: ...


class Department(Protocol):
    """The people of one department; `pack` and `title` empty: those who stand above all departments."""

    @property
    def pack(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def people(self) -> Sequence[WayIn]: ...


class WaysIn(Protocol):
    """The departments that are there; `more`: others are being set up now."""

    @property
    def departments(self) -> Sequence[Department]: ...
    @property
    def more(self) -> bool: ...


def ways_in(language: str) -> WaysIn | None:
    """The people of the demo company by department, None where there is no demo company."""
    path = getattr(settings, "GENDAN_WAYS_IN", "")
    found = cast(WaysIn, import_string(path)(language)) if path else None
    return found if found is not None and found.departments else None
