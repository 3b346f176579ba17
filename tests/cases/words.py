"""Words of areas that these tests' packs name: facts that a test sets, and effects that write down their calls."""

from decimal import Decimal

from gendan.core.expression import Type
from gendan.core.refusals import Reason, Refused
from gendan.core.text import Text
from gendan.core.vocabulary import AreaAction, EffectWord, Fact, Vocabulary

facts: dict[str, dict[int, object]] = {}
"""By word and case; a case that is absent has the word's default."""
calls: list = []
"""Inside effects' calls."""
loads: list[tuple[str, int]] = []
"""Each loading: its word and for how many cases."""
failing: set[int] = set()
"""Cases for which an inside effect refuses."""
DEFAULTS = {
    "orders.total": Decimal(0),
    "orders.unmade": 0,
    "money.received": Decimal(0),
    "money.guaranteed": False,
}


def reset():
    facts.clear()
    calls.clear()
    loads.clear()
    failing.clear()


def _loader(word):
    def load(cases):
        loads.append((word, len(cases)))
        return {case: facts.get(word, {}).get(case, DEFAULTS[word]) for case in cases}

    return load


total = _loader("orders.total")
unmade = _loader("orders.unmade")
received = _loader("money.received")
guaranteed = _loader("money.guaranteed")


def inside(made):
    for call in made:
        if call.case in failing:
            raise Refused((Reason("short", {"what": "stock"}),))
    calls.extend(made)


def _fact(name, kind, loader, minimum=None, **more):
    return Fact(
        name=name,
        type=Type(kind),
        title=Text(name, name),
        loader=f"tests.cases.words:{loader}",
        minimum=minimum,
        **more,
    )


VOCABULARY = Vocabulary.of(
    ("orders", "money", "stock"),
    [
        _fact("orders.total", "money", "total", 0),
        _fact("orders.unmade", "int", "unmade", 0, changed_by=("orders.progress",)),
        _fact("money.received", "money", "received", 0, changed_by=("money.receive",)),
        _fact("money.guaranteed", "bool", "guaranteed"),
        EffectWord(
            name="orders.progress",
            title=Text("报工", "Progress"),
            handler="tests.cases.words:inside",
            arguments={"made": Type("int")},
            required=("made",),
        ),
        EffectWord(name="stock.dispatch", title=Text("出库", "Dispatch"), handler="tests.cases.words:inside"),
        AreaAction(
            name="money.receive",
            title=Text("收款", "Receive"),
            handler="tests.cases.words:inside",
            arguments={"amount": Type("money"), "kind": Type("text")},
        ),
        AreaAction(name="money.refund", title=Text("退款", "Refund"), handler="tests.cases.words:inside"),
    ],
)
