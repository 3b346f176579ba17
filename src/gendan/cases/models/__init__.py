"""The tables of the cases room. Cases, events and clocks are written by `cases.store` alone; see
`docs/contributors.md`."""

from gendan.cases.models.attachment import Attachment
from gendan.cases.models.batch import Batch, BatchRow
from gendan.cases.models.case import Case
from gendan.cases.models.clock import Clock
from gendan.cases.models.day import DayLook
from gendan.cases.models.event import Event
from gendan.cases.models.exchanged import ExchangeBatch, ExchangeRow
from gendan.cases.models.imported import ImportMapping, ImportRow, ImportRun
from gendan.cases.models.key import CommandKey
from gendan.cases.models.outbox import Outbox
from gendan.cases.models.pack import Activation, PackFile, PackVersion
from gendan.cases.models.paper import LetterheadVersion, PrintRow, PrintRun, TemplateVersion
from gendan.cases.models.record import Record, RecordVersion
from gendan.cases.models.saved import SavedList
from gendan.cases.models.search import SearchRow
from gendan.cases.models.series import Series
from gendan.cases.models.site import Basis, SettingValue, TableVersion
from gendan.cases.models.studio import DraftFile, PackDraft, StoryRun
from gendan.cases.models.unique import UniqueValue
from gendan.cases.models.watch import Watch

__all__ = [
    "Activation",
    "Attachment",
    "Basis",
    "Batch",
    "BatchRow",
    "Case",
    "Clock",
    "CommandKey",
    "DayLook",
    "DraftFile",
    "Event",
    "ExchangeBatch",
    "ExchangeRow",
    "ImportMapping",
    "ImportRow",
    "ImportRun",
    "LetterheadVersion",
    "Outbox",
    "PackDraft",
    "PackFile",
    "PackVersion",
    "PrintRow",
    "PrintRun",
    "Record",
    "RecordVersion",
    "SavedList",
    "SearchRow",
    "Series",
    "SettingValue",
    "StoryRun",
    "TableVersion",
    "TemplateVersion",
    "UniqueValue",
    "Watch",
]
