"""演练 Plays a pack's stories through the one door, on a real database, inside a transaction that is rolled back."""

from gendan.cases.rehearsal.branches import rehearse
from gendan.cases.rehearsal.result import Difference, Result

__all__ = ["Difference", "Result", "rehearse"]
