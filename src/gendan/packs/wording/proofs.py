"""The words of what the checker proves of a procedure: ways, owners, gates, clocks, fields, signatures, children."""

from collections.abc import Mapping

from gendan.packs.wording.words import Words

WORDS: Mapping[str, Words] = {
    # states and ways
    "state_unreachable": Words(
        "没有任何途径能到达状态 {name}。",
        "No way leads to the state {name}.",
        "让某个动作以它为 to，或删去它。",
        "Let an action lead to it, or remove it.",
    ),
    "state_without_exit": Words(
        "单据到了状态 {name} 就再也出不去。",
        "A case that comes to the state {name} can't leave it.",
        "写一个 from 为它的动作；若它就是终点，写 final 或 rests。",
        "Write an action from it; if it is an end, write final or rests.",
    ),
    "state_never_ends": Words(
        "从状态 {name} 出发，无论怎么走都到不了终点。",
        "From the state {name} no way leads to an end.",
        "让其中某个动作通向一个 final 状态。",
        "Let some action there lead on to a final state.",
    ),
    "state_never_ends_for_kind": Words(
        "类别 {kind} 的单据到了状态 {name}，就走不到终点。",
        "A case of the kind {kind} that comes to the state {name} can't come to an end.",
        "给这个类别一条出路，或不让它到那里。",
        "Give this kind a way on, or keep it from getting there.",
    ),
    "state_without_owner": Words(
        "状态 {name} 没有责任人。", "The state {name} has no owner.", "写明 owner。", "Name its owner."
    ),
    "open_without_to": Words(
        "开单动作 {name} 没有写开到哪个状态。",
        "The action {name} does not say in which state the case begins.",
        "写明 to。",
        "Write its to.",
    ),
    "action_without_actor": Words(
        "动作 {name} 没有人能做。", "Nobody does the action {name}.", "写明 by 或 signs。", "Write by or signs."
    ),
    "system_action_never_starts": Words(
        "动作 {name} 只由系统执行，但没有什么会触发它。",
        "The action {name} is the system's alone, and nothing starts it.",
        "写明 after，或由子单的 then、交换的回执引到它；也可以交给岗位。",
        "Write after, lead a child's then or an exchange's answer to it, or give it to a post.",
    ),
    "final_left": Words(
        "动作 {name} 离开终点状态 {known}。",
        "The action {name} leaves the final state {known}.",
        "若确要重开，写 reopens: true；否则从 from 中删去。",
        "If a case may be reopened, write reopens: true; otherwise take it out of from.",
    ),
    "reopens_nothing": Words(
        "动作 {name} 写了 reopens，却不是从终点状态出发。",
        "The action {name} says that it reopens, and starts from no final state.",
        "删去 reopens，或改 from。",
        "Remove reopens, or correct from.",
    ),
    "target_after_unconditional": Words(
        "去往 {name} 的写在无条件去向之后，永远轮不到。",
        "What leads to {name} stands behind a target without a condition, and is never looked at.",
        "把有条件的去向写在前面。",
        "Put the conditional targets first.",
    ),
    "target_never": Words(
        "动作 {name} 永远不会走到 {state}：条件不可能成立。",
        "The action {name} never leads to {state}: the condition can't hold there.",
        "改条件，或删去这个去向。",
        "Correct the condition, or remove the target.",
    ),
    "to_without_end": Words(
        "动作 {name} 的去向都有条件：可能一个都不成立。",
        "Every target of the action {name} has a condition: it may be that none holds.",
        "最后一个去向不写 when。",
        "Leave the last target without a when.",
    ),
    "back_from_nowhere": Words(
        "动作 {name} 要退回，但单据到这里之前没有别的状态。",
        "The action {name} leads back, and a case there came from no other state.",
        "写明具体状态。",
        "Name the state.",
    ),
    "entered_by_without_party": Words(
        "动作 {name} 有代为登记的人，却没有外部当事人。",
        "The action {name} may be entered for somebody, and no outside party does it.",
        "by 里写上类型为 party 的字段，或删去 entered_by。",
        "Name a field of type party in by, or remove entered_by.",
    ),
    "system_circle": Words(
        "系统自动执行的动作绕成一圈：{known}，{name} 会无休止地进行。",
        "Actions by the system go round in a circle: {known}; {name} would never stop.",
        "让其中一个由人来做，或通向别处。",
        "Let a person do one of them, or let it lead elsewhere.",
    ),
    "routing_without_post": Words(
        "状态 {name} 按地区或工作量分派，却没有写岗位。",
        "The owner of {name} is found by region or load, without a post to find him in.",
        "写明 post。",
        "Name the post.",
    ),
    "region_of_type": Words(
        "字段 {name} 的类型是 {type}，不能定地区。",
        "The field {name} is of type {type}; it lies in no region.",
        "用 address 类型的字段。",
        "Use a field of type address.",
    ),
    "keeper_of_type": Words(
        "字段 {name} 的类型是 {type}，没有归属人。",
        "The field {name} is of type {type}; it has no keeper.",
        "用 party 类型的字段。",
        "Use a field of type party.",
    ),
    "owner_never_acted": Words(
        "状态 {name} 的责任人是做过 {action} 的人，但到这里之前不可能做过它。",
        "The state {name} belongs to who did {action}, which can't have been done before.",
        "改用做过的动作，或写岗位。",
        "Name an action that comes before, or a post.",
    ),
    # gates and conditions
    "gate_never": Words(
        "关卡 {name} 永远不会打开：{condition} 不可能成立。",
        "The gate {name} can never open: {condition} can't hold.",
        "改条件，或放宽字段、设置的范围。",
        "Correct the condition, or the bounds of the fields and settings in it.",
    ),
    "gate_never_here": Words(
        "在动作 {action} 这里，关卡 {name} 永远不会打开：{condition} 不可能成立。",
        "Before the action {action} the gate {name} can never open: {condition} can't hold there.",
        "从这个动作去掉它，或让所需的事先发生。",
        "Take it away from this action, or let what it asks for happen before.",
    ),
    "gates_contradict": Words(
        "动作 {name} 的关卡 {known} 不可能同时打开。",
        "The gates {known} of the action {name} can't be open at once.",
        "改其中一个条件。",
        "Correct one of the conditions.",
    ),
    "condition_never": Words(
        "{name} 的条件 {condition} 不可能成立。",
        "The condition {condition} of {name} can't hold.",
        "改条件，或删去它。",
        "Correct it, or remove it.",
    ),
    "word_never": Words(
        "{word} 在这里不可能有：到此之前，{name} 从来没有机会发生。",
        "{word} can't be there: {name} has no chance to happen before.",
        "改用之前会发生的动作，或从条件中删去。",
        "Name what can happen before, or take it out of the condition.",
    ),
    # clocks
    "wait_without_deadline": Words(
        "单据可能停在状态 {name}，而没有任何时限在走。",
        "A case may wait in the state {name} without a deadline: on some way there, no clock runs.",
        "给它一个时限，如 starts: [{{enter: {name}}}]；若无需等待，写 rests: true。",
        "Give it a deadline, such as starts: [{{enter: {name}}}]; if nobody waits for it, write rests: true.",
    ),
    "wait_sometimes_without_deadline": Words(
        "状态 {name} 只有带条件的时限 {known}：条件不成立时没有时限在走。",
        "The state {name} has only the deadlines {known}, under conditions: where none holds, no clock runs.",
        "加一个无条件的时限，或补齐条件。",
        "Add a deadline without a condition, or one for the cases left out.",
    ),
    "wait_without_deadline_for_kind": Words(
        "类别 {kind} 的单据可能停在状态 {name}，而没有任何时限在走。",
        "A case of the kind {kind} may wait in the state {name} without a deadline.",
        "给这个类别一个时限。",
        "Give this kind a deadline.",
    ),
    "clock_never_starts": Words(
        "没有什么会让时限 {name} 开始。",
        "Nothing ever starts the deadline {name}.",
        "改 starts，写会发生的动作，或会进入、离开的状态。",
        "Name in starts an action that happens, or a state that is entered or left.",
    ),
    "clock_never_stopped": Words(
        "时限 {name} 在走的时候，stops 里的事都不会发生。",
        "While the deadline {name} runs, nothing of what stops it can happen.",
        "改 stops，写它在走时会发生的动作。",
        "Name in stops what can happen while it runs.",
    ),
    "due_without_end": Words(
        "时限 {name} 的规则都有条件：可能一条都不成立。",
        "Every rule of the deadline {name} has a condition: it may be that none holds.",
        "最后一条不写条件，或给时限写 when。",
        "Leave the last rule without a condition, or give the deadline a when.",
    ),
    "due_after_unconditional": Words(
        "时限 {name} 的这条规则写在无条件规则之后，永远轮不到。",
        "This rule of the deadline {name} stands behind one without a condition, and never counts.",
        "把有条件的规则写在前面。",
        "Put the conditional rules first.",
    ),
    "after_late_never": Words(
        "动作 {name} 等时限 {deadline} 超时，但单据在它的 from 时该时限不会在走。",
        "The action {name} waits for the deadline {deadline} to be late, which does not run where it starts from.",
        "改 from，或改时限的 starts。",
        "Correct from, or what starts the deadline.",
    ),
    "fact_by_time": Words(
        "动作 {name} 等的条件读 now；单据没有别的动静时，它每天只在换日时看一次，不会到点就成立。",
        "The action {name} waits for a condition that reads now; while nothing else happens to the case, it is looked "
        "at once a day, when the day turns, and not at its minute.",
        "要准到分钟，用 after: {{in: …, since: …}} 或 after: {{late: …}}；按日计，用 today。",
        "For the minute, write after: {{in: …, since: …}} or after: {{late: …}}; for the day, write today.",
    ),
    "unknown_amount": Words(
        "没有可作时长的 {name}。", "There is no {name} to take an amount of time from.", "请改名。", "Correct it."
    ),
    "amount_of_type": Words(
        "{name} 的类型是 {type}，不能作时长的数。",
        "{name} is of type {type}; it is no number of time units.",
        "用 int 或 decimal。",
        "Use int or decimal.",
    ),
    "amount_without_unit": Words(
        "{name} 的类型是 {type}，后面要写单位。",
        "{name} is of type {type}; a unit has to follow it.",
        "例如 setting.x hours；或把设置改为 text，写 2 workdays。",
        "Write setting.x hours; or make the setting a text such as 2 workdays.",
    ),
    "setting_no_amount": Words(
        "设置 {name} 用作时长，但 {given} 不是时长。",
        "The setting {name} is used as an amount of time, and {given} is none.",
        "例如 2 workdays。",
        "Write 2 workdays, for example.",
    ),
    "interval_too_short": Words(
        "间隔 {given} 不足一分钟。",
        "The interval {given} is shorter than a minute.",
        "至少写 1 minute。",
        "Write 1 minute or more.",
    ),
    "kind_without_amount": Words(
        "类别 {kind} 没有 {name}，时限无从计算。",
        "The kind {kind} has no {name}; no deadline can be counted from it.",
        "补上。",
        "Add it.",
    ),
    "kind_no_amount": Words(
        "类别 {kind} 的 {name} 是 {given}，不是时长。",
        "The {name} of the kind {kind} is {given}, which is no amount of time.",
        "改成数（时限里写单位），或 2 workdays 这样的文字。",
        "Make it a number with the unit in the deadline, or a text such as 2 workdays.",
    ),
    "kind_without_value": Words(
        "类别 {kind} 没有 {name}，条件里读它时视为未填。",
        "The kind {kind} has no {name}; conditions that read it find nothing.",
        "补上，免得误会。",
        "Add it, so that nobody has to guess.",
    ),
    # fields
    "field_never_filled": Words(
        "字段 {name} 有地方要用，却没有动作填写它。",
        "The field {name} is used, and no action fills it.",
        "在某个动作的 asks 或 sets 里写上它。",
        "Let an action ask it, or set it.",
    ),
    "field_unused": Words(
        "字段 {name} 没有动作填写，也没有地方用到。",
        "The field {name} is neither filled nor used.",
        "删去它，或让动作填写它。",
        "Remove it, or let an action ask it.",
    ),
    "computed_circle": Words(
        "字段 {name} 的算式转一圈又用到它自己。",
        "The field {name} is computed from itself, by way of others.",
        "改算式。",
        "Correct the expression.",
    ),
    "needed_never_filled": Words(
        "动作 {action} 要有 {name}，但它不问这个字段，之前也没有动作填写它。",
        "The action {action} needs {name}, does not ask it, and nothing before has filled it.",
        "写进 asks，或让之前的动作填写。",
        "Ask it, or let an action before fill it.",
    ),
    "asks_hidden": Words(
        "动作 {action} 要填 {name}，但做这个动作的岗位看不到它。",
        "The action {action} needs {name}, which the posts that do it may not see.",
        "在 seen_by 里加上岗位，或换人来做。",
        "Add the post to seen_by, or let another do it.",
    ),
    "list_without_filter": Words(
        "清单 {view} 按字段 {name} 筛选或排序，但它没有写 filter: true。",
        "The list {view} filters or sorts by the field {name}, which does not say filter: true.",
        "在字段上写 filter: true。",
        "Write filter: true at the field.",
    ),
    "list_unsortable": Words(
        "清单 {view} 不能按 {name} 排序。",
        "The list {view} can't be sorted by {name}.",
        "按写了 filter: true 的字段排，或按 {known} 排。",
        "Sort by a field with filter: true, or by {known}.",
    ),
    "list_unfilterable": Words(
        "清单 {view} 不能这样按 {name} 筛选。",
        "The list {view} can't filter by {name} so.",
        "状态写在 in 里，经手人写在 holder 里；种类只能按名称筛选，流程要有 kinds；其余按字段筛选。",
        "States stand in `in`, who has the case in `holder`; kinds are filtered by their names, where there are any;"
        " else filter by fields.",
    ),
    "list_unseen": Words(
        "清单 {view} 按字段 {name} 筛选或排序，但没有岗位总能看到它，谁也打不开这个清单。",
        "The list {view} filters or sorts by the field {name}, which no post sees in every case: nobody could open it.",
        "换一个字段，或在 seen_by 里写上岗位，不带 after。",
        "Take another field, or name a post in seen_by, without after.",
    ),
    "list_value_of_type": Words(
        "字段 {field} 的类型是 {type}，不会是“{name}”。",
        "The field {field} is of type {type} and is never “{name}”.",
        "请改正。",
        "Correct it.",
    ),
    "list_range_of_type": Words(
        "字段 {name} 的类型是 {type}，没有范围。",
        "The field {name} is of type {type}, which has no ranges.",
        "换一种筛选。",
        "Filter in another way.",
    ),
    "list_value": Words(
        "字段 {field} 没有选项 {name}。", "The field {field} has no option {name}.", "请改正。", "Correct it."
    ),
}
