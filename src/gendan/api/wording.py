"""What a problem of the API is called, in Chinese and in English. Reasons of cases are `cases.prose`'s to say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from gendan.core.text import Text

PROBLEMS: Final[Mapping[str, Text]] = {
    "token": Text("需要有效的令牌。", "A token that stands is needed."),
    "scope": Text("令牌的权限范围不够，需要 {scope}。", "The token does not reach so far; it needs {scope}."),
    "credentials": Text("用户名或密码不对。", "The username or the password is wrong."),
    "second_factor": Text(
        "还须输入验证器上的动态口令（code）。", "The code of the authenticator app is needed too (code)."
    ),
    "code": Text("动态口令不对、已用过或已过期。", "The code is wrong, was used or is too old."),
    "second_factor_required": Text(
        "本系统要求动态口令：请先登录网页，绑定验证器。",
        "A second factor is asked for here: sign in to the pages and enrol an app first.",
    ),
    "locked": Text("输错次数过多，请稍后再试。", "Too many tries. Try again later."),
    "access": Text("您无权这样做。", "This is not yours to do."),
    "missing": Text("没有找到，或者不是您能看的。", "Not found, or not yours to see."),
    "refused": Text("没有办成，原因如下。", "It was not done, for these reasons."),
    "stale": Text("单子已有改动，请先重新读取。", "The case has changed. Read it again first."),
    "malformed": Text("请求的内容不合要求。", "What was sent is not what is asked for."),
    "too_large": Text("请求的内容过大。", "What was sent is too large."),
    "method": Text("这个地址不支持这种方法。", "This address does not know that method."),
    "media_type": Text("请求的内容类型不对，应为 {expected}。", "The content type is not {expected}."),
    "failed": Text("系统出了错，已记录。", "Something is wrong with Gendan itself. It has been logged."),
}
"""By code. Places in braces are the problem's own members."""

PLACES: Final[Mapping[str, Text]] = {
    "missing": Text("缺少这一项", "this is missing"),
    "extra_forbidden": Text("没有这一项", "there is no such member"),
    "json_invalid": Text("不是有效的 JSON", "this is no valid JSON"),
    "control": Text("含有文本中不允许的字符", "this has characters that no text may have"),
    "string_type": Text("应为文字", "this must be a text"),
    "int_type": Text("应为整数", "this must be a whole number"),
    "bool_type": Text("应为 true 或 false", "this must be true or false"),
    "list_type": Text("应为列表", "this must be a list"),
    "dict_type": Text("应为对象", "this must be an object"),
    "enum": Text("不是可选的值", "this is none of the values"),
    "string_too_long": Text("过长", "this is too long"),
    "string_too_short": Text("过短", "this is too short"),
    "too_long": Text("条目过多", "there are too many"),
    "too_short": Text("条目过少", "there are too few"),
    "range": Text("超出范围", "this is out of range"),
    "unreadable": Text("无法读取", "this can't be read"),
    "string_pattern_mismatch": Text("写法不对", "this is not written as asked"),
}
"""What is wrong at a place of a request, by the validator's code."""

OTHERWISE: Final = Text("不合要求", "this is not what is asked for")

_SAME: Final = {
    "greater_than_equal": "range",
    "less_than_equal": "range",
    "greater_than": "range",
    "less_than": "range",
    "int_from_float": "int_type",
    "int_parsing": "int_type",
    "bool_parsing": "bool_type",
    "literal_error": "enum",
    "model_attributes_type": "dict_type",
    "model_type": "dict_type",
}


def problem_in_words(code: str, language: str, members: Mapping[str, object]) -> str:
    """What the problem says."""
    return PROBLEMS[code].in_language(language).format_map(members)


def place_in_words(code: str, language: str) -> str:
    """What is wrong at a place."""
    return PLACES.get(_SAME.get(code, code), OTHERWISE).in_language(language)
