"""The site's calendars: what it has made counts, the shipped one until then."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from gendan.core.calendar_mapping import to_mapping
from gendan.core.timeline import Hours
from gendan.people.calendars import calendar, chinese_calendar, standard_calendar
from gendan.people.models import WorkingCalendar

pytestmark = pytest.mark.django_db
SIX_DAYS: tuple[Hours, ...] = (((540, 1080),),) * 6 + ((),)


def keep(name: str, number: int, week: tuple[Hours, ...]) -> None:
    made = chinese_calendar(name, week)
    WorkingCalendar.objects.create(
        name=name, number=number, version=made.version, body=to_mapping(made), at=datetime(2026, 10, 9, tzinfo=UTC)
    )


def test_the_shipped_calendar_counts_until_the_site_has_its_own() -> None:
    assert calendar("standard") is standard_calendar()
    keep("standard", 1, SIX_DAYS)
    assert calendar("standard") == chinese_calendar("standard", SIX_DAYS)
    assert calendar("standard", 0) is standard_calendar()


def test_the_newest_version_counts_and_the_others_stand() -> None:
    keep("desk", 1, SIX_DAYS)
    keep("desk", 2, (((0, 1440),),) * 7)
    assert calendar("desk").week == (((0, 1440),),) * 7
    assert calendar("desk", 1).week == SIX_DAYS
    assert calendar("desk", 1) is calendar("desk", 1)


def test_there_is_no_calendar_of_another_name() -> None:
    with pytest.raises(KeyError):
        calendar("desk")
    with pytest.raises(KeyError):
        calendar("standard", 7)
