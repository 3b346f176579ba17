"""What changes between two versions, and what open cases would miss."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from gendan.core.pack import Pack
from gendan.core.procedure import Kind
from gendan.core.text import Text
from gendan.packs.difference import Break, InUse, Missed, Sort, breaks, changes
from gendan.packs.reader import read_pack
from gendan.project.command import main
from tests.packs.packs_at_hand import DOORS, doors, edited

ORDER, PACK, LOSS = "procedures/door_order.yaml", "pack.yaml", "procedures/loss_statement.yaml"


def _pack(files: dict[str, bytes]) -> Pack:
    reading = read_pack(files)
    assert reading.findings == ()
    assert reading.pack is not None
    return reading.pack


def _renamed() -> dict[str, bytes]:
    """Version 1.1.0: `costing` is called `counting`, `withdraw` is gone with its state, a share is raised, a field is
    new."""
    files = edited(doors(), PACK, "version: 1.0.0", "version: 1.1.0")
    files = edited(files, PACK, "default: 0.30", "default: 0.40")
    files = {**files, LOSS: files[LOSS].decode().replace("costing", "counting").encode()}
    return edited(files, LOSS, "fields:\n", "fields:\n  note:     {title: 说明, type: text}\n")


def test_a_pack_differs_in_nothing_from_itself() -> None:
    assert changes(_pack(doors()), _pack(doors())) == ()


def test_each_element_that_differs_is_told_with_its_keys() -> None:
    told = changes(_pack(doors()), _pack(_renamed()))
    assert [(change.sort, change.path) for change in told] == [
        (Sort.CHANGED, "pack"),
        (Sort.CHANGED, "settings.deposit_share"),
        (Sort.ADDED, "procedures.loss_statement.fields.note"),
        (Sort.ADDED, "procedures.loss_statement.states.counting"),
        (Sort.CHANGED, "procedures.loss_statement.actions.open"),
        (Sort.CHANGED, "procedures.loss_statement.actions.cost"),
        (Sort.CHANGED, "procedures.loss_statement.actions.withdraw"),
        (Sort.REMOVED, "procedures.loss_statement.states.costing"),
    ]
    assert told[0].keys == {"version": ("1.0.0", "1.1.0")}
    assert told[1].keys == {"default": ("0.30", "0.40")}
    assert told[5].keys == {"from": ("[costing]", "[counting]")}
    assert told[2].title == "说明"


def test_a_gate_that_is_tightened_shows_both_conditions() -> None:
    files = edited(doors(), ORDER, "when: orders.unmade == 0", "when: orders.unmade < 1")
    (change,) = changes(_pack(doors()), _pack(files))
    assert (change.path, change.keys) == (
        "procedures.door_order.gates.made",
        {"when": ("orders.unmade == 0", "orders.unmade < 1")},
    )


def test_what_open_cases_use_and_is_gone_breaks_them() -> None:
    old, new = _pack(doors()), _pack(_renamed())
    assert breaks(old, new) == (Break("loss_statement", Missed.STATE, "costing"),)
    used = {"loss_statement": InUse(states={"costing": 3, "sent": 2}, fields={"total": 2})}
    assert breaks(old, new, used) == (Break("loss_statement", Missed.STATE, "costing", 3),)
    assert breaks(old, new, {"loss_statement": InUse(states={"sent": 2})}) == ()


def test_a_kind_that_is_gone_breaks_its_cases() -> None:
    pack = _pack(doors())
    order = pack.procedures["door_order"]

    def with_kinds(*names: str) -> Pack:
        kinds = {name: Kind(name=name, title=Text(name)) for name in names}
        return replace(pack, procedures={**pack.procedures, "door_order": replace(order, kinds=kinds)})

    old, new = with_kinds("inner", "outer"), with_kinds("inner")
    assert breaks(old, new) == (Break("door_order", Missed.KIND, "outer"),)
    assert breaks(old, new, {"door_order": InUse(kinds={"outer": 2})}) == (
        Break("door_order", Missed.KIND, "outer", 2),
    )
    assert breaks(old, new, {"door_order": InUse(kinds={"inner": 2})}) == ()
    assert breaks(old, pack) == ()


def test_a_declared_mapping_mends_it_from_its_version_alone() -> None:
    mapped = "migrates: {from: 1.0.0, states: {costing: counting}}\nposts:"
    assert breaks(_pack(doors()), _pack(edited(_renamed(), PACK, "posts:", mapped))) == ()
    from_another = mapped.replace("1.0.0", "0.9.0")
    assert breaks(_pack(doors()), _pack(edited(_renamed(), PACK, "posts:", from_another))) != ()


def test_a_mapping_to_a_state_that_is_not_there_is_found() -> None:
    files = edited(_renamed(), PACK, "posts:", "migrates: {from: 1.0.0, states: {costing: countin}}\nposts:")
    assert [(finding.code, finding.params["meant"]) for finding in read_pack(files).findings] == [
        ("unknown_state", ("counting",))
    ]


def _written(folder: Path, files: dict[str, bytes]) -> Path:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    newer = _written(tmp_path, _renamed())
    assert main(["diff", str(DOORS), str(DOORS)]) == 0
    assert capsys.readouterr().out == "没有差别。\n"
    assert main(["diff", str(DOORS), str(newer), "--language", "en"]) == 1
    told = capsys.readouterr().out
    assert "changed settings.deposit_share 定金比例\n    default: 0.30 → 0.40\n" in told
    assert told.endswith("Open cases would miss: state loss_statement.costing\n")
    assert main(["diff", str(DOORS), str(newer), "--json"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert report["breaks"] == [{"procedure": "loss_statement", "missed": "state", "name": "costing", "cases": None}]
    assert report["changes"][1]["keys"] == {"default": {"old": "0.30", "new": "0.40"}}
    assert main(["diff", str(DOORS), str(tmp_path / "none")]) == 1
    assert "no_folder" in capsys.readouterr().err
