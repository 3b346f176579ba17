"""工作室 Where packs are prepared: drafts and their texts, the checker's findings, stories played, and activation.

Administrators alone write here; who calls says who acts and when.
"""

from gendan.cases.studio.activating import Trial, activate, move_cases, trial
from gendan.cases.studio.archive import ZIP_BYTES, packed, sound_path, unpacked
from gendan.cases.studio.drafts import (
    DraftTold,
    FileTold,
    draft,
    draft_of_files,
    draft_of_version,
    file,
    files,
    history,
    open_drafts,
    put_away,
    save,
)
from gendan.cases.studio.errors import StudioRefused
from gendan.cases.studio.playing import (
    RunTold,
    StoryTold,
    continue_,
    coverage_of,
    last_run,
    play,
    play_by,
    run_told,
    standing_still,
)
from gendan.cases.studio.shipped import ShippedTold, draft_of_shipped, shipped
from gendan.cases.studio.sources import Examined, Source, examined, examined_reading, files_of, reading_of, source
from gendan.cases.studio.versions import VersionTold, versions
from gendan.cases.studio.wording import studio_refused

__all__ = [
    "ZIP_BYTES",
    "DraftTold",
    "Examined",
    "FileTold",
    "RunTold",
    "ShippedTold",
    "Source",
    "StoryTold",
    "StudioRefused",
    "Trial",
    "VersionTold",
    "activate",
    "continue_",
    "coverage_of",
    "draft",
    "draft_of_files",
    "draft_of_shipped",
    "draft_of_version",
    "examined",
    "examined_reading",
    "file",
    "files",
    "files_of",
    "history",
    "last_run",
    "move_cases",
    "open_drafts",
    "packed",
    "play",
    "play_by",
    "put_away",
    "reading_of",
    "run_told",
    "save",
    "shipped",
    "sound_path",
    "source",
    "standing_still",
    "studio_refused",
    "trial",
    "unpacked",
    "versions",
]
