"""同批 What a batch demands of its cases: that they are alike in the fields that the action names (`together`)."""

from __future__ import annotations

from collections.abc import Sequence

from gendan.cases import library
from gendan.cases.store import cursor
from gendan.core.refusals import Reason


def differing(cases: Sequence[int], action: str) -> tuple[Reason, ...]:
    """Reasons together.FIELD for the fields in which the cases differ, though the action demands them to be the same.

    The demand is of the version that most of the cases run under; cases of one batch are of one procedure.
    """
    if len(cases) < 2:
        return ()
    with cursor() as on:
        on.execute(
            "select procedure, definition from cases_case where id = any($1::bigint[])"
            " group by 1, 2 order by count(*) desc limit 1",
            [list(cases)],
        )
        row = on.fetchone()
    if row is None:
        return ()
    declared = library.procedure(row[1], row[0]).actions.get(action)
    reasons = []
    for name in declared.together if declared is not None else ():
        with cursor() as on:
            on.execute(
                "select coalesce(data ->> $2::text, ''), count(*) from cases_case where id = any($1::bigint[])"
                " group by 1 order by 2 desc, 1 limit 10",
                [list(cases), name],
            )
            found = on.fetchall()
        if len(found) > 1:
            reasons.append(Reason(f"together.{name}", {"values": [[value, count] for value, count in found]}))
    return tuple(reasons)
