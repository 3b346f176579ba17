"""Why this room refuses, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from gendan.core.refusals import Reason
from gendan.core.text import Text

WORDS: Final[Mapping[str, Text]] = {
    "parties.name": Text("“{name}”已是 {party} 的名称。", "“{name}” is a name of {party} already."),
    "parties.unknown": Text("没有登记“{name}”。", "“{name}” is not registered."),
    "parties.circle": Text(
        "{party} 的上级不能是它自己或它的下级 {upline}。",
        "{upline} stands below {party}, and can't stand above it too.",
    ),
    "parties.phone": Text("“{given}”不是电话号码。", "“{given}” is no phone number."),
    "parties.region": Text("看不出“{given}”在哪个省。", "It can't be told in which province “{given}” lies."),
    "parties.territory": Text(
        "{region}（{channel} {series}）已授权给 {party}，自 {since} 起。",
        "{region} ({channel} {series}) belongs to {party} since {since}.",
    ),
    "parties.taken": Text("{region}已有授权，不能重复。", "{region} is taken."),
    "parties.no_territory": Text("{party} 没有这块区域的授权。", "{party} has no such territory."),
    "parties.contract": Text("合同号 {number} 已属于 {party}。", "Contract {number} is {party}'s already."),
    "parties.no_contract": Text("{party} 没有合同 {number}。", "{party} has no contract {number}."),
    "parties.dates": Text("到期日不能早于签订日。", "It can't end before it is signed."),
    "parties.same": Text("这是同一个单位，不必合并。", "These are one party already."),
    "parties.upline": Text("只有经销商才有上级。", "Only dealers stand below another."),
}
"""By the whole code; places in braces are the reason's parameters."""


def reason(name: str, /, **parameters: object) -> Reason:
    """The reason `parties.NAME`. Raises KeyError for one that has no words."""
    code = f"parties.{name}"
    if code not in WORDS:
        raise KeyError(code)
    return Reason(code, parameters)
