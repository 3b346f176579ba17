"""What the table of rights says, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from gendan.cases.rights import Sees, Way
from gendan.core.text import Text

WAYS: Final[Mapping[Way, Text]] = {
    Way.DOES: Text("办理", "does"),
    Way.ENTERS: Text("代录", "enters"),
    Way.SIGNS: Text("签字", "signs"),
    Way.PART: Text("签分项", "signs a part"),
    Way.CORRECTS: Text("更正", "corrects"),
}

SEES: Final[Mapping[Sees, Text]] = {
    Sees.ALWAYS: Text("看得到", "sees"),
    Sees.AFTER: Text("看得到", "sees"),
    Sees.OWNER: Text("是自己的单时", "where it is its own case"),
    Sees.MASKED: Text("遮住，点开才看，并记录", "masked; shown on demand, and logged"),
    Sees.NEVER: Text("看不到", "does not see"),
}

OTHERS: Final[Mapping[str, Text]] = {
    "system": Text("系统", "the system"),
    "superior": Text("责任人的上级", "the owner's superior"),
}
"""Those who act and are no post."""
