"""What events, states of deliveries and faults are called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from gendan.core.text import Text

EVENTS: Final[Mapping[str, Text]] = {
    "opened": Text("新开", "opened"),
    "acted": Text("办理", "acted"),
    "signed": Text("签字", "signed"),
    "rejected": Text("驳回", "sent back"),
    "withdrawn": Text("撤回签字", "signature taken back"),
    "signer_added": Text("加签", "signer added"),
    "signature_handed": Text("转签", "signature handed over"),
    "deputed": Text("委派代签", "signer deputed"),
    "claimed": Text("领单", "claimed"),
    "released": Text("退回队列", "put back"),
    "taken_over": Text("接管", "taken over"),
    "handed_over": Text("转交", "handed over"),
    "commented": Text("备注", "commented"),
    "attached": Text("加附件", "file attached"),
    "corrected": Text("更正", "corrected"),
    "ticked": Text("时限到点", "deadline ticked"),
    "told": Text("子单有变化", "child changed"),
    "moved": Text("改按新版办理", "moved to a new version"),
    "linked": Text("关联", "linked"),
    "recomputed": Text("重算时限", "deadlines recomputed"),
    "pended": Text("等关卡打开", "waits for a gate"),
    "expired": Text("内容到期清除", "content expired"),
}
"""By the kinds of events."""

PING: Final = Text("试发", "trial")

STATES: Final[Mapping[str, Text]] = {
    "queued": Text("等着发", "waiting"),
    "sent": Text("已送达", "delivered"),
    "failed": Text("已放弃", "given up"),
}

FAULTS: Final[Mapping[str, Text]] = {
    "address": Text("地址不允许", "address not allowed"),
    "unresolved": Text("找不到主机", "no such host"),
    "refused": Text("连不上", "connection refused"),
    "time": Text("超时没有回答", "no answer in time"),
    "certificate": Text("证书不可信", "certificate not trusted"),
    "broken": Text("连接中断", "connection broken"),
}
"""By the faults of `sending`."""


def event_in_words(kind: str, language: str) -> str:
    """What a delivery's type (`case.acted`, `ping`) is called."""
    return EVENTS.get(kind.removeprefix("case."), PING).in_language(language)
