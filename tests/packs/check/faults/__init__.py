"""Faults, each a small edit of a sound pack, with the code by which it is found and the line."""

from __future__ import annotations

from tests.packs.check.faults import clocks_and_lists, conditions, signing_and_traffic, steps, stories_and_batches
from tests.packs.check.faults.fault import Fault

__all__ = ["FAULTS", "Fault"]

FAULTS = (
    *steps.FAULTS,
    *conditions.FAULTS,
    *clocks_and_lists.FAULTS,
    *signing_and_traffic.FAULTS,
    *stories_and_batches.FAULTS,
)
