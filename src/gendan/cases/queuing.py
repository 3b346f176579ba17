"""What is queued for a case of which nothing else is written."""

from __future__ import annotations

from collections.abc import Iterable

from gendan.cases.store import OutboxRow, cursor


def queue_once(queued: Iterable[tuple[int, OutboxRow]]) -> None:
    """Queue outbox rows of cases, but none whose key was queued before."""
    with cursor() as on:
        for case, row in queued:
            on.execute(
                "insert into cases_outbox (case_id, sort, word, key, body, created_at, next_at, tries, dead, error)"
                " values ($1::bigint, $2::text, $3::text, $4::text, $5::jsonb, $6::timestamptz, $6::timestamptz, 0,"
                " false, '') on conflict (key) do nothing",
                [str(case), row.sort, row.word, row.key, row.body, row.next_at.isoformat()],
            )
