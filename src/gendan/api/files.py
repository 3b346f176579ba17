"""Files on their way into a case: kept first, then named by a receipt that only their sender can use.

A receipt is signed. Whoever could name a file by its digest alone could put another department's file into a case of
his own, and read it there.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import BinaryIO, Final, cast

from django.core import signing
from django.core.files.uploadedfile import UploadedFile

from gendan.api.caller import Caller
from gendan.cases import attachments
from gendan.core.events import microseconds
from gendan.core.refusals import Reason, Refused

BEGINNING: Final = "file:"
LASTS: Final = timedelta(hours=24)
_SALT: Final = "gendan.api.files"
_MEMBERS: Final = frozenset({"sha256", "name", "size", "type"})


def kept(
    content: BinaryIO | UploadedFile, name: str, caller: Caller, *, most: int = attachments.MOST
) -> dict[str, object]:
    """Keep a file; its value, and under `file` the receipt by which the caller may give it. Raises Refused."""
    value = attachments.store(cast("BinaryIO", content), name=name, by=caller.person, at=caller.at, most=most)
    return {**value, "file": receipt(value, caller)}


def receipt(value: Mapping[str, object], caller: Caller) -> str:
    """The receipt of a kept file's value."""
    said = [caller.person, microseconds(caller.at), dict(value)]
    return BEGINNING + signing.dumps(said, salt=_SALT)


def value_of(text: str, caller: Caller) -> dict[str, object] | None:
    """The value of the file that a receipt names, None where it is none, another's, or too old."""
    try:
        person, at, value = signing.loads(text.removeprefix(BEGINNING), salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    age = microseconds(caller.at) - at
    return value if person == caller.person and 0 <= age <= LASTS // timedelta(microseconds=1) else None


def not_a_receipt(field: str, given: object) -> Reason:
    """Why a file was not taken: it has to be named by the receipt that its upload gave."""
    return Reason(f"value.{field}", {"given": str(given)[:100], "expected": {"type": "file"}})


def resolved(values: Mapping[str, object], caller: Caller) -> dict[str, object]:
    """Given values with the files that their receipts name. Raises Refused where a file is named otherwise."""
    return {name: _resolved(value, caller, name) for name, value in values.items()}


def _resolved(value: object, caller: Caller, field: str) -> object:
    if isinstance(value, str) and value.startswith(BEGINNING):
        # A text may begin so too; what is no receipt stays the text that it is.
        return value_of(value, caller) or value
    if isinstance(value, Mapping):
        if value.keys() >= _MEMBERS:
            raise Refused((not_a_receipt(field, value),))
        return {name: _resolved(each, caller, field) for name, each in value.items()}
    if isinstance(value, list):
        return [_resolved(each, caller, field) for each in value]
    return value
