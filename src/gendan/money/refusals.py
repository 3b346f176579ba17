"""What this room's reasons say. Places in braces are the reasons' parameters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from gendan.core.text import Text

REFUSALS: Final[Mapping[str, Text]] = {
    "money.not_positive": Text("金额须大于零：{amount}。", "The amount must be above zero: {amount}."),
    "money.amount": Text("金额太大：{amount}。", "The amount is too great: {amount}."),
    "money.future": Text("到账日期不能在今天（{today}）之后。", "The day can't be after today ({today})."),
    "money.kind": Text(
        "没有“{given}”这类收款，应为：{known}。", "There is no kind of receipt “{given}”; there are: {known}."
    ),
    "money.place": Text("没有账户“{name}”。", "There is no till or account “{name}”."),
    "money.place_sort": Text(
        "没有“{given}”这种账户，应为：{known}。", "There is no sort “{given}” of places; there are: {known}."
    ),
    "money.same_place": Text("付出与收入是同一账户“{name}”。", "Both are the same place, “{name}”."),
    "money.slip": Text("这类收款须附凭据。", "This kind of receipt needs its slip."),
    "money.over_due": Text("只差 {due}，不能收 {amount}。", "Only {due} is still due; {amount} can't be taken."),
    "money.paid": Text(
        "已收齐，不能再收 {amount}：{by} 已于 {at} 收了 {last}。",
        "All is paid; {amount} can't be taken: {by} took {last} at {at}.",
    ),
    "money.over_received": Text(
        "只收了 {received}，不能退 {amount}。", "Only {received} came in; {amount} can't be paid back."
    ),
    "money.other_party": Text("这笔款不是“{name}”的。", "This money is not {name}'s."),
    "money.loose": Text(
        "“{name}”未核销的款只有 {left}，不够 {amount}。",
        "Only {left} of {name}'s money is free; that is less than {amount}.",
    ),
    "money.limit": Text(
        "担保额度不够：额度 {limit}，还剩 {left}，要担保 {amount}。",
        "The guarantor's limit does not reach: of {limit}, {left} is left; {amount} is wanted.",
    ),
    "money.limit_used": Text(
        "担保额度不够：额度 {limit}，还剩 {left}，要担保 {amount}；最近是 {by} 于 {at} 用在 {number}。",
        "The guarantor's limit does not reach: of {limit}, {left} is left; {amount} is wanted."
        " {by} used it last at {at}, for {number}.",
    ),
    "money.own_limit": Text("自己的担保额度须由他人设定。", "One's own limit is set by somebody else."),
    "money.corrected": Text("{by} 已于 {at} 冲正过。", "{by} took it back at {at} already."),
    "money.correction": Text(
        "这本身是冲正，不能再冲正；请重新记一笔。", "This is a correction itself; enter the movement anew."
    ),
    "money.not_correctable": Text(
        "这种凭证不能冲正；担保请解除后重新办理。", "This can't be taken back; release the guarantee and give it anew."
    ),
    "money.allocated": Text(
        "这笔收款已核销到单据，请先冲正核销（未核销 {left}）。",
        "Cases have money of this receipt; take that back first ({left} is free).",
    ),
    "money.witness": Text("见证人须是另一个人。", "The witness must be somebody else."),
    "money.short_till": Text(
        "“{name}”账面只有 {stands}，不够 {amount}。",
        "By the books only {stands} lies in “{name}”; that is less than {amount}.",
    ),
    "money.opened": Text(
        "“{name}”的期初余额 {amount} 已由{by}于 {at} 记过；记错的先冲正，再重记。",
        "The opening balance of “{name}”, {amount}, was entered by {by} at {at}; take a wrong one back first.",
    ),
    "money.not_counted": Text(
        "“{name}”点款查出、还没处理的长短款只有 {stands}，不能处理 {amount}。",
        "Counts of “{name}” found only {stands} that is not settled yet; {amount} can't be settled.",
    ),
    "money.matched": Text("{by} 已于 {at} 匹配过这一行。", "{by} matched this line at {at} already."),
    "money.match_what": Text(
        "请说明这笔款属于哪张单、哪个单位，或为何不属于我方。",
        "Say which case or party the money is for, or why it is none of ours.",
    ),
    "money.line_open": Text("这一行本来就待匹配。", "This line waits to be matched as it is."),
    "money.line_receipt": Text(
        "这一行已记为收款 {movement}；要重新匹配，先把该收款冲正。",
        "This line is receipt {movement}; take that receipt back, and the line waits to be matched again.",
    ),
    "money.not_received": Text("这一行是付出的款，不能作收款匹配。", "Money left with this line; it is no receipt."),
    "money.no_case": Text("没有单号为“{number}”的单据。", "There is no case with the number “{number}”."),
    "money.no_columns": Text(
        "看不出这些列：{missing}。文件里有：{known}。", "These columns are not found: {missing}. The file has: {known}."
    ),
    "money.no_file": Text("看不懂这个文件，应为 Excel 或 CSV。", "This file can't be read; it should be Excel or CSV."),
    "money.line": Text("第 {row} 行的“{column}”看不懂：{given}。", "Row {row}: “{column}” can't be read: {given}."),
}
