"""The areas that the doors pack names, for its story: amounts received are kept for as long as a test runs."""

from decimal import Decimal

from gendan.core.expression.types import BOOL, INT, MONEY, TEXT
from gendan.core.refusals import Reason, Refused
from gendan.core.text import Text
from gendan.core.vocabulary import AreaAction, EffectWord, Fact, Vocabulary

entries: list[tuple[int, Decimal]] = []
effects: list[tuple[str, dict]] = []


def received(cases):
    return {case: sum((amount for of, amount in entries if of == case), Decimal(0)) for case in cases}


def nothing(cases):
    return {}


def receive(*, case, arguments, person, at):
    if arguments["amount"] <= 0:
        raise Refused((Reason("value.amount", {"given": str(arguments["amount"])}),))
    entries.append((case, arguments["amount"]))


def take(calls):
    effects.extend((call.word, dict(call.arguments)) for call in calls)


def _fact(name, kind, loader, **more):
    return Fact(name=name, type=kind, title=Text(name), loader=f"tests.stories.area:{loader}", **more)


WORDS = Vocabulary.of(
    ("orders", "money", "stock"),
    [
        _fact("orders.total", MONEY, "nothing", minimum=0),
        _fact("orders.unmade", INT, "nothing", minimum=0),
        _fact("money.received", MONEY, "received", minimum=0, changed_by=("money.receive",)),
        _fact("money.guaranteed", BOOL, "nothing"),
        EffectWord(
            name="orders.progress", title=Text("报工"), handler="tests.stories.area:take", arguments={"made": INT}
        ),
        EffectWord(name="stock.dispatch", title=Text("出库"), handler="tests.stories.area:take"),
        AreaAction(
            name="money.receive",
            title=Text("收款"),
            handler="tests.stories.area:receive",
            arguments={"amount": MONEY, "kind": TEXT},
            required=("amount",),
        ),
        AreaAction(name="money.refund", title=Text("退款"), handler="tests.stories.area:receive"),
    ],
)
