"""Forms for any action of any pack: controls made from declared fields, and values read back from what was sent."""

from gendan.web.forms.controls import Control, OfCells, Option, Worker, control
from gendan.web.forms.reading import given, name_of

__all__ = ["Control", "OfCells", "Option", "Worker", "control", "given", "name_of"]
