"""接口令牌 Tokens of the API: whose a text is, and what it allows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from gendan.core.text import Text
from gendan.people.epoch import ByEpoch, current_epoch
from gendan.people.log import log_access
from gendan.people.models import Access, Token
from gendan.people.secrets import TOKEN, digest

WRITTEN_AFTER: Final = timedelta(minutes=1)
"""How old the time of the last use may be before a use writes it anew: not every call is a write."""

LOGGED_AFTER: Final = timedelta(hours=1)
"""How long one line of the access log stands for all uses from one address."""


SCOPES: Final[Mapping[str, Text]] = {
    "read": Text("查看：手册、清单、单据、附件、导出", "Look: packs, lists, cases, files, exports"),
    "act": Text("办理：新开和办理单据、批量处理", "Act: open cases and do things with them, alone or in batches"),
    "import": Text("导入：导入文件、发送交换、接收回执", "Import: files in, exchanges out, answers in"),
    "admin": Text("管理：人员、岗位、设置（限管理员）", "Administer: people, posts, settings (administrators alone)"),
}
"""What a token may reach. It narrows what its owner may do, and never widens it."""


@dataclass(frozen=True, slots=True)
class TokenUse:
    """Who acts by a token, and how far: `scopes` narrow what the person may do, and never widen it."""

    token: int
    person: int
    scopes: frozenset[str]
    expires_at: datetime

    def allows(self, scope: str) -> bool:
        """Whether `scope` is one of the token's, or lies below one: `cases` holds `cases.read`."""
        parts = scope.split(".")
        return any(".".join(parts[: length + 1]) in self.scopes for length in range(len(parts)))


def use_token(text: str, *, address: str, at: datetime, epoch: int | None = None) -> TokenUse | None:
    """Whose token it is, None where it is none (any more). Uses and refusals are logged."""
    if not text.startswith(TOKEN) or len(text) > 200:
        _refused(text, address, at)
        return None
    key = digest(text)
    kept = _TOKENS.at(current_epoch() if epoch is None else epoch)
    found = kept.get(key)
    if found is None:
        row = Token.objects.filter(digest=key, revoked_at=None, person__is_active=True).first()
        if row is None:
            _refused(text, address, at)
            return None
        found = kept[key] = _Known(
            TokenUse(row.pk, row.person_id, frozenset(row.scopes), row.expires_at), row.used_at, row.used_from
        )
    if at >= found.use.expires_at:
        _refused(text, address, at)
        return None
    _write_use(found, address[:64], at)
    return found.use


def tokens_of(person: int) -> list[Token]:
    """The tokens of a person, revoked ones too, newest first."""
    return list(Token.objects.filter(person=person).order_by("-issued_at", "-id"))


@dataclass(slots=True)
class _Known:
    """A token as this process knows it, with the last use that it knows of."""

    use: TokenUse
    used_at: datetime | None
    used_from: str
    logged_at: datetime | None = None


def _write_use(known: _Known, address: str, at: datetime) -> None:
    moved = address != known.used_from
    if moved or known.logged_at is None or at - known.logged_at >= LOGGED_AFTER:
        log_access(Access.TOKEN_USED, at=at, person=known.use.person, address=address, about=f"token {known.use.token}")
        known.logged_at = at
    if moved or known.used_at is None or at - known.used_at >= WRITTEN_AFTER:
        Token.objects.filter(pk=known.use.token).update(used_at=at, used_from=address)
        known.used_at, known.used_from = at, address


def _refused(text: str, address: str, at: datetime) -> None:
    # Of what was sent only so much is kept as tells two attempts apart, never a secret.
    log_access(Access.TOKEN_REFUSED, at=at, address=address, about=f"token {digest(text).hex()[:12]}")


def _no_tokens() -> dict[bytes, _Known]:
    return {}


_TOKENS: ByEpoch[dict[bytes, _Known]] = ByEpoch(_no_tokens)
