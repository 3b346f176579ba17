"""Lists that people keep."""

from __future__ import annotations

from gendan.api.listing import AskedInBody
from gendan.api.schemas.base import Given, Told, Truth


class SavedGiven(Given):
    """A question to be kept. `shared`: for all who see the procedure."""

    asked: AskedInBody
    shared: Truth = False


class SavedTold(Told):
    """A kept list. `own`: it is the caller's, and may be dropped by him."""

    name: str
    asked: AskedInBody
    own: bool


class SavedLists(Told):
    """The caller's kept lists, and those that others share."""

    lists: list[SavedTold]
