"""抬头 What stands at the head and the foot of every paper of the site: name, address, telephone, logo, last line.

Templates that import `letterhead` and `letterfoot` from `/gendan.typ` show it; without one they show nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from gendan.cases.attachments import content_type
from gendan.cases.documents.errors import PaperRefused
from gendan.cases.models import LetterheadVersion
from gendan.packs.printing import LOGO_FOLDER

LOGO_MOST: Final = 1024 * 1024
"""Bytes of a logo."""
LOGOS: Final[Mapping[str, str]] = {"image/png": "png", "image/jpeg": "jpg"}
"""What a logo may be, with its ending."""
TEXT_MOST: Final = 200
TEXTS: Final = ("name", "address", "phone", "footer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """The site's letterhead as it stands. `number` is that of its last change, 0 before the first one."""

    name: str = ""
    address: str = ""
    phone: str = ""
    footer: str = ""
    logo: bytes | None = None
    logo_type: str = ""
    number: int = 0

    def texts(self) -> dict[str, str]:
        """What templates read as `data.company`; `logo` is the path of the picture, empty where there is none."""
        return {**{name: getattr(self, name) for name in TEXTS}, "logo": f"/{self._logo}" if self.logo else ""}

    def files(self) -> dict[str, bytes]:
        """The picture, where templates find it."""
        return {self._logo: self.logo} if self.logo else {}

    @property
    def _logo(self) -> str:
        return f"{LOGO_FOLDER}logo.{LOGOS.get(self.logo_type, '')}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change: what it left, by whom, when and why."""

    name: str
    by: int
    at: datetime
    reason: str


def letterhead() -> Letterhead:
    """The letterhead as it stands."""
    row = LetterheadVersion.objects.order_by("-id").first()
    if row is None:
        return Letterhead()
    return Letterhead(
        **{name: getattr(row, name) for name in TEXTS},
        logo=bytes(row.logo) if row.logo is not None else None,
        logo_type=row.logo_type,
        number=row.id,
    )


def history() -> tuple[Change, ...]:
    """Every change, the newest first."""
    found = LetterheadVersion.objects.order_by("-id").defer("logo")
    return tuple(Change(name=each.name, by=each.by, at=each.at, reason=each.reason) for each in found)


def set_letterhead(
    texts: Mapping[str, str],
    *,
    by: int,
    at: datetime,
    logo: bytes | None = None,
    without_logo: bool = False,
    reason: str = "",
) -> Letterhead:
    """Give papers another letterhead from now on: what `texts` leaves out stays, and so does the logo, unless another
    one is given or it is taken away.

    Raises PaperRefused: `too_long`, `logo` for what is no PNG or JPEG picture.
    """
    stands = letterhead()
    said = {name: str(texts.get(name, getattr(stands, name))).strip() for name in TEXTS}
    for name, value in said.items():
        if len(value) > TEXT_MOST:
            raise PaperRefused("too_long", what=name, most=TEXT_MOST)
    kind = stands.logo_type
    picture = stands.logo
    if logo:
        found = content_type(logo[:8192])
        if found not in LOGOS or len(logo) > LOGO_MOST:
            raise PaperRefused("logo", most=LOGO_MOST >> 10)
        picture, kind = logo, found or ""
    elif without_logo:
        picture, kind = None, ""
    LetterheadVersion.objects.create(**said, logo=picture, logo_type=kind, at=at, by=by, reason=reason[:500])
    return letterhead()
