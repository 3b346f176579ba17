"""手册 | Print a pack's job manual: as HTML, as PDF, or its procedures as BPMN 2.0."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from gendan.project.findings import tell_findings
from gendan.project.words import default_language, say

if TYPE_CHECKING:
    from gendan.core.vocabulary import Vocabulary
    from gendan.packs.findings import Finding
    from gendan.packs.manual import Behind, Manual, Wanted
    from gendan.packs.reader import Reading

FORMATS = ("html", "pdf", "bpmn")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the pack, what is wanted of it, and how it comes."""
    parser.add_argument(
        "pack",
        metavar="DIR|NAME",
        help="包的文件夹，或随附的包名 | the folder of a pack, or the name of one that comes with Gendan",
    )
    parser.add_argument("--post", metavar="POST", help="只要与此岗位有关的 | only what concerns this post")
    parser.add_argument("--procedure", metavar="PROCEDURE", help="只要此流程 | only this procedure")
    parser.add_argument("--language", choices=("zh", "en"), help="手册的语言 | the manual's language")
    parser.add_argument(
        "--format", choices=FORMATS, help="格式，不写则看 --out 的文件名 | told from the name in --out where not given"
    )
    parser.add_argument(
        "--out",
        metavar="PATH",
        help="写到的文件，多个时为文件夹，- 为标准输出 |"
        " the file to write, or a folder for several; - is the standard output",
    )
    parser.add_argument(
        "--words", metavar="FILE", help="另外的领域词，YAML 文件 | more words of areas, declared in a YAML file"
    )
    parser.add_argument(
        "--json",
        action="store_true",
        help="以 JSON 输出所写文件，无 --out 时输出手册本身 |"
        " print as JSON what was written, or the manual itself without --out",
    )


def run(arguments: argparse.Namespace) -> int:
    """Write the manual. 0: written; 1: the pack can't be read, or has no such post or procedure."""
    from gendan.packs.manual import Wanted

    language = arguments.language or default_language()
    reading = _read(arguments.pack)
    vocabulary, wrong = _vocabulary(arguments.words)
    if not reading.sound:
        wrong += [finding for finding in reading.findings if finding.is_error]
    if wrong:
        return tell_findings(wrong, language, as_json=arguments.json)
    if vocabulary is None:
        return 1
    assert reading.pack is not None
    wanted = Wanted(post=arguments.post, procedure=arguments.procedure)
    if wanted.post is not None and wanted.post not in reading.pack.posts:
        say("manual.no_post", name=wanted.post, known=", ".join(reading.pack.posts))
        return 1
    if wanted.procedure is not None and wanted.procedure not in reading.pack.procedures:
        say("manual.no_procedure", name=wanted.procedure, known=", ".join(reading.pack.procedures))
        return 1
    out = arguments.out
    form = arguments.format or (
        Path(out).suffix.lstrip(".") if out and Path(out).suffix.lstrip(".") in FORMATS else "html"
    )
    if out is None and arguments.json:
        print(json.dumps(_told(_manual(reading, language, vocabulary, wanted)), ensure_ascii=False, indent=1))
        return 0
    written = _write(_files(reading, language, vocabulary, wanted, form), out, reading.pack.name)
    if arguments.json:
        about = {"pack": reading.pack.name, "version": reading.pack.version, "hash": reading.pack.hash, "format": form}
        print(json.dumps({**about, "files": written}, ensure_ascii=False, indent=1))
    elif out != "-":
        for path in written:
            print(path)
    return 0


def _read(where: str) -> Reading:
    from gendan.packs.reader import read_pack, shipped_packs

    shipped = shipped_packs()
    return read_pack(shipped[where] if where in shipped and not Path(where).exists() else where)


def _vocabulary(words: str | None) -> tuple[Vocabulary | None, list[Finding]]:
    """The words that there are, and what is wrong with the file of more; None where it can't be read."""
    from gendan.packs.check.words_file import read_words
    from gendan.project.vocabulary import declared

    if words is None:
        return declared(), []
    try:
        content = Path(words).read_bytes()
    except OSError:
        say("manual.no_file", name=words)
        return None, []
    more, findings = read_words(content, words)
    return declared().joined(more), list(findings)


def _manual(reading: Reading, language: str, vocabulary: Vocabulary, wanted: Wanted) -> Manual:
    from gendan.packs.manual import InForce, manual_of
    from gendan.packs.manual.flow import drawings_of
    from gendan.people.calendars import standard_calendar

    assert reading.pack is not None
    calendar = standard_calendar() if reading.pack.calendar == "standard" else None
    return manual_of(
        reading.pack,
        language=language,
        made_on=datetime.now(ZoneInfo("Asia/Shanghai")).date(),
        vocabulary=vocabulary,
        in_force=InForce(calendar=calendar),
        behind=_behind(reading),
        drawings=drawings_of(reading.pack, language),
        wanted=wanted,
    )


def _behind(reading: Reading) -> Behind:
    from gendan.packs.manual import Behind
    from gendan.packs.register.rows import register_rows

    return Behind(stories=reading.stories, rows=register_rows())


def _files(reading: Reading, language: str, vocabulary: Vocabulary, wanted: Wanted, form: str) -> dict[str, bytes]:
    """The files to write, by name."""
    pack = reading.pack
    assert pack is not None
    if form == "bpmn":
        from gendan.packs.manual.bpmn import as_bpmn

        names = [wanted.procedure] if wanted.procedure is not None else list(pack.procedures)
        return {
            f"{pack.name}-{name}.bpmn": as_bpmn(pack, name, language=language, vocabulary=vocabulary) for name in names
        }
    manual = _manual(reading, language, vocabulary, wanted)
    name = "-".join(part for part in (pack.name, wanted.post, wanted.procedure, language) if part)
    if form == "pdf":
        from gendan.packs.manual.pdf import as_pdf

        return {f"{name}.pdf": as_pdf(manual)}
    from gendan.packs.manual.html import as_html

    return {f"{name}.html": as_html(manual).encode()}


def _write(files: dict[str, bytes], out: str | None, pack: str) -> list[str]:
    """Write them: one to the file that is named, several to a folder; returns where they are."""
    if out == "-":
        for content in files.values():
            sys.stdout.buffer.write(content)
        return list(files)
    place = Path(out) if out is not None else Path()
    if out is not None and len(files) == 1 and place.suffix and not place.is_dir():
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(next(iter(files.values())))
        return [str(place)]
    place.mkdir(parents=True, exist_ok=True)
    written = []
    for name, content in files.items():
        (place / name).write_bytes(content)
        written.append(str(place / name))
    return written


def _told(manual: Manual) -> Mapping[str, object]:
    from gendan.packs.manual.as_json import as_json

    return as_json(manual)
