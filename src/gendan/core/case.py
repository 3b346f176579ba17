"""A case as a value: what the engine judges, and what its events fold to.

`Case` is frozen and evolved by copy. Its JSON parts (`data`, `memory`, `chain`) hold plain JSON as events carry it;
typed values come out through `core.values`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from gendan.core.deadlines import Clock
from gendan.core.events import GENESIS, Json

NOBODY: Mapping[str, Json] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """单 One case.

    - `id`: the number inside (0 before it is stored); `uid`: the UUIDv7 outside.
    - `procedure`: `pack.procedure`; `definition`: the content hash of the pack version it runs under; `kind`: its kind.
    - `state`, `entered_at`: where it stands and since when; `back`: the state it came from, for the target `back`.
    - `seq`: its last event's; `version`: its last event's that was not silent; `head`: the last event's hash.
    - `data`: its fields' values as JSON. Fields that are not filled are absent.
    - `memory`: what its rules may ask of its past, per action: `{"quote": {"n": 2, "by": [12, 7], "at": µs, "with":
      {…}, "ok": true}}`; `by` the persons who did it, last one last; `with` the last event's own values; `ok` false
      once `covers` undid it.
    - `children`: what it knows of its children, per opening: `{"loss": [{"id": 7, "number": "…", "state": "…", "final":
      null, "gives": {…}}]}`. Under `~parts`, `~merged`, `~links` stand the cases that were split from it, that it
      was merged with, that joined it.
    - `chain`: the open signatures of the actions that may be signed here (see `core.chain`).
    - `clocks`: the last run of every clock it ever had.
    - `post`: the post whose queue it is in; `holder`: the person who has it (None: nobody has claimed it); `party`: the
      outside party whose turn it is, where a field names one.
    - `pending`: actions by themselves that met a closed gate, with the reasons' codes.
    - `parent`: the parent's id, and `parent_name` the parent's name for it. `origin`: the case it was split from.
    """

    id: int = 0
    uid: str = ""
    procedure: str
    definition: str
    kind: str | None = None
    number: str = ""
    label: str = ""
    state: str = ""
    entered_at: datetime | None = None
    back: str | None = None
    final: str | None = None
    seq: int = 0
    version: int = 0
    head: bytes = GENESIS
    opened_at: datetime | None = None
    opened_by: int = 0
    data: Mapping[str, Json] = field(default_factory=dict)
    memory: Mapping[str, Json] = field(default_factory=dict)
    children: Mapping[str, Json] = field(default_factory=dict)
    chain: Mapping[str, Json] = field(default_factory=dict)
    clocks: Mapping[str, Clock] = field(default_factory=dict)
    post: str | None = None
    holder: int | None = None
    party: str | None = None
    priority: int = 0
    pending: Mapping[str, Json] = field(default_factory=dict)
    parent: int | None = None
    parent_name: str | None = None
    origin: int | None = None

    @property
    def ended(self) -> bool:
        """Whether the case stands in a final state."""
        return self.final is not None
