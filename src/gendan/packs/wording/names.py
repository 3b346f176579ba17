"""The words of names that do not exist, and of names that are something else."""

from collections.abc import Mapping

from gendan.packs.wording.words import Words


def _unknown(zh: str, en: str, mend_zh: str = "", mend_en: str = "") -> Words:
    return Words(f"没有{zh} {{name}}。", f"There is no {en} {{name}}.", mend_zh, mend_en)


WORDS: Mapping[str, Words] = {
    "unknown_state": _unknown("状态", "state", "请改名，或声明它。", "Correct it, or declare it in states."),
    "unknown_post": _unknown("岗位", "post", "请改名，或在 posts 里声明。", "Correct it, or declare it in posts."),
    "unknown_post_there": _unknown("被引用包的岗位", "post of the pack that is used", "请改名。", "Correct it."),
    "unknown_field": _unknown("字段", "field", "请改名，或在 fields 里声明。", "Correct it, or declare it in fields."),
    "unknown_gate": _unknown("关卡", "gate", "请改名，或在 gates 里声明。", "Correct it, or declare it in gates."),
    "unknown_action": _unknown("动作", "action", "请改名，或声明它。", "Correct it, or declare it in actions."),
    "unknown_deadline": _unknown("时限", "deadline", "请改名，或声明它。", "Correct it, or declare it in deadlines."),
    "unknown_moment": _unknown("可作起点的字段或动作", "field or action to count from", "请改名。", "Correct it."),
    "unknown_setting": _unknown("设置", "setting", "请在 settings 里声明。", "Declare it in settings."),
    "unknown_type": _unknown(
        "类型",
        "type",
        "用语言自己的类型，或流程、登记的名字。",
        "Use a type of the language, or a procedure or record.",
    ),
    "unknown_list": _unknown(
        "可选自的清单",
        "list to pick from",
        "写 table.表名、record.登记.字段，或领域的清单。",
        "Write table.TABLE, record.RECORD.FIELD, or a list of an area.",
    ),
    "list_of_keys": Words(
        "对照表 {name} 不是只有一个文字主键，不能从中选。",
        "The table {name} has not one key of texts to pick from.",
        "请用只有一个文字主键的表。",
        "Take a table with one key that is a text.",
    ),
    "new_never_registered": Words(
        "{name} 可以还没登记，却没有动作登记它。",
        "{name} may be new, and no action registers it.",
        "请在动作的 then 里加 {word}: {{name: {name}}}。",
        "Add {word}: {{name: {name}}} to an action's then.",
    ),
    "unknown_procedure": _unknown("流程", "procedure", "请改名，或写这个流程。", "Correct it, or write the procedure."),
    "unknown_record": _unknown(
        "登记", "record", "请改名，或在 records 里声明。", "Correct it, or declare it in records."
    ),
    "unknown_rows": _unknown("流程或登记", "procedure or record", "请改名。", "Correct it."),
    "unknown_notice": _unknown("通知", "notice", "请在 notices 里声明。", "Declare it in notices."),
    "unknown_document": _unknown("单据", "document", "请把模板放进 documents/。", "Put its template into documents/."),
    "unknown_import": _unknown("导入", "import", "请改名。", "Correct it."),
    "unknown_measure": _unknown(
        "指标", "measure", "请改名，或在 measures 里声明。", "Correct it, or declare it in measures."
    ),
    "unknown_shown": _unknown("可显示的字段或指标", "field or measure to show", "请改名。", "Correct it."),
    "unknown_channel": _unknown(
        "渠道",
        "channel",
        "可用 task、sms、mail、chat、phone、app、robot、webhook。",
        "Use task, sms, mail, chat, phone, app, robot or webhook.",
    ),
    "unknown_period": _unknown(
        "周期",
        "period",
        "可用 day、week、month、quarter、half_year、year。",
        "Use day, week, month, quarter, half_year or year.",
    ),
    "unknown_unit": _unknown(
        "单位", "unit", "可用 hours、work hours、workdays 等。", "Use hours, work hours, workdays and the like."
    ),
    "unknown_take": _unknown(
        "取法", "way to take it", "可用 mean、median、max、min、sum。", "Use mean, median, max, min or sum."
    ),
    "unknown_pack": _unknown("可引用的包", "pack to use", "请核对包名。", "Check its name."),
    "unknown_story": _unknown("故事", "story", "请核对名字。", "Check its name."),
    "unknown_actor": Words(
        "{name} 既不是岗位，也不是当事人或人员字段。",
        "{name} is neither a post nor a field that holds a party or person.",
        "请改名，或声明它；也可用 superior、system。",
        "Correct or declare it; superior and system are known too.",
    ),
    "unknown_recipient": Words(
        "{name} 既不是岗位，也不是这里可用的字段。",
        "{name} is neither a post nor a field that may stand here.",
        "请改名；也可用 owner、superior。",
        "Correct it; owner and superior are known too.",
    ),
    "unknown_waits": Words(
        "waits 所说的 {name} 既不是岗位、字段，也不是子单、流程或交换。",
        "waits for {name}, which is neither a post or field, nor a child, procedure or exchange.",
        "请改名；若是外部单位，可以不理会。",
        "Correct it; where it is an outside party, let it be.",
    ),
    "unknown_charged": Words(
        "charged 所说的 {name} 既不是岗位、字段，也不是交换。",
        "{name} is charged, which is neither a post or field, nor an exchange.",
        "若是外部单位，可以不理会。",
        "Where it is an outside party, let it be.",
    ),
    "unknown_routing": Words(
        "不懂如何按 {given} 定责任人。",
        "{given} is no way to choose the owner.",
        "可用 region of 字段、keeper of 字段、actor of 动作、load，或人员字段。",
        "Use region of FIELD, keeper of FIELD, actor of ACTION, load, or a person's field.",
    ),
    "unknown_child_field": _unknown(
        "子单字段",
        "field of the child",
        "请改名，或在子流程里声明。",
        "Correct it, or declare it in the child's procedure.",
    ),
    "unknown_kind_column": _unknown(
        "类别的列", "column of the kinds", "列写在 kinds 的各类别里。", "Columns are what the rows of kinds hold."
    ),
    "unknown_child_final": _unknown(
        "子单的结束状态",
        "final state of the child",
        "then 的键是子流程的结束状态。",
        "The keys of then are the child's final states.",
    ),
    "post_and_field": Words(
        "{name} 既是岗位又是字段，这里按岗位理解。",
        "{name} is a post and a field; here it means the post.",
        "请给字段换个名字。",
        "Call the field otherwise.",
    ),
    "field_not_actor": Words(
        "字段 {name} 的类型是 {type}，不能当执行人。",
        "The field {name} is of type {type}, which can't act.",
        "类型应是 party、person 或 contact。",
        "Its type should be party, person or contact.",
    ),
    "field_not_rows": Words(
        "字段 {name} 的类型是 {type}，不是 rows。",
        "The field {name} is of type {type}, not rows.",
        "请用 rows 字段。",
        "Name a field of type rows.",
    ),
    "field_not_moment": Words(
        "字段 {name} 的类型是 {type}，不能计时。",
        "The field {name} is of type {type}; no time can be counted from it.",
        "类型应是 date 或 moment。",
        "Its type should be date or moment.",
    ),
}
