"""What a refusal of this room says to a person, in Chinese and in English.

The faces call it with the reader's language.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings

from gendan.core.text import Text
from gendan.people.errors import ActRefused, SignInRefused

REFUSALS: Final[Mapping[str, Text]] = {
    "access": Text("您无权更改此项，请找管理员。", "This is not yours to change. Ask an administrator."),
    "missing": Text("找不到{what}。", "There is no such {what}."),
    "username": Text(
        "用户名“{given}”不可用：须为 1 至 150 个字母、数字或 @.+-_，且未被占用。",
        "The username “{given}” can't be used: 1 to 150 letters, digits and @.+-_, not taken by anybody.",
    ),
    "empty": Text("请填写{what}。", "Please fill in: {what}."),
    "too_long": Text("{what}过长，最多 {most} 个字符。", "Too long: {what}. At most {most} characters."),
    "last_administrator": Text("至少须保留一名管理员。", "At least one administrator must be left."),
    "outsider": Text(
        "外部单位的帐号不能任职、代理、管理或担任上级。",
        "Who acts for an outside party can't hold posts, stand in, administer or be a superior.",
    ),
    "circle": Text("不能成为自己的上级，也不能循环。", "Nobody can stand above himself, at whatever height."),
    "self": Text("代理人不能是本人。", "Nobody stands in for himself."),
    "self_look": Text("这就是您自己。", "That is you."),
    "span": Text(
        "日期有误：结束（{until}）须晚于开始（{since}），且尚未过去。",
        "The days can't be right: the end ({until}) must come after the beginning ({since}), and not be past.",
    ),
    "overlap": Text("这段时间已任此岗位。", "The post is held on these days already."),
    "post": Text("岗位“{given}”的写法有误，应为 包.岗位。", "“{given}” names no post. Write pack.post."),
    "not_held": Text("这段时间未任岗位 {post}。", "The post {post} is not held on these days."),
    "province": Text("没有名为“{given}”的省份。", "There is no province named “{given}”."),
    "city": Text("{province}没有名为“{given}”的城市。", "{province} has no city named “{given}”."),
    "inactive": Text("此人已停用。", "This person is not active any more."),
    "password": Text("密码不合要求：{problems}。", "The password won't do: {problems}."),
    "password_wrong": Text("当前密码不对。", "The present password is not this one."),
    "locked": Text("输错次数过多，请于 {until} 后再试。", "Too many tries. Try again after {until}."),
    "code": Text(
        "动态口令不对、已用过或已过期，请输入验证器上新的一组。",
        "The code is wrong, was used or is too old. Type the app's next one.",
    ),
    "enrolled": Text("已绑定验证器。", "There is an authenticator app already."),
    "not_enrolled": Text("还没有绑定验证器。", "There is no authenticator app yet."),
    "enrolment": Text("绑定已超时，请重新开始。", "This took too long. Begin again."),
    "provider": Text("登录方式“{given}”不可用。", "The way to sign in “{given}” can't be used."),
    "account_taken": Text(
        "这个帐号已绑定，或此人已绑定该方式的另一个帐号。",
        "The account is linked already, or the person has another one of this provider.",
    ),
    "link": Text(
        "链接已使用、已过期或无效，请重新索取。", "The link was used, has expired or is none. Ask for a new one."
    ),
    "scopes": Text(
        "令牌至少需要一个权限范围，写法如 cases.read。", "A token needs at least one scope, written like cases.read."
    ),
    "expiry": Text("令牌的到期时间须在将来，且不超过两年。", "A token expires in the future, within two years."),
    "calendar": Text("工作日历有误（{problem}）。", "The working calendar can't be right ({problem})."),
    "unit_closed": Text("部门“{given}”已撤销。", "The unit “{given}” is closed."),
    "unit_people": Text(
        "部门“{given}”还有 {count} 人，先把人调走再撤销。",
        "{count} people work in “{given}”. Put them elsewhere, then close it.",
    ),
    "unit_below": Text(
        "部门“{given}”下面还有 {count} 个部门，先把它们移走或撤销。",
        "{count} open units stand under “{given}”. Move or close them first.",
    ),
    "unit_name": Text("同一上级下已有部门“{given}”。", "The unit above has one named “{given}” already."),
    "language": Text("没有语言“{given}”，可选 zh 或 en。", "There is no language “{given}”; there are zh and en."),
}
"""By the codes of `errors.CODES`; the places in braces are their parameters."""

SIGN_IN: Final[Mapping[str, Text]] = {
    "credentials": Text("用户名或密码不对。", "The username or the password is wrong."),
    "locked": REFUSALS["locked"],
    "second_factor": Text("请输入验证器上的动态口令。", "Type the code of the authenticator app."),
    "code": REFUSALS["code"],
    "second_factor_required": Text(
        "本系统要求动态口令：请先登录网页，绑定验证器。",
        "A second factor is asked for here: sign in to the pages and enrol an app first.",
    ),
    "unlinked": Text(
        "这个帐号没有绑定任何人。请用密码登录后自行绑定，或请管理员绑定。",
        "This account is nobody's here. Sign in with your password and link it, or ask an administrator.",
    ),
}

PASSWORD_PROBLEMS: Final[Mapping[str, Text]] = {
    "password_too_short": Text("至少 {min_length} 个字符", "at least {min_length} characters"),
    "password_too_long": Text("至多 {max_length} 个字符", "at most {max_length} characters"),
    "password_too_similar": Text("与姓名、用户名等过于相似", "too much like the name, the username or the like"),
    "password_too_common": Text("太常见", "too common"),
    "password_entirely_numeric": Text("不能全是数字", "not digits alone"),
}

NAMES: Final[Mapping[str, Text]] = {
    "person": Text("人员", "person"),
    "superior": Text("上级", "superior"),
    "unit": Text("部门", "unit"),
    "stand_in": Text("代理", "stand-in"),
    "assignment": Text("区域划分", "assignment of a region"),
    "session": Text("登录会话", "session"),
    "token": Text("令牌", "token"),
    "account": Text("绑定的帐号", "linked account"),
    "subject": Text("帐号编号", "account id"),
    "name": Text("姓名或名称", "name"),
    "name_english": Text("英文名称", "English name"),
    "phone": Text("电话", "phone"),
    "extension": Text("分机", "extension"),
    "mail": Text("邮箱", "mail"),
    "party": Text("外部单位", "outside party"),
    "pack": Text("包", "pack"),
    "reason": Text("原因", "reason"),
    "checked": Text("身份核实方式", "how the person was identified"),
}
"""What parameters `what` name."""


ACCESS: Final[Mapping[str, Text]] = {
    "signed_in": Text("登录", "signed in"),
    "refused": Text("登录失败", "sign-in failed"),
    "locked": Text("锁定中尝试登录", "tried while locked out"),
    "signed_out": Text("会话结束", "session ended"),
    "not_seen": Text("看不到的内容", "not theirs to see"),
    "field_seen": Text("看了隐藏字段", "looked at a masked field"),
    "token_used": Text("使用令牌", "token used"),
    "token_refused": Text("令牌被拒", "token refused"),
    "tried": Text("以他人身份查看", "looked as somebody else"),
}
"""The kinds of lines of the access log."""

ACTS: Final[Mapping[str, Text]] = {
    "create_person": Text("添加人员", "added a person"),
    "change_person": Text("修改人员资料", "changed a person's data"),
    "set_superior": Text("修改上级", "changed the superior"),
    "set_unit": Text("修改部门", "changed the unit"),
    "set_administrator": Text("修改管理员身份", "changed who administers"),
    "deactivate": Text("停用人员", "deactivated a person"),
    "reactivate": Text("恢复人员", "reactivated a person"),
    "create_unit": Text("新建部门", "made a unit"),
    "change_unit": Text("修改部门资料", "changed a unit"),
    "move_unit": Text("移动部门", "moved a unit"),
    "close_unit": Text("撤销部门", "closed a unit"),
    "reopen_unit": Text("恢复部门", "opened a unit again"),
    "hold": Text("任岗", "gave a post"),
    "release": Text("卸任", "ended a post"),
    "deputize": Text("设代理", "set a stand-in"),
    "end_deputy": Text("结束代理", "ended a stand-in"),
    "assign_region": Text("划分区域", "assigned a region"),
    "withdraw_region": Text("收回区域", "withdrew a region"),
    "change_calendar": Text("修改工作日历", "changed a calendar"),
    "set_password": Text("设置密码", "set a password"),
    "change_password": Text("修改密码", "changed the password"),
    "issue_password_link": Text("发设密码的链接", "issued a password link"),
    "set_password_by_link": Text("用链接设密码", "set a password by a link"),
    "end_sessions": Text("结束全部会话", "ended all sessions"),
    "issue_token": Text("建立令牌", "made a token"),
    "revoke_token": Text("作废令牌", "revoked a token"),
    "enrol_second_factor": Text("绑定验证器", "enrolled an authenticator app"),
    "remove_second_factor": Text("解除验证器", "removed the authenticator app"),
    "reset_second_factor": Text("代为解除验证器", "reset somebody's authenticator app"),
    "renew_recovery_codes": Text("更换恢复码", "made new recovery codes"),
    "link_account": Text("绑定登录帐号", "linked an account for sign-in"),
    "unlink_account": Text("解绑登录帐号", "unlinked an account for sign-in"),
    "webhook_subscribe": Text("建立网络回调", "made a webhook"),
    "webhook_change": Text("修改网络回调", "changed a webhook"),
    "webhook_rotate": Text("更换回调密钥", "changed a webhook's secret"),
    "webhook_pause": Text("暂停网络回调", "paused a webhook"),
    "webhook_resume": Text("恢复网络回调", "resumed a webhook"),
    "webhook_end": Text("结束网络回调", "ended a webhook"),
    "webhook_replay": Text("重发回调", "replayed a delivery"),
    "retry_job": Text("重试作业", "retried a job"),
    "give_up_job": Text("放弃作业", "gave a job up"),
    "retry_outbox": Text("重试后续处理", "retried what follows a step"),
    "give_up_outbox": Text("放弃后续处理", "gave up what follows a step"),
    "try_channel": Text("试发消息", "tried a channel"),
}
"""What acts are called in the record of them, by their names."""


def act_in_words(what: str, language: str) -> str:
    """What an act is called, in `language`; one that is not known here by its own name."""
    found = ACTS.get(what)
    return found.in_language(language) if found is not None else what


def act_refused(refused: ActRefused, language: str) -> str:
    """What the refusal says, in `language` ("zh…" or "en…")."""
    figures = {key: _shown(key, value, refused.parameters, language) for key, value in refused.parameters.items()}
    return REFUSALS[refused.code].in_language(language).format_map(figures)


def sign_in_refused(refused: SignInRefused, language: str) -> str:
    """What the refusal says, in `language`."""
    until = _shown("until", refused.until, {}, language)
    return SIGN_IN[refused.code].in_language(language).format_map({"until": until})


def _shown(key: str, value: object, parameters: Mapping[str, object], language: str) -> str:
    if key == "what":
        named = NAMES.get(str(value))
        return named.in_language(language) if named is not None else str(value)
    if key == "problems" and isinstance(value, list):
        said = [PASSWORD_PROBLEMS[each].in_language(language) if each in PASSWORD_PROBLEMS else each for each in value]
        return ("; " if language.startswith("en") else "；").join(said).format_map(parameters)
    if isinstance(value, datetime):
        return value.astimezone(ZoneInfo(settings.TIME_ZONE)).strftime("%H:%M")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
