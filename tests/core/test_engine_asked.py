"""What an action asks of everybody, known without judging anything: what a form that was sent is read by."""

from __future__ import annotations

from gendan.core import engine
from gendan.core.plan import plan_of
from tests.core.test_engine_actions import new, order_desk


def test_what_an_action_asks_is_what_its_page_offers() -> None:
    desk = order_desk()
    case = new(desk)
    procedure = desk.pack.procedures["order"]
    plain = {name for name, each in plan_of(procedure).actions.items() if name != "open" and each.ring is None}
    assert len(plain) > 2
    assert {name: engine.asked(procedure, name) for name in plain} == {
        name: each.asks for name, each in desk.available(case).items() if name in plain
    }


def test_what_depends_on_whose_turn_it_is_is_not_told() -> None:
    procedure = order_desk().pack.procedures["order"]
    signed = [name for name, each in plan_of(procedure).actions.items() if each.ring is not None]
    assert [engine.asked(procedure, name) for name in (*signed, "open", "nothing")] == [None] * (len(signed) + 2)
