"""企业微信 WeCom: its page for signing in, and the member by his `userid`.

developer.work.weixin.qq.com, 企业微信 Web 登录: `/wwlogin/sso/login`, `/cgi-bin/gettoken`, `/cgi-bin/auth/getuserinfo`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from gendan.core.text import Text
from gendan.people.providers.asking import ask
from gendan.people.providers.provider import Attempt, Identity, ProviderFailed, code_in, text_in


@dataclass(frozen=True, slots=True)
class WeCom:
    """An app (`agent`) of the site's corporation. `page` and `service` are WeCom's servers."""

    corporation: str
    agent: str
    client_secret: str
    page: str = "https://login.work.weixin.qq.com"
    service: str = "https://qyapi.weixin.qq.com"

    @property
    def title(self) -> Text:
        """What people call it."""
        return Text("企业微信", "WeCom")

    def address(self, attempt: Attempt, back: str) -> str:
        """WeCom's page for signing in."""
        asked = {
            "login_type": "CorpApp",
            "appid": self.corporation,
            "agentid": self.agent,
            "redirect_uri": back,
            "state": attempt.state,
        }
        return f"{self.page}/wwlogin/sso/login?{urlencode(asked)}"

    def identity(self, attempt: Attempt, answered: Mapping[str, str], back: str, *, now: float) -> Identity:
        """The member by his `userid` within the corporation; who is no member has none, and is refused. Raises
        ProviderFailed.
        """
        code = code_in(answered, attempt)
        token = self._said("gettoken", corpid=self.corporation, corpsecret=self.client_secret)
        access = text_in(token, "access_token", most=4000)
        member = self._said("auth/getuserinfo", access_token=access, code=code)
        userid = text_in({key.lower(): value for key, value in member.items()}, "userid")
        return Identity(f"{self.corporation}/{userid}", userid)

    def _said(self, what: str, **query: str) -> dict[str, Any]:
        said = ask(f"{self.service}/cgi-bin/{what}", query=query)
        if said.get("errcode") != 0:
            raise ProviderFailed("refused", f"{what} {said.get('errcode')}")
        return said
