"""What is asked of many parties at once costs the statements of one."""

from datetime import timedelta

import pytest

from gendan.parties.actions import grant_territory
from gendan.parties.queries import resolve_contacts
from tests.parties.test_parties import AT, DAY, registered
from tests.statements import statements

pytestmark = pytest.mark.django_db


def test_contacts_by_name_and_by_phone():
    for number in range(6):
        registered(f"店{number}", contacts=[{"name": "陈", "phone": f"1390000000{number}"}])
    registered("两人店", contacts=[{"name": "甲", "phone": "13911111111"}, {"name": "乙", "phone": "13922222222"}])
    registered("同号店", contacts=[{"name": "丙", "phone": "13911111111"}])
    few = ["陈（店0）", "13900000001"]
    many = [*few, "陈（店2）", "13900000003", "陈(店4)", "13900000005", "丁（店0）", "13911111111", "13922222222", "无"]
    found: dict[str, str] = {}
    assert statements(lambda: resolve_contacts(few)) == statements(lambda: found.update(resolve_contacts(many)))
    assert found == {
        "陈（店0）": "陈（店0）",
        "13900000001": "陈（店1）",
        "陈（店2）": "陈（店2）",
        "13900000003": "陈（店3）",
        "陈(店4)": "陈（店4）",
        "13900000005": "陈（店5）",
        "13922222222": "乙（两人店）",
    }


def test_a_territory_among_a_dealers_own_ones_below():
    registered("总代", sorts=["dealer"])
    counties = [f"广东省深圳市{county}" for county in ("南山区", "福田区", "罗湖区", "宝安区", "龙岗区")]

    def grown(count):
        """What it costs to grant the city for a year in which so many counties are granted."""
        since = DAY + timedelta(days=1000 * count)
        for number, county in enumerate(counties[:count]):
            name = f"县{count}-{number}"
            registered(name, sorts=["dealer"], upline="总代")
            grant_territory(name, county, actor=0, at=AT, since=since, until=since + timedelta(days=300))
        until = since + timedelta(days=300)
        return statements(lambda: grant_territory("总代", "广东深圳", actor=0, at=AT, since=since, until=until))

    assert grown(1) == grown(5)
