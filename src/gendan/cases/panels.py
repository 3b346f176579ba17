"""What areas show of a thing that another area keeps: on its page, and in the API's answer about it."""

from __future__ import annotations

from datetime import datetime

from gendan.cases import case_cells
from gendan.cases.area_actions import areas_open
from gendan.cases.registry import implementation, vocabulary
from gendan.core.vocabulary import Panel, Table


def panels_of(about: str, name: str, *, person: int, at: datetime) -> tuple[tuple[Panel, Table], ...]:
    """The panels about the thing of this reference type and name, of the areas at which the person may look; of what
    names a case, that whose case he sees."""
    open_ = areas_open(person, at)
    panels = [
        each for each in vocabulary().panels.values() if each.about == about and each.name.partition(".")[0] in open_
    ]
    return tuple(
        (each, case_cells.told(implementation(each.loader)(name, at=at), person=person, at=at)) for each in panels
    )
