"""The words of conditions that can't be read."""

from collections.abc import Mapping

from gendan.packs.wording.words import Words

WORDS: Mapping[str, Words] = {
    "expression_empty": Words("条件是空的。", "The condition is empty.", "请填写。", "Fill it."),
    "expression_too_long": Words(
        "条件太长（最多 {most} 个字符）。",
        "The condition is too long (at most {most} characters).",
        "请拆成几个。",
        "Divide it.",
    ),
    "expression_too_deep": Words(
        "条件嵌套太深（最多 {most} 层）。",
        "The condition is nested too deep (at most {most}).",
        "请拆成几个。",
        "Divide it.",
    ),
    "expression_too_many_digits": Words(
        "数字太长（最多 {most} 位）。", "A number has too many digits (at most {most}).", "请缩短。", "Shorten it."
    ),
    "expression_bad_number": Words("{found} 不是数。", "{found} is no number.", "请改正。", "Correct it."),
    "expression_bad_text": Words(
        "{found} 的引号或转义有误。",
        "The text {found} is not closed, or has a wrong escape.",
        "请改正。",
        "Correct it.",
    ),
    "expression_bad_character": Words(
        "条件里不能有 {found}。", "{found} has no place in a condition.", "请删去。", "Remove it."
    ),
    "expression_full_width": Words(
        "条件里有全角符号 {found}。",
        "The condition has a full-width {found}.",
        "请改为 {instead}。",
        "Write {instead}.",
    ),
    "expression_single_equals": Words(
        "比较要写两个等号。", "A comparison has two equals signs.", "请改为 ==。", "Write ==."
    ),
    "expression_not_allowed": Words(
        "条件里不允许 {found}。",
        "{found} is not allowed in a condition.",
        "只能用比较、and、or、not、in、加减乘除、if…else 和列出的函数。{instead}",
        "Use comparisons, and, or, not, in, arithmetic, if … else and the listed functions. {instead}",
    ),
    "expression_unexpected": Words(
        "这里不该有 {found}。", "{found} is not expected here.", "应是：{allowed}。", "Expected: {allowed}."
    ),
    "expression_unfinished": Words(
        "条件没有写完。", "The condition is not finished.", "应接：{allowed}。", "Expected: {allowed}."
    ),
    "expression_not_a_name": Words(
        "{call}() 里要写名字，不是 {found}。", "{call}() wants a name, not {found}.", "请写名字。", "Write a name."
    ),
    "expression_repeated_keyword": Words("{found} 写了两次。", "{found} stands twice.", "请留一个。", "Keep one."),
}
