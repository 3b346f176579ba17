"""占用 What cases hold in an area (stock that is reserved, a guarantee that is used up), and give back when they end.

Which effects a case has had stands in its events: every act says them (`then`). When the case ends, the areas' own
release is called for each that holds something, once with all cases that end in the transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from gendan.cases.effects import Call
from gendan.cases.registry import implementation, vocabulary
from gendan.cases.store import cursor
from gendan.core.pack import Pack

RELEASE = "held.release"
"""The word under which a case that ends gives back what it holds."""


def may_hold(pack: Pack) -> bool:
    """Whether an effect that holds something may be named by the pack."""
    return any(
        declared.holds and declared.release is not None and word.partition(".")[0] in pack.needs
        for word, declared in vocabulary().effects.items()
    )


def release(calls: Sequence[Call]) -> None:
    """Give back what the calls' cases hold. An area's release gets one call a case, without arguments, and gives back
    all that this effect has taken for it; it may come again for a case that was reopened and ends once more.
    """
    cases = {call.case: call for call in calls}
    with cursor() as on:
        on.execute(
            "select distinct e.case_id, w.word from cases_event e, json_array_elements_text(e.body -> 'then') w (word)"
            " where e.case_id = any($1::bigint[]) and e.kind in ('opened', 'acted') and e.body -> 'then' is not null",
            [sorted(cases)],
        )
        found = sorted((word, case) for case, word in on)
    known = vocabulary()
    held: dict[str, list[Call]] = {}
    for word, case in found:
        declared = known.effect(word)
        if declared is not None and declared.holds and declared.release is not None:
            of = cases[case]
            held.setdefault(word, []).append(replace(of, word=word, key=f"{of.key}/{word}"))
    for word, of_word in held.items():
        implementation(str(known.effects[word].release))(of_word)
