"""What this process last saw of cases: by it a step is judged without reading its case again.

Nothing that is recalled is taken for true. A step judged by it counts only when the statement that writes it finds the
very row that was seen, and the epoch that stood then; whatever else comes of it, a refusal too, is judged anew from
the database. Who opens a page and then acts on it, and who does one step after another, is spared a reading.
"""

from __future__ import annotations

from dataclasses import replace
from threading import Lock
from typing import Final

from django.db import connection

from gendan.cases.store import Read
from gendan.core.case import Case
from gendan.core.command import Command, Verb
from gendan.people.epoch import on_forget

KEPT: Final = 500
"""Cases that a process recalls, those that it saw last."""

WIDEST: Final = 100
"""Rows of a field up to which a case is kept: a thousand lines are read again rather than held."""

_lock: Final = Lock()
_cases: Final[dict[int, Read]] = {}
_ids: Final[dict[str, int]] = {}
_epoch: int | None = None


def keep(read: Read) -> None:
    """Keep what was read, or written, outside a transaction: inside one it may come to nothing."""
    global _epoch  # noqa: PLW0603  # one number, replaced as a whole
    if connection.in_atomic_block:
        return
    _epoch = read.epoch
    if read.stored is None or not read.row:
        return
    case = read.stored.case
    kept = Read(stored=read.stored, epoch=read.epoch, earlier=None, row=read.row, recalled=True)
    with _lock:
        _cases.pop(case.id, None)
        if _is_wide(case):
            return
        while len(_cases) >= KEPT:
            gone = _cases.pop(next(iter(_cases)))
            assert gone.stored is not None
            _ids.pop(gone.stored.case.uid, None)
        _cases[case.id] = kept
        _ids[case.uid] = case.id


def recall(case: int | str | None, *, seen: int | None = None) -> Read | None:
    """What was last seen of a case, by its id or its uid; of no case the epoch alone. None where nothing is recalled,
    or another version than the one that was `seen`."""
    if case is None:
        return None if _epoch is None else Read(stored=None, epoch=_epoch, earlier=None, recalled=True)
    with _lock:
        found = _cases.get(case if isinstance(case, int) else _ids.get(case, 0))
    if found is None or _epoch is None or found.stored is None or seen not in (None, found.stored.case.version):
        return None
    return found if found.epoch == _epoch else replace(found, epoch=_epoch)


def recall_for(command: Command) -> Read | None:
    """What was last seen of a command's case; for an opening the epoch."""
    if command.case is None:
        return recall(None) if command.verb is Verb.OPEN else None
    return recall(command.case, seen=command.seen)


def forget(case: int | None) -> None:
    """Forget a case: it is no longer as it was seen."""
    with _lock:
        gone = _cases.pop(case or 0, None)
        if gone is not None and gone.stored is not None:
            _ids.pop(gone.stored.case.uid, None)


def _is_wide(case: Case) -> bool:
    return any(isinstance(value, list) and len(value) > WIDEST for value in case.data.values())


def _forget_all() -> None:
    global _epoch  # noqa: PLW0603  # as above
    with _lock:
        _cases.clear()
        _ids.clear()
        _epoch = None


on_forget(_forget_all)
