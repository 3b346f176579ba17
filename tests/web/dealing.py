"""The payment company on the browser tests' site."""

SIGNERS = (
    ("leading", "channel_supervisor"),
    ("commerce", "commerce_manager"),
    ("finance", "finance_manager"),
    ("director", "operations_director"),
    ("warehouse", "warehouse_supervisor"),
)
"""Who signs a dispatch note, in this order, and his post."""
KEEPERS = (("packing", "dispatch_keeper"), ("checking", "checking_keeper"))


def set_to_work() -> None:
    """Activate the pack, hire its people and put two devices into stock."""
    from gendan.people import actions
    from gendan.stock.actions import coming
    from tests.cases.company import FRIDAY
    from tests.parties.trade import Trade
    from tests.web.company import PASSWORD

    trade = Trade.open()
    for name, post in (*SIGNERS, *KEEPERS):
        trade.hire(name, post, pack="dealers")
    for person in trade.people.values():
        actions.set_password(person, PASSWORD, actor=actions.SYSTEM, at=FRIDAY)
    codes = [{"product": "刷卡机", "code": f"NEW{n}", "code_2": f"SIM{n}", "code_3": f"C{n}"} for n in (1, 2)]
    trade.stock(coming.receive, lines=codes, target="总仓")
