"""The words of what is wrong with the shape of an element: its keys, and the types of what stands there."""

from collections.abc import Mapping

from gendan.packs.wording.words import Words

WORDS: Mapping[str, Words] = {
    "unknown_key": Words(
        "不认识的键 {key}。", "The key {key} is unknown here.", "可用的键：{known}。", "Known here: {known}."
    ),
    "missing_key": Words("缺少 {key}。", "{key} is missing.", "请补上。", "Add it."),
    "key_not_for_type": Words(
        "类型 {type} 不能有 {key}。",
        "A field of type {type} has no {key}.",
        "请删去它，或改类型。",
        "Remove it, or change the type.",
    ),
    "key_alone": Words("{key} 要和 {other} 一起用。", "{key} goes with {other}.", "请补上 {other}。", "Add {other}."),
    "not_mapping": Words(
        "这里要写成“键: 值”。", "A mapping is wanted here.", "例如 {{title: 接单}}。", "For example {{title: 接单}}."
    ),
    "not_list": Words("这里要写成列表。", "A list is wanted here.", "例如 [a, b]。", "For example [a, b]."),
    "not_text": Words("这里要写成一段文字。", "A text is wanted here.", "请去掉括号。", "Take the brackets away."),
    "not_one_of": Words("{given} 不是可用的值。", "{given} is none of the values.", "可用：{known}。", "Use {known}."),
    "not_bool": Words(
        "{given} 不是 true 或 false。",
        "{given} is neither true nor false.",
        "请写 true 或 false。",
        "Write true or false.",
    ),
    "not_number": Words(
        "{given} 不是数。", "{given} is no number.", "最多 30 位数字。", "A number has at most 30 digits."
    ),
    "not_integer": Words("{given} 不是整数。", "{given} is no whole number.", "请写整数。", "Write a whole number."),
    "not_moment": Words(
        "{given} 不是时刻。", "{given} is no moment.", "写法如 2026-10-09 09:30。", "Write it as 2026-10-09 09:30."
    ),
    "not_of_type": Words(
        "{name} 的值 {given} 不合类型 {type}{bounds}。",
        "{given} is no {type} that {name} takes{bounds}.",
        "请改值，或改字段的类型和范围。",
        "Correct the value, or the field's type and bounds.",
    ),
    "bad_name": Words(
        "{name} 不能作名字。",
        "{name} can't be a name.",
        "名字用字母、数字、下划线，不以数字开头，最多 60 个字符。",
        "A name is letters, digits and underscores, not a digit first, at most 60.",
    ),
    "bad_label": Words(
        "{name} 不能作名字。",
        "{name} can't be a name.",
        "不能为空，两头不能有空格。",
        "It may not be empty, nor begin or end with a blank.",
    ),
    "reserved_name": Words(
        "{name} 是语言自己的词，不能作名字。",
        "{name} is a word of the language and can't be a name here.",
        "请换一个。",
        "Choose another.",
    ),
    "text_without_chinese": Words(
        "缺少中文。",
        "The Chinese text is missing.",
        "请写中文，或 {{zh: …, en: …}}。",
        "Write Chinese, or {{zh: …, en: …}}.",
    ),
    "bad_version": Words("{given} 不是版本号。", "{given} is no version.", "写法如 1.0.0。", "Write it as 1.0.0."),
    "bounds_crossed": Words("min {min} 大于 max {max}。", "min {min} is above max {max}.", "请对调。", "Change them."),
    "columns_without_rows": Words(
        "类型 {type} 不能有下级字段。",
        "A field of type {type} has no fields inside.",
        "有下级字段的类型是 rows。",
        "Fields stand inside rows.",
    ),
    "rows_in_rows": Words(
        "行里不能再有行（{name}）。", "Rows can't hold rows ({name}).", "请用子单。", "Use a child case."
    ),
    "computed_asked": Words(
        "{name} 是算出来的，不能填。", "{name} is computed and can't be filled.", "请去掉。", "Take it out."
    ),
    "own_field_hides": Words(
        "{name} 是单据字段，又在这里重新定义。",
        "{name} is a field of the case and is defined here again.",
        "要填单据字段就只写名字，否则换个名字。",
        "Name it alone to ask the case's field, or choose another name.",
    ),
    "asked_twice": Words("{name} 问了两次。", "{name} is asked twice.", "请留一个。", "Keep one."),
    "bad_need": Words(
        "{given} 不是人数。", "{given} is no number of signatures.", "写 all、2 或 60%。", "Write all, 2 or 60%."
    ),
    "need_too_many": Words(
        "要 {need} 人签，只列了 {of} 人。",
        "{need} must sign, and {of} are listed.",
        "请改人数。",
        "Correct the number.",
    ),
    "empty_signs": Words("没有人签。", "Nobody signs.", "请列出签的人。", "List who signs."),
    "reject_without_signs": Words(
        "有 reject 而没有 signs。",
        "There is a reject and no signs.",
        "退回属于会签；请加 signs 或删去 reject。",
        "Rejecting belongs to signing: add signs, or remove reject.",
    ),
    "open_has_from": Words(
        "open 没有 from。",
        "open has no from.",
        "开单没有原状态，请删去。",
        "A case that opens comes from nowhere: remove it.",
    ),
    "open_missing": Words(
        "没有动作 open。",
        "There is no action open.",
        "开单的动作叫 open。",
        "The action that opens a case is called open.",
    ),
    "states_missing": Words("没有状态。", "There are no states.", "请写状态。", "Write states."),
    "any_in_list": Words(
        "any 不能和别的状态并列。", "any can't stand beside other states.", "请单写 from: any。", "Write from: any."
    ),
    "final_has": Words("结束状态不能有 {key}。", "A final state has no {key}.", "请删去。", "Remove it."),
    "effect_not_dotted": Words(
        "效果 {name} 没有写明领域。",
        "The effect {name} names no area.",
        "写法如 stock.dispatch、notice.shipped、document.quotation。",
        "Write stock.dispatch, notice.shipped, document.quotation.",
    ),
    "act_not_dotted": Words(
        "{name} 不是领域动作。", "{name} is no area's action.", "写法如 money.receive。", "Write it as money.receive."
    ),
    "notice_to_nobody": Words(
        "通知 {name} 没有收件人。", "The notice {name} goes to nobody.", "请写 to: […]。", "Write to: […]."
    ),
    "for_not_each": Words(
        "{given} 写法有误。", "{given} can't be read.", "写法如 for: each lines。", "Write for: each lines."
    ),
    "each_without_many": Words(
        "逐行或逐人开单要写 many: true。",
        "One child for each row or each person needs many: true.",
        "请加上 many: true。",
        "Add many: true.",
    ),
    "for_not_holder": Words(
        "{given} 写法有误。",
        "{given} can't be read.",
        "写法如 for: each holder of order_taker。",
        "Write for: each holder of order_taker.",
    ),
    "for_and_made_by": Words(
        "for 和 made_by 只能写一个。",
        "for or made_by, not both.",
        "每人一份的写 for，只出一份的写 made_by。",
        "Write for where each makes his own, made_by where one makes it for all.",
    ),
    "after_needs_one": Words(
        "after 只能写 late、in、fact 中的一个。", "after is one of late, in and fact.", "请留一个。", "Keep one."
    ),
    "since_without_in": Words("since 要和 in 一起用。", "since goes with in.", "请补上 in。", "Add in."),
    "after_not_system": Words(
        "自动动作的 by 必须是 system。", "An action by itself is by: system.", "请写 by: system。", "Write by: system."
    ),
    "keeps_without_splits": Words(
        "keeps 要和 splits 一起用。", "keeps goes with splits.", "请补上 splits。", "Add splits."
    ),
    "merge_ends_open": Words(
        "合并后的状态 {name} 不是结束状态。",
        "Merged cases end in {name}, which is not final.",
        "请写结束状态。",
        "Name a final state.",
    ),
    "merge_rows_unclear": Words(
        "有几组行（{known}），不知合并哪一组。",
        "There are several rows ({known}); which are joined?",
        "请写 lines。",
        "Write lines.",
    ),
    "pauses_needs_one": Words("pauses 要写 in 或 while。", "pauses is in or while.", "请补上。", "Add it."),
    "trigger_needs_one": Words(
        "这里要写 enter 或 leave 中的一个。", "This is one of enter and leave.", "请留一个。", "Keep one."
    ),
    "remind_twice": Words("remind 写了两次。", "remind stands twice.", "请留一个。", "Keep one."),
    "range_empty": Words(
        "范围没有写 min、max 或 contains。", "The filter says neither min, max nor contains.", "请补上。", "Add one."
    ),
    "number_piece": Words(
        "编号里的 {piece} 读不懂。",
        "{piece} means nothing in a number.",
        "可用 {{seq}}、{{seq:04}}、{{opened:%Y%m}}（%Y %y %m %d）。",
        "Use {{seq}}, {{seq:04}}, {{opened:%Y%m}} (%Y %y %m %d).",
    ),
    "number_brace": Words("编号里有不成对的花括号。", "A brace in the number is not closed.", "请补上。", "Close it."),
    "number_seq_missing": Words(
        "编号 {piece} 没有 {{seq}}。", "The number {piece} has no {{seq}}.", "请加上。", "Add it."
    ),
    "number_seq_twice": Words("编号里 {{seq}} 出现两次。", "The number has {{seq}} twice.", "请留一个。", "Keep one."),
    "brace_open": Words("文字里有不成对的花括号。", "A brace in the text is not closed.", "请补上。", "Close it."),
    "brace_not_name": Words(
        "{{{name}}} 不是字段名。",
        "{{{name}}} is no field's name.",
        "花括号里写字段名。",
        "Write a field's name in the braces.",
    ),
    "no_template": Words(
        "单据 {name} 没有模板。",
        "The document {name} has no template.",
        "请放进 documents/。",
        "Put one into documents/.",
    ),
    "template_kind": Words(
        "单据 {name} 的模板不是 .typ 文件。",
        "The template of the document {name} is no .typ file.",
        "请用 Typst 写模板。",
        "Write the template in Typst.",
    ),
    "template_fault": Words(
        "单据 {name} 打印不出来：{detail}。",
        "The document {name} can't be printed: {detail}.",
        "请改模板；未填的字段是空文字，模板须能承受。",
        "Mend the template; a field that is not filled is empty text, which it has to bear.",
    ),
    "opens_or_writes": Words(
        "导入要写 opens 或 writes 中的一个。", "An import opens cases or writes records.", "请留一个。", "Keep one."
    ),
    "update_without_again": Words(
        "update 要和 opens、again: update 一起用。",
        "update goes with opens and again: update.",
        "请补上或删去。",
        "Add it, or remove this.",
    ),
    "update_unsaid": Words(
        "导入 {name} 要更新，却没有一个动作能改这些字段；有改动的行会被退回。",
        "The import {name} updates, and no action asks these fields; rows that differ are refused.",
        "请写 update：动作名。",
        "Name the action in update.",
    ),
    "exchange_of_which": Words(
        "不知是哪个流程的交换（{known}）。",
        "Which procedure's exchange is it ({known})?",
        "请写 procedure。",
        "Write procedure.",
    ),
    "every_or_on": Words("例行要写 every 或 on 中的一个。", "A routine is every or on.", "请留一个。", "Keep one."),
    "one_figure": Words("指标要写 {known} 中的一个。", "A measure is one of {known}.", "请留一个。", "Keep one."),
    "bad_target": Words(
        "目标 {given} 写法有误。",
        "The target {given} can't be read.",
        '写法如 "<= 0.05" 或 ">= setting.x"，要加引号。',
        'Write "<= 0.05" or ">= setting.x", in quotes.',
    ),
    "bad_period": Words(
        "{given} 写法有误。",
        "{given} can't be read.",
        "写法如 expires_on in month +2；列还没办结的单写 open。",
        "Write expires_on in month +2, or open for the cases that are not ended.",
    ),
    "zero_is_full": Words(
        "零分值和满分值相同。", "The figure for nothing is the figure for everything.", "请改其中一个。", "Change one."
    ),
    "section_elsewhere": Words(
        "{key} 不写在这个文件里。", "{key} does not stand in this file.", "请放进 {known}。", "Put it into {known}."
    ),
    "duplicate_element": Words(
        "{name} 已在 {file} 第 {line} 行声明。",
        "{name} is declared already, in {file}, line {line}.",
        "请留一个。",
        "Keep one.",
    ),
    "posts_in_circle": Words(
        "岗位互为上级：{known}。", "Posts report to each other: {known}.", "请断开。", "Break the circle."
    ),
    "uses_itself": Words("包 {name} 引用了自己。", "The pack {name} uses itself.", "请删去。", "Remove it."),
    "used_pack_wrong": Words(
        "被引用的包 {name} 有错。", "The pack {name} that is used has errors.", "请先检查它。", "Check it first."
    ),
    "post_not_mapped": Words(
        "流程 {procedure} 的岗位 {name} 没有对应。",
        "The post {name} of {procedure} is not mapped.",
        "请在 posts 里写对应岗位。",
        "Map it in posts.",
    ),
    "post_needs_one": Words(
        "流程 {procedure} 的岗位 {name} 是责任人、签字人或条件里的岗位，只能对应一个。",
        "The post {name} of {procedure} owns, signs or stands in a condition: it is mapped to one post.",
        "请只写一个岗位。",
        "Name one post.",
    ),
    "opened_not_taken": Words(
        "流程 {procedure} 会开 {name}，却没有一起引用。",
        "{procedure} opens {name}, which is not taken with it.",
        "请把 {name} 写进 take。",
        "Add {name} to take.",
    ),
    "migrates_itself": Words(
        "不能从自己的版本 {given} 迁移。",
        "A version does not migrate from itself ({given}).",
        "请写旧版本。",
        "Name the older version.",
    ),
    "step_needs_one": Words(
        "一步只能是 {known} 中的一个，或只写 at。",
        "A step is one of {known}, or at alone.",
        "请拆成几步。",
        "Make it several steps.",
    ),
    "step_key": Words("{kind} 这一步不能有 {key}。", "A step {kind} has no {key}.", "请删去。", "Remove it."),
    "case_and_cases": Words("case 和 cases 只能用一个。", "case or cases, not both.", "请留一个。", "Keep one."),
    "rows_or_file": Words(
        "导入要写 rows 或 file 中的一个。", "The rows stand here or in a file.", "请留一个。", "Keep one."
    ),
    "send_or_answers": Words(
        "交换要写 send 或 answers 中的一个。", "A batch is sent, or answers come.", "请留一个。", "Keep one."
    ),
    "bad_refusal": Words(
        "{given} 不是拒绝代码。",
        "{given} is no code of a refusal.",
        "写法如 gate.paid、needs.lines、state。",
        "Write gate.paid, needs.lines, state.",
    ),
    "story_in_circle": Words(
        "故事 {name} 接在自己后面。", "The story {name} comes after itself.", "请改 after。", "Correct after."
    ),
}
