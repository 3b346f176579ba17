"""What is refused about webhooks, as codes with parameters and in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from gendan.core.text import Text

REFUSALS: Final[Mapping[str, Text]] = {
    "access": Text("订阅由管理员管理。", "Webhooks are kept by administrators."),
    "missing": Text("没有这个订阅或投递。", "There is no such webhook or delivery."),
    "empty": Text("请填写名称。", "Please give it a name."),
    "too_long": Text("内容过长，最多 {most} 个字符。", "Too long: at most {most} characters."),
    "address": Text(
        "地址不可用：须为 https:// 开头的完整地址，不含用户名、密码和 #。",
        "The address won't do: a whole one that begins with https://, without user, password or #.",
    ),
    "private": Text(
        "“{host}” 是内部网络的地址，站点没有允许。运维人员可用 GENDAN_WEBHOOK_NETWORKS 允许。",
        "“{host}” is inside a private network, which this site does not allow. "
        "Its operator may, by GENDAN_WEBHOOK_NETWORKS.",
    ),
    "unresolved": Text("找不到主机“{host}”。", "There is no host “{host}”."),
    "plain": Text(
        "只有站点允许的内部网络才可以用 http://，其他地址请用 https://。",
        "Plain http:// is for networks that this site allows by name; use https:// elsewhere.",
    ),
    "owner": Text(
        "请选择一位在职人员，按他能看的范围发送。", "Choose somebody active: what he may see is what is sent."
    ),
    "procedure": Text("没有流程“{given}”。", "There is no procedure “{given}”."),
    "kind": Text("没有事件“{given}”。", "There is no event “{given}”."),
    "ended": Text("这个订阅已结束。", "This webhook has ended."),
    "gone": Text(
        "这次投递的内容已按保留期限清除，不能重发。", "What was delivered has been let go; it can't be sent again."
    ),
    "overlap": Text("旧密钥最多再用 {most} 小时。", "The old secret stands for {most} more hours at most."),
}
"""By code; places in braces are parameters."""


class WebhookRefused(Exception):
    """Something about a webhook was refused; nothing was changed."""

    def __init__(self, code: str, /, **parameters: object) -> None:
        super().__init__(code, parameters)
        self.code = code
        self.parameters = parameters

    def says(self, language: str) -> str:
        """The refusal in words, in `language` ("zh…" or "en…")."""
        return REFUSALS[self.code].in_language(language).format_map(self.parameters)
