"""What is drawn: the flow of a small procedure, laid out as pages lay it out, and charts of made-up figures."""

from decimal import Decimal

from django.utils.safestring import SafeString, mark_safe

from gendan.packs import drawing
from gendan.packs.drawing import Badge
from gendan.packs.reader import read_pack
from gendan.web.charts import Chart, Series
from tests.web.components.saying import Say

PACK = """
pack: returns
version: 1.0.0
title: {zh: 退货, en: Returns}
posts:
  clerk:  {title: {zh: 客服, en: Clerk}, reports_to: chief}
  keeper: {title: {zh: 仓管, en: Keeper}, reports_to: chief}
  chief:  {title: {zh: 主管, en: Chief}}
"""

RETURN = """
procedure: return
title: {zh: 退货, en: Return}
fields:
  reason: {title: {zh: 原因, en: Reason}, type: text}
  seen:   {title: {zh: 已验, en: Looked at}, type: bool}
states:
  asked:    {title: {zh: 待收货, en: To receive}, owner: keeper}
  received: {title: {zh: 待审核, en: To review}, owner: clerk}
  refunded: {title: {zh: 已退款, en: Refunded}, final: done}
  kept:     {title: {zh: 不予退货, en: Not taken back}, final: cancelled}
gates:
  looked: {when: seen, says: {zh: 还没有验货, en: Not looked at yet}}
actions:
  open:    {title: {zh: 申请退货, en: Ask}, by: clerk, to: asked, asks: [reason], needs: [reason]}
  receive: {title: {zh: 收货验货, en: Receive}, from: asked, to: received, by: keeper, asks: [seen]}
  refund:
    title: {zh: 退款, en: Refund}
    from: received
    to: refunded
    signs: [chief]
    unlike: [open, receive]
    reject: asked
    gates: [looked]
  keep:    {title: {zh: 不予退货, en: Refuse}, from: [asked, received], to: kept, by: clerk}
deadlines:
  come:   {title: {zh: 收货时限, en: To be received}, starts: open, stops: receive, due: [{in: 3 workdays}]}
  decide: {title: {zh: 退款时限, en: To be refunded}, starts: receive, stops: refund, due: [{in: 1 workday}]}
"""


def flow(say: Say) -> SafeString:
    """The drawing of the procedure, with what stands in its states and how long it takes. Raises NotBuilt where the
    layout engine is not there: `make setup` builds it.
    """
    files = {"pack.yaml": PACK.encode(), "procedures/return.yaml": RETURN.encode()}
    pack = read_pack(files, library={}).pack
    assert pack is not None
    drawn = drawing.of(pack.procedures["return"], pack, language=say("zh", "en"))
    badges = {
        "state.asked": [Badge("12", say("12 单", "12 cases")), Badge(say("1.2天", "1.2 d"), "", "time")],
        "state.received": [
            Badge("5", say("5 单", "5 cases")),
            Badge("2", say("2 单超时", "2 late"), "late"),
            Badge(say("3小时", "3 h"), "", "time"),
        ],
    }
    links = {node.key: "#flow" for node in drawn.nodes if node.key.startswith("state.")}
    shown = {key: found for key, found in badges.items() if key in links}
    # The drawing escapes what it is told.
    return mark_safe(drawing.svg(drawn, links=links, badges=shown))


def charts(say: Say) -> list[tuple[str, str, Chart]]:
    """A chart of each kind that pages draw, and one where the library was not built."""
    days = ["03-02", "03-03", "03-04", "03-05", "03-06"]
    people = [say("王敏", "Wang Min"), say("李强", "Li Qiang"), say("赵琳", "Zhao Lin")]
    on_time, late = say("按时", "On time"), say("超时", "Late")
    return [
        (
            "bars",
            say("柱", "Bars"),
            Chart(
                name="bars",
                kind="bar",
                title=say("各人的单", "Cases by person"),
                categories=people,
                series=[
                    Series(name=on_time, values=[32, 27, 18], stack="all", tone="good"),
                    Series(name=late, values=[3, 0, 5], stack="all", tone="late"),
                ],
                built=True,
            ),
        ),
        (
            "lines",
            say("折线和目标", "A line and its target"),
            Chart(
                name="lines",
                kind="line",
                title=say("准时率", "On time"),
                categories=days,
                series=[Series(name=say("准时率", "On time"), values=[91, 94, None, 97, 96])],
                unit="%",
                target=Decimal(95),
                target_name=say("目标", "Target"),
                built=True,
            ),
        ),
        (
            "lying",
            say("横条，两种数", "Lying bars of two figures"),
            Chart(
                name="lying",
                kind="bar",
                title=say("各状态停留", "Time in states"),
                categories=[say("待审核", "To review"), say("待打单", "To print"), say("待发货", "To send")],
                series=[
                    Series(name=say("小时", "Hours"), values=[Decimal("1.5"), Decimal("0.4"), Decimal("6.2")]),
                    Series(name=say("超时", "Late"), values=[1, 0, 3], tone="late"),
                ],
                lying=True,
                built=True,
            ),
        ),
        (
            "unbuilt",
            say("没有构建", "Not built"),
            Chart(
                name="states",
                kind="bar",
                title=say("按状态", "By state"),
                categories=[say("待审核", "To review"), say("已完成", "Done")],
                series=[Series(name=say("单数", "Cases"), values=[3, 5])],
                built=False,
            ),
        ),
    ]
