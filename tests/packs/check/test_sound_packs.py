"""No sound pack is blamed."""

import time

import pytest

from gendan.packs.check import check_folder
from gendan.packs.register.rows import register_rows
from gendan.packs.wording import line
from tests.packs.check.at_hand import edited, pack, sound_packs, words

PACKS = sound_packs()


@pytest.mark.parametrize("name", sorted(PACKS))
def test_a_sound_pack_is_not_blamed(name: str) -> None:
    # What Gendan ships is at everybody's hand; a pack of the tests that has the same name goes before it.
    shipped = name.startswith("shipped ")
    library = {other.removeprefix("shipped "): files for other, files in PACKS.items() if other.startswith("shipped ")}
    library |= {
        other.removeprefix("reference "): files for other, files in PACKS.items() if not other.startswith("shipped ")
    }
    library.pop(name.removeprefix("shipped ").removeprefix("reference "), None)
    findings = check_folder(
        PACKS[name],
        vocabulary=words(),
        library=library,
        shipped=shipped,
        register=tuple(register_rows()),
    )
    assert [line(finding, "en") for finding in findings] == []


UNTOUCHED = (
    (
        "acceptance",
        "procedures/change.yaml",
        "from: drafted, to: refused, by: system, after: {late: review}}",
        "from: drafted, to: refused, by: [system, acceptance_supervisor], after: {late: review}}",
    ),
    # What looks odd and is right: each edit leaves the pack sound.
    (
        "doors",
        "procedures/door_order.yaml",
        "by: [order_taker, customer], to: received,",
        "by: [order_taker, customer, system], to: received,",
    ),
    ("doors", "procedures/door_order.yaml", "reject: confirmed", "reject: back"),
    ("doors", "procedures/door_order.yaml", "gates: [made]}", "gates: [made], asks: [urgent]}"),
    (
        "doors",
        "procedures/door_order.yaml",
        "from: stopping, to: back, by: system}",
        "from: stopping, to: confirmed, by: system}",
    ),
    (
        "hotline",
        "procedures/complaint.yaml",
        "points <= setting.most_points or done(approve)",
        "points <= setting.most_points * 2 or done(approve)",
    ),
    (
        "hotline",
        "procedures/complaint.yaml",
        "due: [{when: level == 'urgent', in: 2 hours}, {in: setting.answer_hours hours}]",
        "due: [{when: level == 'urgent', in: 2 hours}, {when: level != 'urgent', in: 4 hours}]",
    ),
    (
        "telecom",
        "procedures/outage.yaml",
        "starts: open, stops: fix, when: major, due: 2 hours",
        "starts: open, stops: fix, when: users >= 10000, due: 2 hours",
    ),
    ("telecom", "procedures/outage.yaml", "unlike: [fix]}", "unlike: [fix, open]}"),
    (
        "hotel",
        "procedures/turn.yaml",
        "- {state: done}",
        "- {when: clean and not any(defects.cost > 1000), state: done}\n      - {state: waiting}",
    ),
    ("hotel", "procedures/stay.yaml", 'sets: {keys_out: "0"}', 'sets: {keys_out: "0 if keys_out > 0 else keys_out"}'),
    (
        "domains",
        "procedures/service_order.yaml",
        "when: kind.clock == 'days', due:",
        "when: kind.clock != 'half_day', due:",
    ),
    (
        "freight",
        "procedures/shipment.yaml",
        "stops: goods, due: [{in: 10 minutes}]",
        "stops: [goods, papers], due: [{in: 10 minutes}]",
    ),
    (
        "freight",
        "procedures/shipment.yaml",
        'drops: [amend], due: [{before: "16:00"',
        'drops: [amend, {enter: planned}], due: [{before: "16:00"',
    ),
)


@pytest.mark.parametrize(("name", "path", "old", "new"), UNTOUCHED)
def test_what_is_odd_and_right_is_not_blamed(name: str, path: str, old: str, new: str) -> None:
    findings = check_folder(edited(pack(name), path, old, new), vocabulary=words())
    assert [line(finding, "en") for finding in findings] == []


def test_a_long_pack_is_checked_in_a_moment() -> None:
    files = dict(pack("doors"))
    order = files["procedures/door_order.yaml"].decode()
    for number in range(30):
        text = order.replace("procedure: door_order", f"procedure: door_order_{number}")
        files[f"procedures/door_order_{number}.yaml"] = text.encode()
    assert sum(content.count(b"\n") for content in files.values()) > 2000
    started = time.process_time()
    findings = check_folder(files, vocabulary=words())
    assert findings == ()
    assert time.process_time() - started < 20  # about two seconds; far more only where something grew with its square
