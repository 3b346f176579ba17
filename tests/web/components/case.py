"""A case with everything that one may have, and what can be done with it."""

from tests.web.components.fields import control
from tests.web.components.saying import Say


def act(name: str, title: str, **more: object) -> dict[str, object]:
    """An action as a case's page shows it."""
    return {"name": name, "title": title, "address": f"/do/{name}/", "controls": [], "draft": name, "once": "1", **more}


def form(say: Say) -> dict[str, object]:
    wrong = control("number", say("重量", "Weight"), unit="kg", wrong=[say("必填。", "Must be filled.")], must=True)
    reasons = [say("还没有财务签字。", "Finance has not signed."), say("缺少重量。", "The weight is missing.")]
    send = act("send", say("发货", "Send"), controls=[wrong], refused=reasons, main=True)
    return {"act": send, "case": {"version": 3}}


def doing(say: Say) -> dict[str, object]:
    return {"case": {"version": 3, "open": _open(say), "closed": _closed(say), "pending": [], "others": []}}


def _open(say: Say) -> list[dict[str, object]]:
    remark = control("text", say("意见", "Opinion"))
    return [
        act("claim", say("领单", "Claim"), key="1", main=True),
        act(
            "approve",
            say("审核通过", "Approve"),
            key="2",
            main=True,
            controls=[remark],
            signs=True,
            expanded=True,
            leads=say("待打单", "To print"),
        ),
        act("void", say("作废", "Void"), key="3", grave=True),
    ]


def _closed(say: Say) -> list[dict[str, object]]:
    reasons = [
        say("买家尚未付款。", "The buyer has not paid."),
        say("这一步由“财务审核”办理。", "This step is the finance reviewer's."),
    ]
    return [{"title": say("退款", "Refund"), "reasons": reasons}]


def case(say: Say) -> dict[str, object]:
    """A case with everything that one may have."""
    clocks = [
        {
            "title": say("审核", "Review"),
            "says": say("超时 1天5小时", "1 d 5 h late"),
            "tone": "late-text",
            "at": "2026-03-01 15:05",
        },
        {
            "title": say("发货", "Sending"),
            "says": say("还剩 40分", "40 min left"),
            "tone": "soon-text",
            "at": "2026-03-02 18:00",
        },
        {
            "title": say("回访", "Callback"),
            "says": say("按时完成", "Met in time"),
            "tone": "good-text",
            "at": "2026-03-01 09:00",
        },
    ]
    facts = [
        {"title": say("网店", "Shop"), "says": say("天猫旗舰店", "Tmall flagship")},
        {"title": say("金额", "Amount"), "says": "128.00"},
        {"title": say("电话", "Phone"), "says": "138****8000", "reveal": "/reveal/"},
        {"title": say("备注", "Remark"), "says": ""},
        {
            "title": say("明细", "Lines"),
            "whole": True,
            "columns": [
                {"title": say("货号", "Item"), "style": ""},
                {"title": say("数量", "Quantity"), "style": "right number"},
            ],
            "rows": [
                [{"says": "A36"}, {"says": "2", "style": "right number"}],
                [{"says": "B1"}, {"says": "1", "style": "right number"}],
            ],
        },
    ]
    changes = [{"title": say("金额", "Amount"), "before": "120.00", "after": "128.00"}]
    history = [
        {
            "seq": 3,
            "iso": "2026-03-01T09:40",
            "at": "03-01 09:40",
            "who": say("赵琳", "Zhao Lin"),
            "says": say("备注", "remarked"),
            "quote": say("地址已和买家核对。", "The address was checked with the buyer."),
        },
        {
            "seq": 2,
            "iso": "2026-03-01T09:30",
            "at": "03-01 09:30",
            "who": say("王敏", "Wang Min"),
            "says": say("修改", "changed"),
            "changes": changes,
        },
        {
            "seq": 1,
            "iso": "2026-03-01T09:00",
            "at": "03-01 09:00",
            "who": say("系统", "The system"),
            "says": say("登记", "opened"),
            "details": [say("→ 待审核", "→ To review")],
        },
    ]
    return {
        "case": {
            "uid": "00000000-0000-0000-0000-000000000000",
            "number": "202603-000128",
            "procedure": say("网店订单", "Shop order"),
            "list_address": "/lists/",
            "label": "T202603128",
            "state": say("待审核", "To review"),
            "tone": "accent",
            "kind": say("加急", "Urgent"),
            "with_whom": say("由您办理", "with you"),
            "next": "/next/",
            "clocks": clocks,
            "facts": facts,
            "unfilled": [say("快递单号", "Waybill")],
            "signatures": [
                {
                    "action": say("财务审核", "Finance review"),
                    "says": say("陈静 · 同意", "Chen Jing · agreed"),
                    "at": "2026-03-01 09:20",
                },
                {
                    "action": say("主管审核", "Supervisor's review"),
                    "says": say("金额改后作废", "void since the amount changed"),
                    "void": True,
                    "at": "2026-03-01 09:10",
                },
            ],
            "related": [
                {
                    "address": "/cases/",
                    "title": say("投诉", "Complaint"),
                    "number": "T2603-004",
                    "tone": "good",
                    "state": say("已完成", "Done"),
                }
            ],
            "attachments": [{"address": "/file/", "name": say("付款凭证.pdf", "voucher.pdf"), "size": "84 kB"}],
            "history": history,
            "open": _open(say)[:1],
            "closed": _closed(say),
        }
    }
