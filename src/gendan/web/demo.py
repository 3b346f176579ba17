"""The demo company's ways in, shown on the sign-in page while the demo company is there.

The demo company is made above this room; the setting GENDAN_WAYS_IN names the function that tells its ways in.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string


class WayIn(Protocol):
    """One person of the demo company: whom the button signs in, and what he does there, in the reader's language."""

    @property
    def username(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def password(self) -> str: ...


def ways_in(language: str) -> Sequence[WayIn]:
    """The people of the demo company, none where there is none."""
    path = getattr(settings, "GENDAN_WAYS_IN", "")
    return cast(Sequence[WayIn], import_string(path)(language)) if path else ()
