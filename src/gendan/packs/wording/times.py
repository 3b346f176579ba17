"""The words of amounts of time and moments that can't be read."""

from collections.abc import Mapping

from gendan.packs.wording.words import Words

WORDS: Mapping[str, Words] = {
    "time_amount_syntax": Words(
        "{text} 不是时长。", "{text} is no amount of time.", "写法如 {example}。", "Write it as {example}."
    ),
    "time_amount_unit": Words(
        "{text} 没有可用的单位。", "{text} has no unit that is known.", "可用：{units}。", "Use {units}."
    ),
    "time_amount_whole": Words(
        "{text} 的 {unit} 必须是整数。", "{text}: a {unit} can't be divided.", "请写整数。", "Write a whole number."
    ),
    "time_amount_not_positive": Words(
        "{text} 不大于零。", "{text} is not above zero.", "请写正数。", "Write more than zero."
    ),
    "time_amount_too_large": Words(
        "{text} 太长（最多 {most}）。", "{text} is too long (at most {most}).", "请缩短。", "Shorten it."
    ),
    "time_relative_syntax": Words(
        "{text} 不是相对的时刻。",
        "{text} is not told from another moment.",
        "写法如 {example}。",
        "Write it as {example}.",
    ),
    "time_relative_clock": Words(
        "{text}：只有整天后面能写钟点。",
        "{text}: only whole days have a time of day behind them.",
        "写法如 {example}。",
        "Write it as {example}.",
    ),
    "time_by_syntax": Words("{text} 不是时点。", "{text} is no moment.", "可用：{forms}。", "Use one of {forms}."),
    "time_by_time": Words(
        "{text} 不是一天中的时间。",
        "{text} is no time of day.",
        "写法如 {example}，加引号。",
        "Write it as {example}, in quotes.",
    ),
    "time_by_day": Words(
        "{text}：一个月里没有这一天。", "{text}: no month has that day.", "{first} 到 {last}。", "{first} to {last}."
    ),
    "time_by_plus": Words(
        "{text} 加得太多（最多 {most}）。", "{text} adds too much (at most {most}).", "请减少。", "Use less."
    ),
    "time_closed": Words(
        "closed: {text} 用得不对。",
        "closed: {text} has no meaning here.",
        "只用于 day 3 of month，值为 next、before 或 keep。",
        "It goes with day 3 of month, and is next, before or keep.",
    ),
    "time_before": Words(
        "{text} 不是一天中的时间。",
        "{text} is no time of day.",
        "写法如 {example}，加引号。",
        "Write it as {example}, in quotes.",
    ),
    "time_warn_syntax": Words(
        "{text} 不是提前量。", "{text} is no warning.", "写法如 {example}。", "Write it as {example}."
    ),
    "time_remind_most": Words(
        "提醒次数 {given} 不大于零。", "{given} reminders are none.", "请写正数。", "Write more than zero."
    ),
    "time_due_empty": Words("没有写 in 或 by。", "Neither in nor by is said.", "请写一个。", "Write one."),
    "time_due_both": Words("in 和 by 只能写一个。", "in or by, not both.", "请留一个。", "Keep one."),
    "time_value": Words(
        "{name} 的值 {given} 不能计时。",
        "{given} of {name} is no time.",
        "应是 {expected}。",
        "It should be {expected}.",
    ),
}
