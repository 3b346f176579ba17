"""A case is the fold of its events, whatever was done; and what is said to be possible is."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gendan.core.command import SYSTEM, Decision, Verb
from gendan.core.events import GENESIS, chained
from gendan.core.fold import fold, fold_all
from tests.core.desk import Desk, codes, pack_of
from tests.core.test_engine_actions import HEAD, ORDER

PACK = pack_of(ORDER, head=HEAD)
PEOPLE = ("甲 (clerk)", "乙 (clerk)", "checker", "boss", "丙 (clerk checker)", "keeper")
ACTIONS = ("fill", "check", "approve", "back", "hold", "resume", "call", "again")
VERBS = (Verb.CLAIM, Verb.RELEASE, Verb.TAKE_OVER, Verb.TICK)
STEPS = st.lists(
    st.tuples(st.sampled_from((*ACTIONS, *VERBS)), st.sampled_from(PEOPLE), st.sampled_from(("20", "60", "200", ""))),
    max_size=12,
)


@settings(max_examples=100, deadline=None)
@given(STEPS)
def test_any_walk_folds_and_what_is_open_is_allowed(steps: list[tuple[str, str, str]]) -> None:
    desk = Desk(PACK)
    desk.words["money.received"] = Decimal(100)
    case = desk.open("order", "甲 (clerk)", kind="plain", amount="50")
    for step, who, amount in steps:
        desk.pass_(minutes=7)
        if isinstance(step, Verb):
            desk.verb(step, case, SYSTEM if step is Verb.TICK else who)
            continue
        said = desk.available(case, who)[step]
        given_values: dict[str, object] = {"amount": amount} if step in ("fill", "check") else {}
        if step == "approve":
            given_values = {"score": 3}
        before = desk.cases[case]
        answer = desk.act(case, step, who, **given_values)  # the desk folds every decision anew
        if isinstance(answer, Decision):
            assert said.reasons == ()
            assert len(answer.events) == 1
        else:
            assert desk.cases[case] is before
            told = set(codes(answer))
            closed = {reason.code for reason in said.reasons}
            # What a page called open is refused only for what was given with it.
            assert closed <= told
            assert all(code.startswith(("gate.", "needs.")) for code in told - closed)
            assert given_values or told == closed
        desk.drain()


def test_a_missing_event_or_another_cases_is_no_history() -> None:
    desk = Desk(PACK)
    case = desk.open("order", kind="plain", amount="50")
    desk.do(case, "call")
    desk.do(case, "call")
    first, second, third = desk.events[case]
    with pytest.raises(ValueError, match="does not follow"):
        fold_all([first, third])
    with pytest.raises(ValueError, match="does not begin"):
        fold(None, second)
    with pytest.raises(ValueError, match="does not follow"):
        fold_all([first, replace(second, case=9)])
    with pytest.raises(ValueError, match="without events"):
        fold_all([])


def test_the_head_is_the_chain_of_hashes() -> None:
    desk = Desk(PACK)
    case = desk.open("order", kind="plain", amount="50")
    desk.do(case, "call")
    head = GENESIS
    for event in desk.events[case]:
        head = chained(head, event)
    assert desk.cases[case].head == head
