"""比较 | What changes from one version of a pack to another, and what open cases would miss in the newer one."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from gendan.core.pack import Pack
from gendan.packs.difference import Break, Change, InUse, Missed, Sort, breaks, changes
from gendan.project.findings import tell_findings
from gendan.project.words import default_language

if TYPE_CHECKING:
    from gendan.packs.reader import Reading

SORTS = {
    Sort.ADDED: ("新增", "new"),
    Sort.REMOVED: ("删去", "gone"),
    Sort.CHANGED: ("改动", "changed"),
}
MISSED = {
    Missed.PROCEDURE: ("流程", "procedure"),
    Missed.KIND: ("类别", "kind"),
    Missed.STATE: ("状态", "state"),
    Missed.FIELD: ("字段", "field"),
    Missed.ACTION: ("动作", "action"),
    Missed.DEADLINE: ("时限", "deadline"),
}
STALE = (
    "本站改过、新版也改了的单据模板（仍用本站的）：{path}",
    "Template that this site and the new version changed (the site's goes on to hold): {path}",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the two folders, --cases, --language and --json."""
    parser.add_argument("old", metavar="OLD", help="旧版的文件夹 | the folder of the older version")
    parser.add_argument("new", metavar="NEW", help="新版的文件夹 | the folder of the newer version")
    parser.add_argument(
        "--cases",
        action="store_true",
        help="查数据库：哪些未结单用到删去的内容，哪些改过的模板不同 |"
        " ask the database which open cases stand on what is gone, and which changed templates it has otherwise",
    )
    parser.add_argument(
        "--language",
        choices=("zh", "en"),
        default=default_language(),
        help="输出所用的语言 | the language of what is printed",
    )
    parser.add_argument("--json", action="store_true", help="以 JSON 输出 | print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Print what changes. 0: no open case would miss anything; 1: some would, or a pack can't be read."""
    readings = _read(arguments.old), _read(arguments.new)
    if unsound := [reading for reading in readings if not reading.sound]:
        wrong = [finding for reading in unsound for finding in reading.findings if finding.is_error]
        return tell_findings(wrong, arguments.language, as_json=arguments.json)
    old, new = (reading.pack for reading in readings)
    assert old is not None  # sound, both
    assert new is not None
    changed = changes(old, new)
    missed = breaks(old, new, _in_use(old) if arguments.cases else None)
    stale = _stale(new.name, arguments.new) if arguments.cases else ()
    if arguments.json:
        told = {**as_json(old, new, changed, missed), **({"stale_templates": list(stale)} if arguments.cases else {})}
        print(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        for text in lines(changed, missed, arguments.language):
            print(text)
        for path in stale:
            print(STALE[1 if arguments.language == "en" else 0].format(path=path))
    return 1 if missed else 0


def _read(folder: str) -> Reading:
    from gendan.packs.reader import read_pack

    return read_pack(folder)


def _in_use(old: Pack) -> Mapping[str, InUse]:
    """What the open cases of the pack use, from the database."""
    from gendan.project.environment import ready

    with ready():
        from gendan.cases.standing import in_use

        return in_use(old)


def _stale(pack: str, folder: str) -> tuple[str, ...]:
    """The templates of papers that this installation has changed and the new version has otherwise."""
    from gendan.packs.folder import read_folder
    from gendan.project.environment import ready

    with ready():
        from gendan.cases.documents.templates import stale

        return stale(pack, read_folder(Path(folder))[0])


def lines(changed: tuple[Change, ...], missed: tuple[Break, ...], language: str) -> list[str]:
    """What is printed for people."""
    which = 1 if language == "en" else 0
    told = [("No difference.", "没有差别。")[1 - which]] if not changed else []
    for change in changed:
        told.append(f"{SORTS[change.sort][which]} {change.path}{f' {change.title}' if change.title else ''}")
        told += [f"    {key}: {before} → {after}" for key, (before, after) in change.keys.items()]
    for each in missed:
        cases = "" if each.cases is None else f" ({each.cases})"
        if which:
            told.append(f"Open cases would miss: {MISSED[each.missed][1]} {each.procedure}.{each.name}{cases}")
        else:
            told.append(f"未结单会失去：{MISSED[each.missed][0]} {each.procedure}.{each.name}{cases}")
    return told


def as_json(old: Pack, new: Pack, changed: tuple[Change, ...], missed: tuple[Break, ...]) -> dict[str, object]:
    """What is printed for programs."""
    return {
        "old": {"pack": old.name, "version": old.version, "hash": old.hash},
        "new": {"pack": new.name, "version": new.version, "hash": new.hash},
        "changes": [
            {
                "sort": change.sort.value,
                "path": change.path,
                "title": change.title,
                "keys": {key: {"old": before, "new": after} for key, (before, after) in change.keys.items()},
            }
            for change in changed
        ],
        "breaks": [
            {"procedure": each.procedure, "missed": each.missed.value, "name": each.name, "cases": each.cases}
            for each in missed
        ],
    }
