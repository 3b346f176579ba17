"""The words of what the checker proves besides procedures: areas, traffic, records, measures, stories, labels."""

from collections.abc import Mapping

from gendan.packs.wording.words import Words


def _of_story(zh: str, en: str) -> Words:
    return Words(f"没有{zh} {{name}}。", f"There is no {en} {{name}}.", "请改正故事。", "Correct the story.")


WORDS: Mapping[str, Words] = {
    # areas
    "unknown_area": Words(
        "本站没有领域 {name}，它的词无法检查。",
        "This site has no area {name}; its words can't be checked.",
        "请改名，或安装它；检查时也可用 --words 声明它的词。",
        "Correct it, or install the area; to check without it, declare its words with --words.",
    ),
    "area_not_installed": Words(
        "本站没有安装领域 {name}：它的词未检查，此包在这里不能启用。",
        "The area {name} is not installed here: its words were not checked, and the pack can't be activated here.",
        "安装后再查一次；也可用 --words 声明它的词。",
        "Check again where it is installed, or declare its words with --words.",
    ),
    "area_not_needed": Words(
        "用到了 {name}，但 needs 里没有 {area}。",
        "{name} is used, and needs does not name {area}.",
        "在 pack.yaml 的 needs 里加上它。",
        "Add it to needs in pack.yaml.",
    ),
    "unknown_area_action": Words(
        "没有名为 {name} 的领域动作。", "No area has the action {name}.", "请改名。", "Correct it."
    ),
    "unknown_effect": Words("没有名为 {name} 的效果。", "No area has the effect {name}.", "请改名。", "Correct it."),
    "unknown_argument": Words("{word} 没有参数 {name}。", "{word} takes no {name}.", "请改名或删去。", "Correct it."),
    "argument_missing": Words("{word} 缺少参数 {name}。", "{word} is not given {name}.", "请补上。", "Add it."),
    # traffic
    "import_not_asked": Words(
        "导入要填 {name}，但 {procedure} 的 {action} 不问它。",
        "The import brings {name}, which {action} of {procedure} does not ask.",
        "写进开单动作的 asks，或删去这一列。",
        "Let opening ask it, or leave the column out.",
    ),
    "update_changes_nothing": Words(
        "动作 {name} 不问导入的任何一列，再次导入什么也不会改。",
        "The action {name} asks none of the columns: a second import would change nothing.",
        "换一个动作，或让它问这些字段。",
        "Name another action, or let it ask them.",
    ),
    "exchange_not_from": Words(
        "{action} 不能从状态 {name} 做，这些单据发不出去。",
        "{action} can't be done from the state {name}: nothing there can be sent.",
        "改 from。",
        "Correct one of the two.",
    ),
    "answer_never_possible": Words(
        "以 {action} 发出后，单据不会处在能做 {name} 的状态。",
        "After {action} no case is in a state from which {name} can be done.",
        "改回执对应的动作，或改它的 from。",
        "Correct the action, or its from.",
    ),
    "fill_not_asked": Words(
        "回执要填 {name}，但没有对应的动作问它。",
        "The answers bring {name}, which no action that they lead to asks.",
        "写进该动作的 asks。",
        "Let such an action ask it.",
    ),
    "routine_not_system": Words(
        "例行要由系统开 {name}，但它的 open 没有 by: system。",
        "A routine opens {name} by the system, which may not open it.",
        "在 open 的 by 里写上 system。",
        "Add system to by of its open.",
    ),
    "routine_needs": Words(
        "{procedure} 开单要有 {name}，例行没有给。",
        "{procedure} needs {name} to open, which the routine does not give.",
        "写进 with。",
        "Add it to with.",
    ),
    "notice_says_nothing": Words(
        "通知里的 {{{name}}} 没有内容：发出它的动作都没有这一项。",
        "{{{name}}} in the notice stands for nothing: no act that sends it has that.",
        "请改名，或作为参数给出。",
        "Correct it, or give it as an argument.",
    ),
    "record_key_of_type": Words(
        "类型为 {type} 的字段 {name} 不能作登记的键。",
        "The field {name} of type {type} can't be a record's key.",
        "换一个字段。",
        "Take another field.",
    ),
    "record_other_type": Words(
        "{name} 在流程 {procedure} 里是 {given}，在登记里是 {expected}。",
        "{name} is of type {given} in {procedure} and of type {expected} in the record.",
        "统一类型。",
        "Make the types the same.",
    ),
    # measures
    "counts_nothing": Words(
        "没有动作会产生 {name}，无从统计。",
        "No action makes {name}: there is nothing to count.",
        "写动作名，或 deadline.时限名。",
        "Name an action, or deadline.NAME.",
    ),
    "sum_of_nothing": Words(
        "指标 {name} 没有写加总什么。",
        "The measure {name} does not say what is added up.",
        "写 value；只有业务范围自己按日记账的数（例如 of: money.received）不用写。",
        "Give it a value; only an area's own dated amounts (of: money.received) need none.",
    ),
    "not_dated": Words(
        "指标 {name} 的 booked({word})：{word} 不是按日记账的数，无从知道哪一笔属于本期。",
        "booked({word}) in the measure {name}: {word} is not booked by days, so nobody knows what is of the period.",
        "写按日记账的数，例如 booked(money.received)；各单现在的数用 sum({word})。",
        "Name an amount that is, as booked(money.received); for what cases stand at now, write sum({word}).",
    ),
    "not_of_entries": Words(
        "指标 {name}：{word} 的各笔账只能计数（count）、求占比（share）和加总（sum）。",
        "The measure {name}: entries of {word} can be counted, shared and added up alone.",
        "改用 count、share 或 sum。",
        "Make it a count, a share or a sum.",
    ),
    "entry_is_no_event": Words(
        "指标 {name} 用到 {word}：一笔账不是单据的一步，它之前、之后做过什么查不到。",
        "The measure {name} asks {word}: an entry in the books is no step of a case, with others before and after.",
        "条件只用字段、状态、类别和金额（booked）；归功写 actor、owner 或一个字段。",
        "Ask fields, the state, the kind and the amount (booked); credit the actor, the owner or a field.",
    ),
    "followed_without_window": Words(
        "指标 {name} 的 followed_by 没有写期限。",
        "followed_by in the measure {name} has no window.",
        "例如 followed_by(returned, within=days(30))。",
        "Write followed_by(returned, within=days(30)), for example.",
    ),
    "measure_of_now": Words(
        "指标 {name} 用到 {word}：它只说现在如何，事情发生那一刻是多少，事后查不到。",
        "The measure {name} asks {word}, which tells how things are now: how they were at the event, nobody can know.",
        "由动作把它写进单据的字段（sets 或 computed），指标用那个字段。",
        "Have an action write it into a field of the case (sets, or computed), and measure that.",
    ),
    "unknown_credit": Words(
        "无法归功于 {name}。",
        "Nobody can be credited by {name}.",
        "写 actor、actor of 动作、owner、signers 或一个字段。",
        "Write actor, actor of ACTION, owner, signers or a field.",
    ),
    "unknown_spent": Words(
        "没有状态 {name} 可以计时。",
        "There is no state {name} to spend time in.",
        "写 ours、theirs 或状态名。",
        "Write ours, theirs, or states.",
    ),
    "weights_not_100": Words(
        "考核 {name} 的权重合计为 {total}，不是 100。",
        "The weights of {name} add up to {total} and not to 100.",
        "调整权重。",
        "Correct the weights.",
    ),
    "weight_not_positive": Words(
        "{name} 的权重是 {given}。", "The weight of {name} is {given}.", "写大于 0 的数。", "Write a number above 0."
    ),
    # stories
    "unknown_row": Words(
        "需求登记里没有 {name}。", "The register has no row {name}.", "请改正 shows。", "Correct shows."
    ),
    "story_action": _of_story("动作", "action"),
    "story_code": _of_story("拒绝原因", "reason of a refusal"),
    "story_deadline": _of_story("时限", "deadline"),
    "story_exchange": _of_story("交换", "exchange"),
    "story_field": _of_story("字段", "field"),
    "story_import": _of_story("导入", "import"),
    "story_list": _of_story("清单", "list"),
    "story_measure": _of_story("指标", "measure"),
    "story_report": _of_story("报表", "report"),
    "story_notice": _of_story("通知", "notice"),
    "story_procedure": _of_story("流程", "procedure"),
    "story_role": _of_story("岗位或当事人", "post or party"),
    "story_state": _of_story("状态", "state"),
    "story_not_asked": Words(
        "动作 {action} 不问 {name}。",
        "The action {action} does not ask {name}.",
        "从 with 中删去，或写入期望的拒绝原因。",
        "Take it out of with, or expect the refusal.",
    ),
    # the demo
    "demo_without_people": Words(
        "demo/ 里没有 people.yaml。",
        "demo/ has no people.yaml.",
        "写上部门（unit）和人员（people）。",
        "Write one, with unit and people.",
    ),
    "demo_fixed_moment": Words(
        "演示里不能写固定的时刻。",
        "A demo has no fixed moments.",
        "从前一步算起，写成 +40 minutes 或 +1 workday 09:30；开头写在 begins 里。",
        "Count from the step before: +40 minutes, +1 workday 09:30; begins says when a scene begins.",
    ),
    "demo_placeholder": Words(
        "rows 里没有 {name}，它也不是相对的日子。",
        "The row has no {name}, and it is no day counted from the step.",
        "写进这一行，或写成 today、+15 days。",
        "Add it to the row, or write today or +15 days.",
    ),
    "demo_nobody": Words(
        "demo/people.yaml 里没有人是 {name}。",
        "Nobody in demo/people.yaml is {name}.",
        "写上担任这个岗位的人，或改正 as。",
        "Add somebody who holds the post, or correct the name.",
    ),
    "demo_superior": Words(
        "people 里没有 {name}。", "There is no {name} among the people.", "请写上级的用户名。", "Write his username."
    ),
    # labels
    "label_missing": Words(
        "{name} 的文字「{text}」缺少语言 {language}。",
        "The text {text} of {name} is missing in {language}.",
        "写成 {{zh: …, en: …}}，或写进 labels/en.yaml。",
        "Write {{zh: …, en: …}}, or add it to labels/en.yaml.",
    ),
}
