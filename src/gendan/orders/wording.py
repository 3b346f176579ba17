"""What people call the arguments of this room's effects, and what its refusals say."""

from collections.abc import Mapping
from typing import Final

from gendan.core.text import Text

CALLED: Final[Mapping[str, Text]] = {
    "lines": Text("订单行", "Lines"),
    "party": Text("单位", "Party"),
    "grade": Text("等级", "Grade"),
    "channel": Text("渠道", "Channel"),
    "list": Text("价目表", "Price list"),
    "urgent": Text("加急", "Urgent"),
    "on": Text("日期", "Day"),
    "by_hand": Text("手工定价", "Priced by hand"),
    "steps": Text("工序", "Steps"),
    "keeps": Text("保留已报工", "Keeps what was reported"),
    "reason": Text("原因", "Reason"),
    "made": Text("数量", "Pieces"),
    "step": Text("工序", "Step"),
    "line": Text("行号", "Line"),
    "person": Text("人员", "Person"),
    "worker": Text("工人", "Worker"),
    "since": Text("起始日期", "Since"),
    "until": Text("截止日期", "Until"),
}
"""By the argument's name."""

REFUSALS: Final[Mapping[str, Text]] = {
    "orders.no_lines": Text("订单还没有明细。", "The order has no lines yet."),
    "orders.sheet_stands": Text("生产单 {sheet} 还没有收回。", "Production sheet {sheet} has not been withdrawn."),
    "orders.no_sheet": Text(
        "生产单 {sheet} 已收回，不能再报工。",
        "Production sheet {sheet} was withdrawn: nothing more is reported on it.",
    ),
    "orders.steps": Text(
        "工序“{given}”不能用：最多 50 道，每道最多 60 字。",
        "The steps “{given}” can't be taken: at most 50, each of at most 60 characters.",
    ),
    "orders.step": Text("没有工序“{given}”，应为：{steps}。", "There is no step “{given}”. The steps are: {steps}."),
    "orders.made": Text("件数应大于 0，不能是“{given}”。", "The pieces must be more than 0, not “{given}”."),
    "orders.too_many": Text(
        "工序“{step}”最多还能报 {left} 件，不能报 {given} 件。",
        "At most {left} pieces are left at step “{step}”, not {given}.",
    ),
    "orders.line": Text("没有第 {given} 行，共 {lines} 行。", "There is no line {given}; there are {lines}."),
    "orders.day": Text("日期“{given}”不行：今天是 {today}。", "The day “{given}” can't be: today is {today}."),
    "orders.worker": Text("没有说是谁的工资。", "Nobody was named whose wages these are."),
    "orders.paid": Text(
        "此人 {since} 至 {until} 的工资已入工资单 {slip}，日期不能重叠；之后的更正会补入下一张。",
        "Wage slip {slip} has the days from {since} to {until} of this worker; slips have no day in common. What was"
        " corrected since goes into the next one.",
    ),
    "orders.days": Text("起止日期不对：{given}。", "The days are not right: {given}."),
}
"""By the refusal's code; the places in braces are its parameters."""
