"""Forms for any action of any pack: controls made from declared fields, and values read back from what was sent."""

from gendan.web.forms.controls import Control, OfCells, Option, control
from gendan.web.forms.reading import given, name_of

__all__ = ["Control", "OfCells", "Option", "control", "given", "name_of"]
