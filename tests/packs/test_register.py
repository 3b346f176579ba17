"""The register that travels with the project, and what stories show of it."""

from datetime import datetime

from ruamel.yaml import YAML

from gendan.core.story import Story
from gendan.packs.coverage import coverage
from gendan.packs.register.rows import REGISTER, Row, register_rows, systems_of

NINE_THIRTY = datetime.fromisoformat("2026-10-09 09:30")


def test_every_row_is_read_as_a_yaml_parser_reads_it() -> None:
    register = YAML(typ="safe", pure=True).load(REGISTER.read_text("utf-8"))
    whole = {
        row["id"]: Row(row["id"], row["kind"], row["req"], tuple(row.get("flags", ())))
        for system in register["systems"]
        for row in system["rows"]
    }
    assert len(whole) == register["meta"]["rows"] == 928
    assert register_rows() == whole


def test_a_row_knows_its_system_and_whether_it_is_unclear() -> None:
    rows = register_rows()
    assert rows["S001-M-010"].system == "S001-M"
    assert rows["S001-M-010"].unclear
    assert not rows["S001-M-024"].unclear  # a C is a contradiction that was settled
    assert systems_of(["S001-M-010", "S000-A-001", "S001-M-001"]) == ("S000-A", "S001-M")


def _story(name: str, *shows: str) -> Story:
    return Story(name=name, shows=shows, at=NINE_THIRTY)


def test_coverage_tells_what_is_shown_failing_left_and_unknown() -> None:
    rows = {
        each.id: each
        for each in (
            Row("S001-M-001", "duty", "a"),
            Row("S001-M-002", "duty", "b", ("U1",)),
            Row("S001-M-003", "gate", "c"),
            Row("S001-M-004", "gate", "d"),
            Row("S002-A-001", "duty", "e"),
        )
    }
    told = coverage(
        [
            (_story("x", "S001-M-001", "S009-Z-001"), True),
            (_story("y", "S001-M-001", "S001-M-003"), False),
            (_story("z", "S001-M-001"), True),
        ],
        rows,
    )
    assert told.as_json() == {
        "shown": {"S001-M-001": ["x", "z"]},
        "failing": {"S001-M-003": ["y"]},
        "unshown": ["S001-M-004"],
        "unclear": ["S001-M-002"],
        "unknown": ["S009-Z-001"],
    }


def test_a_story_that_fails_shows_nothing() -> None:
    assert coverage([(_story("x", "S001-M-001"), False)]).shown == {}
    assert coverage([(_story("x", "S001-M-001"), True)]).shown == {"S001-M-001": ("x",)}
