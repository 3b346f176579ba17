"""钉钉 DingTalk: its page for signing in, and the account by its `unionId`.

open.dingtalk.com, 登录第三方网站: `/oauth2/auth`, `/v1.0/oauth2/userAccessToken`, `/v1.0/contact/users/me`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from gendan.core.text import Text
from gendan.people.providers.asking import ask
from gendan.people.providers.provider import Attempt, Identity, code_in, label_in, text_in


@dataclass(frozen=True, slots=True)
class DingTalk:
    """An app of the site's organization. `page` and `service` are DingTalk's servers."""

    client: str
    client_secret: str
    page: str = "https://login.dingtalk.com"
    service: str = "https://api.dingtalk.com"

    @property
    def title(self) -> Text:
        """What people call it."""
        return Text("钉钉", "DingTalk")

    def address(self, attempt: Attempt, back: str) -> str:
        """DingTalk's page for signing in."""
        asked = {
            "redirect_uri": back,
            "response_type": "code",
            "client_id": self.client,
            "scope": "openid",
            "state": attempt.state,
            "prompt": "consent",
        }
        return f"{self.page}/oauth2/auth?{urlencode(asked)}"

    def identity(self, attempt: Attempt, answered: Mapping[str, str], back: str, *, now: float) -> Identity:
        """The account by its `unionId`, which is the same in all apps of the organization. Raises ProviderFailed."""
        code = code_in(answered, attempt, "authCode")
        body = {
            "clientId": self.client,
            "clientSecret": self.client_secret,
            "code": code,
            "grantType": "authorization_code",
        }
        token = ask(f"{self.service}/v1.0/oauth2/userAccessToken", body=body)
        headers = {"x-acs-dingtalk-access-token": text_in(token, "accessToken", most=4000)}
        account = ask(f"{self.service}/v1.0/contact/users/me", headers=headers)
        return Identity(text_in(account, "unionId"), label_in(account, "nick"))
