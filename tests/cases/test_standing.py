"""What the open cases of a version use, and what they would miss in a newer one."""

import pytest

from gendan.cases.standing import in_use
from gendan.packs.difference import Break, InUse, Missed, breaks
from gendan.packs.reader import read_pack
from tests.cases.company import act, do, opening
from tests.packs.packs_at_hand import DOORS, doors

pytestmark = pytest.mark.django_db

ORDER = "procedures/door_order.yaml"


def _pack(files):
    reading = read_pack(files)
    assert reading.pack is not None
    return reading.pack


def test_open_cases_use_their_states_fields_and_running_clocks(office):
    pack = _pack(DOORS)
    assert in_use(pack)["door_order"] == InUse()
    first = do(opening(), office.wang).case
    do(opening(), office.wang)
    do(act(first, "quote"), office.wang)
    used = in_use(pack)["door_order"]
    assert used.states == {"quoted": 1, "received": 1}
    assert used.fields["customer"] == 2
    assert used.deadlines == {"offer": 1, "reply": 1}
    assert in_use(pack)["loss_statement"] == InUse()


def test_what_is_gone_and_not_used_breaks_nothing(office):
    old = _pack(DOORS)
    do(opening(), office.wang)
    files = doors()
    files = {**files, ORDER: files[ORDER].replace(b"received", b"taken_in")}
    assert breaks(old, _pack(files), in_use(old)) == (Break("door_order", Missed.STATE, "received", 1),)
    files = {**doors(), ORDER: doors()[ORDER].replace(b"urgent", b"rushed")}
    assert [each.name for each in breaks(old, _pack(files))] == ["urgent"]
    assert breaks(old, _pack(files), in_use(old)) == ()


def test_cases_of_another_version_are_not_counted(office):
    do(opening(), office.wang)
    other = _pack({**doors(), "README.md": b"another"})
    assert in_use(other)["door_order"] == InUse()
