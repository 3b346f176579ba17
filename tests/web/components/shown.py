"""What the page of components shows: each component's states, as the views hand them to the templates."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from gendan.web.context import Place
from gendan.web.views.grid import Act, Grid, Line
from gendan.web.views.grid import Cell as GridCell
from gendan.web.views.list_page import Option
from gendan.web.views.rows import Cell, Column, Due, Row, Table
from tests.web.components.case import case, doing, form
from tests.web.components.drawn import charts, flow
from tests.web.components.fields import fields
from tests.web.components.saying import Say


@dataclass(frozen=True)
class Component:
    """`template` is a whole template, or `template#main` for the block of a page, or a text of ours in `plain/`."""

    name: str
    title: str
    template: str
    context: Mapping[str, object]


def components(say: Say) -> list[Component]:
    """All of them, in the order in which one meets them."""
    plain = {"say": {name: say(*both) for name, both in TEXTS.items()}}
    return [
        Component("buttons", say("按钮", "Buttons"), "plain/buttons.html", plain),
        Component("chips", say("状态和超时的标记", "States and marks of lateness"), "plain/chips.html", plain),
        Component("messages", say("做成和没做成", "What was done, and what was not"), "plain/messages.html", plain),
        *(
            Component(f"field-{name}", f"{say('填写', 'Field')} · {title}", "web/parts/control.html", given)
            for name, title, given in fields(say)
        ),
        Component("form", say("动作的表单，被拒", "An action's form, refused"), "web/case/form.html", form(say)),
        Component(
            "doing", say("能做什么，为什么不能", "What can be done, and why not"), "web/case/doing.html", doing(say)
        ),
        Component("case", say("一张单", "A case"), "web/case/page.html#main", case(say)),
        *(
            Component(f"table-{count}", f"{say('清单', 'List')} · {title}", "web/parts/table.html", {"list": table})
            for count, title, table in tables(say)
        ),
        Component("bulk", say("批量条和翻页", "What is chosen, and pages"), "web/list/rows.html", {"list": bulk(say)}),
        Component("grid", say("带操作的表", "A table with acts"), "web/parts/grid.html", grid(say)),
        Component(
            "empty",
            say("空的表", "An empty table"),
            "web/parts/grid.html",
            {"grid": Grid([], [], say("还没有登记。", "Nothing is kept yet."))},
        ),
        Component(
            "faces",
            say("同样的单，几种看法", "Ways to look at the same cases"),
            "web/parts/faces.html",
            {"faces": faces(say)},
        ),
        Component("bells", say("消息铃", "The bell"), "plain/bells.html", plain),
        Component("keys", say("按键表", "The sheet of keys"), "web/parts/keys.html", {}),
        Component("drop", say("下拉", "A drop"), "plain/drop.html", plain),
        Component("tree", say("岗位树", "The tree of posts"), "plain/tree.html", {**plain, "nodes": tree(say)}),
        Component("year", say("年历", "A calendar's months"), "web/calendars/year.html#main", year(say)),
        Component("board", say("看板", "The board"), "web/board/page.html#main", {"board": board(say)}),
        Component("legend", say("流程图的图例", "The legend of a flow"), "web/flow/legend.html", {}),
        Component("flow", say("流程图", "A flow"), "plain/flow.html", {**plain, "drawing": flow(say)}),
        *(
            Component(f"drawn-{name}", f"{say('图表', 'Chart')} · {title}", "web/parts/chart.html", {"chart": chart})
            for name, title, chart in charts(say)
        ),
        Component("progress", say("批量进行中", "A batch under way"), "web/batch/progress.html", {"batch": batch(say)}),
        Component(
            "findings", say("编辑器旁的检查", "Findings beside the editor"), "web/studio/beside.html", findings(say)
        ),
        Component("editor", say("编辑器的行号", "The editor's margin"), "plain/editor.html", plain),
    ]


TEXTS: Final = {
    "main": ("审核通过", "Approve"),
    "usual": ("退回", "Put back"),
    "plain": ("取消", "Cancel"),
    "grave": ("作废", "Void"),
    "off": ("现在不能", "Not now"),
    "small": ("小", "Small"),
    "waiting": ("待审核", "To review"),
    "doing": ("办理中", "Under way"),
    "good": ("已完成", "Done"),
    "late": ("超时 1天5小时", "1 d 5 h late"),
    "soon": ("还剩 40分", "40 min left"),
    "void": ("已作废", "Void"),
    "success": ("已领取 3 单。", "Claimed 3 cases."),
    "warning": ("这是旧的版本。", "This is an old version."),
    "error": ("有 2 单没有做成。", "2 cases were refused."),
    "refused": ("没有做成：", "Not done:"),
    "reason": ("买家尚未付款，等到账后再审。", "The buyer has not paid; wait for the money."),
    "none": ("没有未读", "None unread"),
    "post": ("岗位", "Posts"),
    "flow": ("流程图", "The flow"),
    "export": ("导出", "Export"),
    "file": ("procedures/order.yaml", "procedures/order.yaml"),
}


def tables(say: Say) -> list[tuple[str, str, Table]]:
    """A list with no row, one and many."""
    tones = (
        ("accent", say("待审核", "To review")),
        ("note", say("办理中", "Under way")),
        ("good", say("已完成", "Done")),
        ("late", say("有问题", "In trouble")),
    )
    dues = (
        Due(say("超时 2小时", "2 h late"), "late-text", ""),
        Due(say("还剩 40分", "40 min left"), "soon-text", ""),
        Due("03-02 18:00", "", ""),
        None,
    )
    rows = [
        Row(
            uid=f"{place}",
            number=f"202603-{place:06}",
            address="/cases/",
            state=tones[place % 4][1],
            tone=tones[place % 4][0],
            due=dues[place % 4],
            holder=say("王敏", "Wang Min") if place % 3 else "",
            queue=say("审单员", "Reviewer"),
            cells=(Cell(say("天猫旗舰店", "Tmall flagship"), "wide"), Cell(f"{80 + place}.00", "right number")),
        )
        for place in range(1, 9)
    ]
    return [
        (
            str(count),
            title,
            Table(
                columns=_columns(say),
                rows=rows[:count],
                ticks=True,
                empty=say("没有符合条件的单。", "No case is like that."),
            ),
        )
        for count, title in ((0, say("没有单", "None")), (1, say("一张单", "One")), (8, say("多张单", "Many")))
    ]


def _columns(say: Say) -> list[Column]:
    heads = [
        say("单号", "Number"),
        say("状态", "State"),
        say("时限", "Due"),
        say("办理人", "With"),
        say("网店", "Shop"),
    ]
    return [
        *(
            Column(title=each, address="?", sorted="descending" if place == 2 else "")
            for place, each in enumerate(heads)
        ),
        Column(title=say("金额", "Amount"), right=True),
    ]


def bulk(say: Say) -> dict[str, object]:
    table = tables(say)[2][2]
    return {
        "ticks": True,
        "columns": table.columns,
        "rows": table.rows[:2],
        "body": Table(columns=table.columns, rows=table.rows[:2], ticks=True, empty="").body,
        "actions": [Option("claim", say("领单", "Claim"), True)],
        "previous": "?",
        "first": "?",
        "next": "?",
        "one_page": "?",
    }


def grid(say: Say) -> dict[str, object]:
    end = Act(address="/end/", title=say("作废", "Revoke"), grave=True)
    heads = [say("名称", "Name"), say("到期", "Ends"), say("情况", "Stands")]
    lines = [
        Line(
            "1",
            [
                GridCell(say("仓库系统", "Warehouse")),
                GridCell("2026-12-31", kind="number"),
                GridCell(say("在用", "In use"), tone="good"),
            ],
            [end],
        ),
        Line(
            "2",
            [
                GridCell(say("旧的", "Old"), "/one/"),
                GridCell("2026-01-31", kind="number"),
                GridCell(say("已过期", "Ended"), tone="late"),
            ],
        ),
    ]
    return {"grid": Grid(heads, lines, ""), "grid_title": say("接口令牌", "Tokens")}


def faces(say: Say) -> list[Place]:
    return [Place(say("清单", "List"), "#", True), Place(say("看板", "Board"), "#"), Place(say("流程图", "Flow"), "#")]


def tree(say: Say) -> list[dict[str, object]]:
    reviewer = {
        "address": "#",
        "title": say("审单员", "Reviewer"),
        "holders": [{"name": say("王敏", "Wang Min")}],
        "coming": [{"name": say("李强", "Li Qiang"), "note": "2026-04-01"}],
    }
    printer = {"address": "#", "title": say("仓库打单员", "Warehouse printer"), "vacant": True}
    return [
        {
            "address": "#",
            "title": say("审单主管", "Review supervisor"),
            "open": True,
            "holders": [{"name": say("赵琳", "Zhao Lin")}],
            "below": [reviewer, printer],
        }
    ]


def year(say: Say) -> dict[str, object]:
    sorts = {1: "holiday", 2: "holiday", 7: "worked", 8: "other"}
    marks = {1: say("休", "off"), 2: say("休", "off"), 7: say("班", "on")}
    first = [
        {
            "iso": f"2026-03-{day:02}",
            "day": day,
            "sort": sorts.get(day, "closed" if day % 7 in (0, 1) else "open"),
            "mark": marks.get(day, ""),
            "says": f"2026-03-{day:02}",
        }
        for day in range(1, 29)
    ]
    weeks = [[None] * 6 + first[:1], *(first[start : start + 7] for start in range(1, 22, 7)), [*first[22:], None]]
    return {
        "name": "standard",
        "year": 2026,
        "before": 2025,
        "after": 2027,
        "known": "announced",
        "zone": "Asia/Shanghai",
        "open_days": 20,
        "months": [{"title": "2026-03", "weeks": weeks}],
        "versions": [],
    }


def board(say: Say) -> dict[str, object]:
    card = {
        "address": "#",
        "number": "202603-000128",
        "about": say("天猫旗舰店 · 128.00", "Tmall flagship · 128.00"),
        "holder": say("王敏", "Wang Min"),
        "age": say("2小时", "2 h"),
    }
    late = {
        **card,
        "number": "202603-000101",
        "late": True,
        "due": Due(say("超时 2小时", "2 h late"), "late-text", "2026-03-01 15:05"),
    }
    columns = [
        {
            "name": "review",
            "title": say("待审核", "To review"),
            "tone": "accent",
            "count": 12,
            "late": 1,
            "late_address": "#",
            "address": "#",
            "cards": [late, card],
            "more": 10,
        },
        {"name": "print", "title": say("待打单", "To print"), "tone": "note", "count": 0, "address": "#", "cards": []},
    ]
    return {
        "title": say("网店订单", "Shop order"),
        "count": say("12 单", "12 cases"),
        "faces": faces(say),
        "columns": columns,
    }


def batch(say: Say) -> dict[str, object]:
    return {
        "done": 30,
        "count": 60,
        "total": 60,
        "at": 30,
        "succeeded": 28,
        "refused": 2,
        "some_refused": True,
        "says": say("进行中", "Under way"),
        "groups": [{"count": 2, "says": say("买家尚未付款", "The buyer has not paid"), "address": "#"}],
    }


def findings(say: Say) -> dict[str, object]:
    one = {
        "is_error": True,
        "line": 12,
        "column": 5,
        "says": say("状态“待退”没有出路", "The state “returning” is never left"),
        "mend": say("给它一个动作，或标为终态。", "Give it an action, or make it final."),
    }
    two = {
        "is_error": False,
        "line": 20,
        "column": 3,
        "says": say("没有时限", "No deadline"),
        "mend": say("写 deadline。", "Write a deadline."),
    }
    return {"errors": 1, "findings": [one, two]}
