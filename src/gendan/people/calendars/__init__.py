"""Working calendars. Those that come with Gendan are usable without Django; `calendar` asks the database too."""

from gendan.people.calendars.china import ChinaDays, china_days
from gendan.people.calendars.shipped import chinese_calendar, standard_calendar
from gendan.people.calendars.stored import calendar

__all__ = ["ChinaDays", "calendar", "china_days", "chinese_calendar", "standard_calendar"]
