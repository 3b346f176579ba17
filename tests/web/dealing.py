"""The payment company on the browser tests' site: `python -m tests.web.dealing DATABASE` sets it to work there."""

import os
import sys

SIGNERS = (
    ("leading", "channel_supervisor"),
    ("commerce", "commerce_manager"),
    ("finance", "finance_manager"),
    ("director", "operations_director"),
    ("warehouse", "warehouse_supervisor"),
)
"""Who signs a dispatch note, in this order, and his post."""
KEEPERS = (("packing", "dispatch_keeper"), ("checking", "checking_keeper"))


def main() -> None:
    """Activate the pack, hire its people and put two devices into stock."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()
    from django.db import connection, connections

    from gendan.people import actions
    from gendan.project.database import running
    from gendan.stock.actions import coming
    from tests.cases.company import FRIDAY
    from tests.parties.trade import Trade
    from tests.web.company import PASSWORD

    with running():
        connection.settings_dict["NAME"] = sys.argv[1]
        trade = Trade.open()
        for name, post in (*SIGNERS, *KEEPERS):
            trade.hire(name, post, pack="dealers")
        for person in trade.people.values():
            actions.set_password(person, PASSWORD, actor=actions.SYSTEM, at=FRIDAY)
        codes = [{"product": "刷卡机", "code": f"NEW{n}", "code_2": f"SIM{n}", "code_3": f"C{n}"} for n in (1, 2)]
        trade.stock(coming.receive, lines=codes, target="总仓")
        connections.close_all()
        connection.close_pool()


if __name__ == "__main__":
    main()
