"""The words that this room gives to packs."""

from __future__ import annotations

from typing import Final

from gendan.core.text import Text
from gendan.core.vocabulary import Panel, Reference, Vocabulary
from gendan.money.ledgers.declared import LEDGERS
from gendan.money.refusals import REFUSALS
from gendan.money.vocabulary.actions import ACTIONS
from gendan.money.vocabulary.effects import EFFECTS
from gendan.money.vocabulary.facts import FACTS, LOOKUPS


def _reference(name: str, resolve: str, look_up: str, make: str) -> Reference:
    within = "gendan.money.picking"
    return Reference(
        type=f"money.{name}",
        area="money",
        resolve=f"{within}:{resolve}",
        look_up=f"{within}:{look_up}",
        make=f"{within}:{make}",
    )


VOCABULARY: Final = Vocabulary.of(
    ("money",),
    [
        *FACTS,
        *LOOKUPS,
        *EFFECTS,
        *ACTIONS,
        *LEDGERS,
        Panel(
            name="money.account",
            title=Text("往来账", "Account"),
            about="party",
            loader="gendan.money.panels:account",
        ),
    ],
    title=Text("款项", "Money"),
    references=(
        _reference("tills", "resolve_tills", "look_up_tills", "make_tills"),
        _reference("accounts", "resolve_accounts", "look_up_accounts", "make_none"),
        _reference("kinds", "resolve_kinds", "look_up_kinds", "make_none"),
    ),
    refusals=REFUSALS,
    files="gendan.money.slips:holds",
)
