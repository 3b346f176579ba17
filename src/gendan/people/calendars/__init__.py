"""Working calendars. Those that come with Gendan are usable without Django; `calendar` asks the database too."""

from gendan.people.calendars.china import ChinaDays, china_days, holidays_observed
from gendan.people.calendars.shipped import chinese_calendar, standard_calendar
from gendan.people.calendars.stored import CalendarVersion, calendar, calendar_names, calendar_versions

__all__ = [
    "CalendarVersion",
    "ChinaDays",
    "calendar",
    "calendar_names",
    "calendar_versions",
    "china_days",
    "chinese_calendar",
    "holidays_observed",
    "standard_calendar",
]
