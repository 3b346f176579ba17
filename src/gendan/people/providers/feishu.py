"""飞书 Feishu: its page for signing in with PKCE, and the account by its `union_id`.

open.feishu.cn, 网页应用登录: `/open-apis/authen/v1/authorize`, `/open-apis/authen/v2/oauth/token`,
`/open-apis/authen/v1/user_info`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from gendan.core.text import Text
from gendan.people.providers.asking import ask
from gendan.people.providers.provider import Attempt, Identity, ProviderFailed, code_in, label_in, text_in


@dataclass(frozen=True, slots=True)
class Feishu:
    """An app of the site's organization. `page` and `service` are Feishu's servers (Lark's, abroad)."""

    client: str
    client_secret: str
    page: str = "https://accounts.feishu.cn"
    service: str = "https://open.feishu.cn"

    @property
    def title(self) -> Text:
        """What people call it."""
        return Text("飞书", "Feishu")

    def address(self, attempt: Attempt, back: str) -> str:
        """Feishu's page for signing in."""
        asked = {
            "client_id": self.client,
            "response_type": "code",
            "redirect_uri": back,
            "state": attempt.state,
            "code_challenge": attempt.challenge,
            "code_challenge_method": "S256",
        }
        return f"{self.page}/open-apis/authen/v1/authorize?{urlencode(asked)}"

    def identity(self, attempt: Attempt, answered: Mapping[str, str], back: str, *, now: float) -> Identity:
        """The account by its `union_id`, which is the same in all apps of the developer. Raises ProviderFailed."""
        body = {
            "grant_type": "authorization_code",
            "client_id": self.client,
            "client_secret": self.client_secret,
            "code": code_in(answered, attempt),
            "redirect_uri": back,
            "code_verifier": attempt.verifier,
        }
        token = ask(f"{self.service}/open-apis/authen/v2/oauth/token", body=body)
        if token.get("code", 0) != 0:
            raise ProviderFailed("refused", f"token {token.get('code')}")
        headers = {"Authorization": f"Bearer {text_in(token, 'access_token', most=8000)}"}
        told = ask(f"{self.service}/open-apis/authen/v1/user_info", headers=headers)
        account = told.get("data")
        if told.get("code") != 0 or not isinstance(account, dict):
            raise ProviderFailed("refused", f"user_info {told.get('code')}")
        return Identity(text_in(account, "union_id"), label_in(account, "name", "en_name"))
