"""Why a command is refused, in words: for each family of codes, what it says and what would satisfy it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Final

from gendan.cases.prose.cells import cells_in_words, place_in_words
from gendan.cases.prose.sheets import fault_in_words
from gendan.cases.prose.speaker import Speaker
from gendan.cases.registry import vocabulary
from gendan.core.events import moment
from gendan.core.expression.tree import Call, Comparison, Junction
from gendan.core.procedure import Gate, Role
from gendan.core.refusals import Reason
from gendan.core.text import Text

WORDS: Final[Mapping[str, Text]] = {
    "access": Text(
        "您不能做这件事：不是您的岗位、不是您的单，或还没轮到您。",
        "You may not do this: it is not your post, not your case, or not your turn.",
    ),
    "missing": Text("没有找到。", "Not found."),
    "state": Text(
        "单子现在是“{state}”，不能做“{action}”。", "The case is “{state}” now; “{action}” does not start from there."
    ),
    "claimed": Text("{holder} 已经领走这张单。", "{holder} has claimed this case."),
    "stale": Text(
        "您打开之后，{by} 已改动这张单，请看过最新内容再做。",
        "{by} has changed this case since you opened it. Look at it again, then act.",
    ),
    "needs": Text("请填写“{field}”。", "Please fill in “{field}”."),
    "value": Text("“{field}”不能是“{given}”：{expected}。", "“{field}” can't be “{given}”: {expected}."),
    "unasked": Text("这一步不填“{field}”。", "This step does not ask for “{field}”."),
    "hidden": Text("您不能查看或填写“{field}”。", "You may not see or fill in “{field}”."),
    "gate": Text("{says}", "{says}"),
    "earliest": Text("“{deadline}”未到时间，{at} 以后才能做。", "Too early for “{deadline}”; possible from {at}."),
    "unlike": Text(
        "做“{action}”的人不能再做这一步，须由他人来做。",
        "Whoever did “{action}” may not do this step; somebody else has to.",
    ),
    "unique": Text("“{field}”已在另一张单中：{number}。", "“{field}” stands in another case already: {number}."),
    "children": Text("“{child}”尚未结束。", "“{child}” has not ended."),
    "together": Text("一起处理的单子，“{field}”必须相同。", "Cases handled together must have the same “{field}”."),
    "signed": Text(
        "您已签过，或现在没有轮到这个签字。", "You have signed already, or there is no place for this signature now."
    ),
    "turn": Text("须等 {waits_for} 先签。", "{waits_for} must sign first."),
    "seal": Text(
        "“{word}”在签字后变了：签字时 {signed}，现在 {stands}，须重新签字。",
        "“{word}” has changed since it was signed: then {signed}, now {stands}. It must be signed again.",
    ),
    "happened": Text(
        "发生时间不能在将来，也不能早于允许的范围。",
        "The time at which it happened can't be in the future, nor further back than is allowed.",
    ),
    "key": Text("这个操作编号已用于另一项操作。", "This key was used for another operation."),
    "effect": Text("“{word}”没有办成，所以这一步没有做。", "“{word}” could not be done, so this step was not done."),
    "corrects": Text(
        "这条记录不能更正：不该由您更正、已过更正期限，或这一项不可更正。",
        "This record can't be corrected: not by you, not any more, or not this field.",
    ),
    "mention": Text(
        "{name} 看不到这张单，不能在备注里提到。", "{name} may not see this case, and can't be mentioned here."
    ),
    "basis": Text("缺少办理依据：{what}。", "What the case runs under is missing: {what}."),
}
"""What each family of `core.refusals.CODES` says. Places in braces are filled by `reason_in_words`."""

_EXPECTED: Final[Mapping[str, Text]] = {
    "text": Text("应为文字，最多两万字", "a text of at most 20,000 characters"),
    "choice": Text("应为所列选项之一", "one of the options"),
    "bool": Text("应为是或否", "yes or no"),
    "int": Text("应为整数", "a whole number"),
    "decimal": Text("应为数字", "a number"),
    "money": Text("应为金额，最多两位小数", "an amount with at most two decimals"),
    "date": Text("应为日期，如 2026-03-01", "a date such as 2026-03-01"),
    "moment": Text("应为日期和时间，如 2026-03-01 09:30", "a date and time such as 2026-03-01 09:30"),
    "time_of_day": Text("应为时间，如 09:30", "a time such as 09:30"),
    "person": Text("应为人员", "a person"),
    "phone": Text("应为电话号码", "a phone number"),
    "id_number": Text("应为证件号码", "an identity number"),
    "party": Text("没有登记这个往来单位", "a party that is registered"),
    "contact": Text("没有登记这个联系人", "a contact that is registered"),
    "product": Text("没有这个产品", "a product that is in the catalogue"),
    "unit": Text("没有这件货的编码", "the code of a unit in stock"),
    "list": Text("清单里没有这一项，请从清单里选", "an entry of the list; pick one"),
    "file": Text(
        "应为选好的文件，类型允许，且不超过大小限制",
        "a file that was chosen, of a permitted type and within the size limit",
    ),
    "checklist": Text("应逐项回答是或否", "an answer to each item"),
    "rows": Text("行中有不合格的内容", "rows with valid cells"),
}
_A_CASE: Final = Text("没有这张单，请从清单里选", "a case that is there; pick one")
_A_NAME: Final = Text("应为已有的名称", "a known name")
_BUILT_IN: Final[Mapping[str, Text]] = {
    "claim": Text("领单", "Claim"),
    "release": Text("退回队列", "Put back"),
    "take_over": Text("接管", "Take over"),
    "hand_over": Text("转交", "Hand over"),
    "reject": Text("驳回", "Reject"),
    "withdraw": Text("撤回签字", "Withdraw the signature"),
    "hand_signature": Text("转办", "Pass on the signature"),
    "add_signer": Text("加签", "Add a signer"),
    "depute": Text("委派", "Have another sign"),
    "comment": Text("写备注", "Comment"),
    "attach": Text("加附件", "Attach a file"),
    "correct": Text("更正", "Correct"),
    "link": Text("关联", "Link"),
    "open": Text("新建", "Open"),
}


def built_in_title(verb: str, speaker: Speaker) -> str:
    """What a built-in verb is called."""
    text = _BUILT_IN.get(verb)
    return speaker.say(text) if text else verb


def reason_in_words(reason: Reason, speaker: Speaker, action: str | None = None) -> str:
    """One reason as the reader sees it. `action` is what was wanted, where that is known.

    Raises KeyError for a family that has no words; a test of the house holds that there is none.
    """
    if reason.family == "sheet":
        return fault_in_words(reason, speaker)
    given = reason.parameters
    own = vocabulary().refusals.get(
        str(given["reason"]) if reason.family == "effect" and "reason" in given else reason.code
    )
    if own is not None:
        return _of_area(own, given, speaker)
    about = reason.about
    cells = given.get("cells")
    if reason.family == "value" and isinstance(cells, list) and cells:
        field = speaker.field_of(about, action)
        return cells_in_words(
            cells, field, speaker.field(about, action), speaker, lambda plain: _expected(plain, speaker)
        )
    if reason.family == "needs" and "row" in given and "column" in given:
        place = place_in_words(given["row"], given.get("column"), speaker.field_of(about, action), speaker)
        return speaker.both(f"请填写{place}。", f"Please fill in {place}.")
    if reason.family == "unique" and (given.get("with") or not given.get("number")):
        return _unique(reason, speaker, action)
    stands = given.get("state") or given.get("stands")
    places = {
        "state": speaker.state(str(stands)) if stands else speaker.both("现在的状态", "as it is"),
        "action": _act(str(given.get("action") or (about if reason.family == "unlike" else action) or ""), speaker),
        "holder": speaker.person(given.get("holder")),
        "by": speaker.person(given.get("by")),
        "field": speaker.field(about, action) if about else "",
        "given": _given(given, speaker),
        "expected": _expected(given.get("expected"), speaker),
        "says": _says(reason, speaker),
        "deadline": speaker.deadline(about),
        "at": _at(given.get("at"), speaker),
        "number": _plain(given.get("number"), speaker),
        "child": speaker.child(about),
        "waits_for": _waits_for(given.get("waits_for"), speaker),
        "word": speaker.field(about),
        "signed": _plain(given.get("signed"), speaker),
        "stands": _plain(given.get("stands"), speaker),
        "what": _plain(given.get("what"), speaker) or about,
        "name": _plain(given.get("name"), speaker),
    }
    said = speaker.say(WORDS[reason.family]).format_map(places)
    if reason.family == "access" and (posts := _posts_of(action, speaker)):
        said = speaker.both(f"这一步由{posts}办理。", f"This step is for: {posts}.")
    return said


def _unique(reason: Reason, speaker: Speaker, action: str | None) -> str:
    """That another case holds a value, or values together; which one, where that may be told."""
    others, number = reason.parameters.get("with"), _plain(reason.parameters.get("number"), speaker)
    names = [reason.about, *(others if isinstance(others, list) else ())]
    said = speaker.both("", " and ").join(f"“{speaker.field(each, action)}”" for each in names)
    which = speaker.both(f"：{number}", f": {number}") if number else ""
    if len(names) == 1:
        return speaker.both(f"{said}已在另一张单中{which}。", f"{said} stands in another case already{which}.")
    return speaker.both(f"{said}都相同的单已有一张{which}。", f"There is a case already with the same {said}{which}.")


_PERSONS: Final = frozenset({"by", "holder", "person", "witness"})
"""Parameters of areas' reasons that name a person by id."""
_CASES: Final = frozenset({"held_by", "number"})
"""Parameters of areas' reasons that name cases by their numbers, as `numbers_told` gives them."""
_UNSEEN: Final = Text("您看不到的单", "a case that you may not see")


def _of_area(says: Text, given: Mapping[str, object], speaker: Speaker) -> str:
    """What an area's own reason says, with its parameters in place; what it was not told of stays empty."""
    places = defaultdict(str, {name: _parameter(name, value, speaker) for name, value in given.items()})
    return speaker.say(says).format_map(places)


def _parameter(name: str, value: object, speaker: Speaker) -> str:
    if name in _PERSONS:
        return speaker.person(value)
    if name in _CASES and isinstance(value, list | tuple):
        return speaker.listed([str(each) or speaker.say(_UNSEEN) for each in value])
    return _plain(value, speaker)


def reasons_in_words(reasons: Iterable[Reason], speaker: Speaker, action: str | None = None) -> list[str]:
    """All reasons, each once, in their order."""
    return list(dict.fromkeys(reason_in_words(reason, speaker, action) for reason in reasons))


def _posts_of(action: str | None, speaker: Speaker) -> str:
    """The posts that do an action or sign it, empty where fields or superiors may."""
    known = speaker.procedure.actions.get(action) if speaker.procedure and action else None
    if known is None:
        return ""
    people = (*known.by, *known.entered_by)
    if known.signs is not None or any(who.role is not Role.POST for who in people):
        return ""
    return speaker.listed([f"“{speaker.post(who.name)}”" for who in people])


def _act(name: str, speaker: Speaker) -> str:
    title = speaker.action(name)
    return built_in_title(name, speaker) if title == name else title


def _plain(value: object, speaker: Speaker) -> str:
    if value is None:
        return speaker.both("空", "nothing")
    if isinstance(value, bool):
        return speaker.both("是" if value else "否", "yes" if value else "no")
    if isinstance(value, datetime):
        return speaker.moment(value)
    if isinstance(value, Decimal):
        return f"{value.normalize():,f}"
    if isinstance(value, list | tuple):
        return speaker.listed([_plain(each, speaker) for each in value])
    if isinstance(value, Mapping) and "zh" in value:
        return str((value.get("en") if speaker.english else None) or value["zh"])
    return str(value)


def _given(given: Mapping[str, object], speaker: Speaker) -> str:
    """What was given: a person, where one was wanted, by his name."""
    value, expected = given.get("given"), given.get("expected")
    person = isinstance(value, int) and isinstance(expected, Mapping) and expected.get("type") == "person"
    return speaker.person(value) if person else _plain(value, speaker)


def _at(value: object, speaker: Speaker) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        value = moment(value)
    return _plain(value, speaker)


def _says(reason: Reason, speaker: Speaker) -> str:
    """What the gate says to a person; where it asks for several things, with those that are wanting."""
    gate = speaker.procedure.gates.get(reason.about) if speaker.procedure else None
    given = reason.parameters.get("says")
    if gate is not None:
        wanting = _wanting(gate, reason, speaker)
        more = speaker.both("（还缺：{list}）", " (still wanting: {list})") if wanting else ""
        return speaker.say(gate.says) + more.replace("{list}", speaker.listed(wanting))
    if isinstance(given, Text):
        return speaker.say(given)
    if isinstance(given, Mapping):
        return str((given.get("en") if speaker.english else None) or given.get("zh") or reason.about)
    return str(given or reason.about or speaker.both("条件未满足", "a condition does not hold"))


def _wanting(gate: Gate, reason: Reason, speaker: Speaker) -> list[str]:
    """The titles of the fields that are not filled, of a gate that asks for several things at once."""
    failed = reason.parameters.get("comparisons")
    if not isinstance(failed, list):
        return []
    tree = gate.when.tree
    if not isinstance(tree, Junction) or tree.operator != "and":
        return []
    left = {str(each.get("left")) for each in failed if isinstance(each, Mapping)}
    found = []
    for part in tree.parts:
        asked = part.operands[0] if isinstance(part, Comparison) else part
        if isinstance(asked, Call) and asked.word in ("given", "count") and asked.arguments and str(asked) in left:
            name = getattr(asked.arguments[0], "name", "")
            if speaker.field_of(name) is not None:
                found.append(speaker.field(name))
    return list(dict.fromkeys(found))


def _expected(value: object, speaker: Speaker) -> str:
    """What would be taken, from the plain values that `core.values.expected` gives."""
    if not isinstance(value, Mapping):
        return _plain(value, speaker) if value else speaker.both("内容不合要求", "not a valid value")
    kind = "list" if value.get("list") else str(value.get("type", ""))
    said = speaker.say(_EXPECTED.get(kind) or (_A_CASE if value.get("known") else _A_NAME))
    posts = value.get("posts")
    if isinstance(posts, list):
        named = speaker.listed([f"“{speaker.post(str(post))}”" for post in posts])
        said = speaker.both(f"应为{named}岗位的人", f"a holder of {named}")
    if value.get("like"):
        return speaker.both(f"应形如 {value['like']}", f"written like {value['like']}")
    low, high, unit = value.get("min"), value.get("max"), value.get("unit")
    unit = f" {unit}" if unit else ""
    if low is not None and high is not None:
        said += speaker.both(f"，{low} 至 {high}{unit}", f", from {low} to {high}{unit}")
    elif low is not None:
        said += speaker.both(f"，不小于 {low}{unit}", f", {low}{unit} or more")
    elif high is not None:
        said += speaker.both(f"，不大于 {high}{unit}", f", {high}{unit} or less")
    return said


def _waits_for(value: object, speaker: Speaker) -> str:
    """Those whose signature is awaited: posts, parts, or persons by id."""
    each = value if isinstance(value, list | tuple) else [value]
    names = []
    for one in each:
        if isinstance(one, int):
            names.append(speaker.person(one))
        elif one:
            part = speaker.action(str(one))
            names.append(part if part != str(one) else speaker.post(str(one)))
    return speaker.listed(names) or speaker.both("他人", "others")
