"""Every sort of field of a form, empty or filled, and refused."""

from gendan.web.views.list_page import Option
from tests.web.components.saying import Say


def control(kind: str, title: str, **more: object) -> dict[str, object]:
    """A control as a form has it."""
    return {"kind": kind, "title": title, "name": f"field_{kind}", "value": "", "wrong": [], **more}


def fields(say: Say) -> list[tuple[str, str, dict[str, object]]]:
    """Every sort of field, empty or filled, and refused."""
    options = [
        Option("express", say("快递", "Express"), True),
        Option("freight", say("物流", "Freight"), False),
    ]
    answers = [
        Option("true", say("是", "Yes"), True),
        Option("false", say("否", "No"), False),
        Option("", say("不填", "Not said"), False),
    ]
    checks = [
        {"name": "checks", "value": "name", "title": say("收货人", "Receiver"), "chosen": True},
        {"name": "checks", "value": "address", "title": say("地址", "Address"), "chosen": False},
    ]
    cells = [
        {"kind": "text", "name": "sku", "title": say("货号", "Item"), "value": "A36"},
        {"kind": "number", "name": "quantity", "title": say("数量", "Quantity"), "value": "2"},
    ]
    lines = control("rows", say("明细", "Lines"), columns=[each["title"] for each in cells], lines=[cells], blank=cells)
    wrong = [say("写一个不小于 0 的数，如 12.50。", "Write a number from 0 up, as 12.50.")]
    given = [
        (
            "text",
            say("文字", "Text"),
            control("text", say("备注", "Remark"), value=say("请尽快发货", "Please send soon")),
        ),
        (
            "number",
            say("数", "Number"),
            control("number", say("金额", "Amount"), must=True, unit="CNY", value="128.00"),
        ),
        (
            "refused",
            say("被拒", "Refused"),
            control("money", say("退款", "Refund"), value="-3", unit="CNY", wrong=wrong),
        ),
        ("choice", say("选一项", "Choice"), control("choice", say("发货方式", "Sent by"), options=options)),
        ("answer", say("是或否", "Yes or no"), control("answer", say("加急", "Urgent"), options=answers)),
        ("date", say("日期", "Date"), control("date", say("约定日", "Day agreed"), value="2026-03-02")),
        ("file", say("文件", "File"), control("file", say("凭证", "Voucher"))),
        (
            "checklist",
            say("逐项勾", "Checklist"),
            control("checklist", say("核对", "Checked"), options=checks, must=True),
        ),
        ("rows", say("多行", "Lines"), lines),
    ]
    return [(name, title, {"control": one, "scope": f"{name}-"}) for name, title, one in given]
