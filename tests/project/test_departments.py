"""The departments of the demo company: each plays at any moment, comes whole or not at all, and is added once."""

from datetime import UTC, datetime

import pytest

from gendan.cases import demonstration, library
from gendan.cases.verifying import verify
from gendan.packs.reader import SHIPPED, read_pack
from gendan.people.models import Person, Unit
from gendan.project import demo
from gendan.project.demo import departments

MOMENTS = {
    "cash_desk": datetime(2026, 11, 23, 9, 40, tzinfo=UTC),  # a Monday evening
    "dealer_service": datetime(2026, 10, 4, 18, 0, tzinfo=UTC),  # a night among the holidays of October
    "dealers": datetime(2027, 3, 1, 2, 30, tzinfo=UTC),  # a Monday morning after the Spring Festival
    "domains": datetime(2026, 12, 31, 16, 10, tzinfo=UTC),  # ten past midnight on New Year's Day
    "doors": datetime(2026, 11, 22, 18, 0, tzinfo=UTC),  # a Sunday night
    "freight": datetime(2027, 2, 28, 15, 30, tzinfo=UTC),  # the end of February
    "warehouse": datetime(2026, 11, 25, 0, 5, tzinfo=UTC),  # a Wednesday before opening
}


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.GENDAN_ATTACHMENTS = tmp_path


def test_every_department_is_tried_at_a_moment_of_its_own():
    assert set(demo.demos()) == {demo.FIRST, *MOMENTS}
    assert next(iter(demo.demos())) == demo.FIRST


def test_a_username_is_one_persons():
    names = [each.username for told in demo.demos().values() for each in told.people]
    assert len(set(names)) == len(names) > 70


@pytest.mark.django_db
@pytest.mark.parametrize("pack", MOMENTS)
def test_it_plays_to_its_end(pack):
    shown = demo.rehearsed(pack, at=MOMENTS[pack])
    assert [left.said("en") for left in shown.left] == []
    assert 20 <= shown.cases <= 60
    standing = {(procedure, state) for procedure, state, _, _ in shown.standing}
    assert len(standing) >= 10
    assert verify().faults == ()


@pytest.mark.django_db
def test_a_department_comes_whole_or_not_at_all_and_once(monkeypatch, caplog):
    departments.found(MOMENTS["freight"])
    reading = read_pack(SHIPPED / "freight")
    assert reading.pack is not None
    library.try_out(reading.pack, reading.files, at=MOMENTS["freight"])  # checked elsewhere; this is quicker

    def now():
        return MOMENTS["freight"]

    def killed(*given, **more):
        assert Person.objects.filter(username="shenguo").exists()
        raise KeyboardInterrupt

    def fails(*given, **more):
        raise RuntimeError("no space left")

    monkeypatch.setattr(demonstration, "show", killed)
    with pytest.raises(KeyboardInterrupt):
        list(demo.furnish(["freight"], now=now))
    assert not departments.under_way()
    assert not Person.objects.filter(username="shenguo").exists()
    assert not Unit.objects.filter(pack="freight").exists()

    monkeypatch.setattr(demonstration, "show", fails)
    ((pack, error),) = demo.furnish(["freight"], now=now)
    assert (pack, str(error)) == ("freight", "no space left")
    assert demo.missing(["freight"]) == ("freight",)
    assert "was not set up" in caplog.text

    def shows(*given, **more):
        assert departments.under_way()
        assert demo.ways_in("zh").more
        return demonstration.Shown(steps=0, cases=0)

    monkeypatch.setattr(demonstration, "show", shows)
    assert list(demo.furnish(["freight"], now=now)) == [("freight", None)]
    assert demo.missing(["freight"]) == ()
    assert list(demo.furnish(["freight"], now=now)) == []
    assert "dealers" in demo.missing()

    freight, above = demo.ways_in("zh").departments
    assert (above.pack, freight.title) == ("", "货代部")
    assert freight.people[0].role == "部门主管"
    assert not demo.ways_in("zh").more
    chief = Person.objects.get(username="shenguo")
    assert chief.superior.username == "linyue"
    assert Person.objects.get(username="zhanghang").superior == chief
    assert chief.check_password(freight.people[0].password)
