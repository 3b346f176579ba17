"""The words of conditions that can be read and do not make sense: unknown names, and types that do not meet."""

from collections.abc import Mapping

from gendan.packs.wording.words import Words

WORDS: Mapping[str, Words] = {
    "expression_unknown_name": Words(
        "这里没有字段 {name}。",
        "There is no field {name} here.",
        "请改名，或在 fields 里声明，或让动作问它。",
        "Correct it, declare it in fields, or let the action ask it.",
    ),
    "expression_unknown_word": Words("没有词 {name}。", "There is no word {name}.", "请改名。", "Correct it."),
    "expression_unknown_call": Words("没有函数 {name}。", "There is no function {name}.", "请改名。", "Correct it."),
    "expression_unknown_symbol": Words(
        "{call} 不认识 {name}（应为 {kinds}）。",
        "{call} knows no {name} (it takes {kinds}).",
        "请改名。",
        "Correct it.",
    ),
    "expression_unknown_member": Words("{call} 没有 {name}。", "{call} has no {name}.", "请改名。", "Correct it."),
    "expression_unknown_keyword": Words(
        "{call} 没有参数 {name}。", "{call} takes no {name}.", "请改名。", "Correct it."
    ),
    "expression_unknown_choice": Words(
        "没有选项 {value}（有：{options}）。",
        "There is no option {value} (there are: {options}).",
        "请改正。",
        "Correct it.",
    ),
    "expression_missing_argument": Words("{call} 缺少 {argument}。", "{call} lacks {argument}.", "请补上。", "Add it."),
    "expression_too_many_arguments": Words(
        "{call} 最多 {most} 个参数。", "{call} takes at most {most} arguments.", "请删去多余的。", "Remove the rest."
    ),
    "expression_missing_member": Words(
        "{call} 后面要写取哪一项。",
        "{call} has to say which value is meant.",
        "例如 last(quote).reason。",
        "Write last(quote).reason, for example.",
    ),
    "expression_no_member": Words(
        "{call} 后面不能写 .{member}。", "{call} has no .{member}.", "请删去。", "Remove it."
    ),
    "expression_not_comparable": Words(
        "{left} 与 {right} 不能用 {operator} 比较。",
        "{left} and {right} can't be compared by {operator}.",
        "比较同类的值。",
        "Compare values of one kind.",
    ),
    "expression_not_ordered": Words(
        "{given} 没有大小，不能用 {operator}。",
        "{given} has no order for {operator}.",
        "用 == 或 !=。",
        "Use == or !=.",
    ),
    "expression_not_a_container": Words(
        "{given} 里不会有 {left}。",
        "{given} holds no {left}.",
        "in 右边写括号里的几个值。",
        "Write values in parentheses behind in.",
    ),
    "expression_not_a_condition": Words(
        "{text} 是 {given}，不是条件。",
        "{text} is {given} and no condition.",
        "写成比较，或用 given(…)。",
        "Compare it, or use given(…).",
    ),
    "expression_wrong_type": Words(
        "这里要 {expected}，给的是 {given}。",
        "{expected} is wanted here, and {given} is given.",
        "请改正。",
        "Correct it.",
    ),
    "expression_wrong_operand": Words(
        "{operator} 不能用于 {left} {right}。",
        "{operator} can't be used with {left} {right}.",
        "请改正。",
        "Correct it.",
    ),
    "expression_divided_by_zero": Words(
        "{text} 除以零，永远没有结果。",
        "{text} divides by zero and never gives anything.",
        "请改正除数。",
        "Correct the divisor.",
    ),
    "expression_span_too_long": Words(
        "{text} 超过 {most} 年。",
        "{text} is longer than {most} years.",
        "请改成实际的时间。",
        "Write the time that is meant.",
    ),
    "expression_unlike_branches": Words(
        "两个分支类型不同：{left} 与 {right}。",
        "The two branches are of different types: {left} and {right}.",
        "统一类型。",
        "Make the types the same.",
    ),
    "expression_no_rows": Words(
        "{text} 没有逐行的值。",
        "{text} has no rows.",
        "写 明细.列，如 sum(lines.width)。",
        "Name a column of rows: sum(lines.width).",
    ),
    "expression_two_rows": Words(
        "{name} 与 {rows} 不能放在同一个逐行计算里。",
        "{name} and {rows} can't be in one computation over rows.",
        "分成两个。",
        "Divide it into two.",
    ),
    "expression_rows_outside": Words(
        "{name} 每行都有一个值，要用 sum、any 或 all 来取 {rows}。",
        "{name} has a value in every row of {rows}.",
        "放进 sum(…)、any(…) 或 all(…)。",
        "Put it into sum(…), any(…) or all(…).",
    ),
    "expression_ambiguous_name": Words(
        "{name} 既是单据的字段，又是 {rows} 的列。",
        "{name} is a field of the case and a column of {rows}.",
        "列写全名。",
        "Write the column with its rows' name.",
    ),
}
