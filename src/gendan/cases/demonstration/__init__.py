"""演示 Sets up a pack's demo: hires its people and plays its scenes through the one door, up to now."""

from gendan.cases.demonstration.hiring import hire
from gendan.cases.demonstration.playing import Left, Shown, show

__all__ = ["Left", "Shown", "hire", "show"]
