"""Working calendars that come with Gendan. Usable without Django and without a database."""

from gendan.people.calendars.china import ChinaDays, china_days
from gendan.people.calendars.shipped import chinese_calendar, standard_calendar

__all__ = ["ChinaDays", "china_days", "chinese_calendar", "standard_calendar"]
