"""检查 | Prove packs sound, or say at which line they are not, and what would mend it."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from gendan.core.vocabulary import Vocabulary
from gendan.packs.findings import Finding
from gendan.project.words import default_language


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the folders, --words, --language and --json."""
    parser.add_argument("packs", metavar="DIR", nargs="+", help="包的文件夹 | the folder of a pack")
    parser.add_argument(
        "--words", metavar="FILE", help="另外的领域词，YAML 文件 | more words of areas, declared in a YAML file"
    )
    parser.add_argument("--language", choices=("zh", "en"), help="输出所用的语言 | the language of what is printed")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出 | print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Print every finding. 0: no pack has an error; 1: some has, or can't be read."""
    language = arguments.language or default_language()
    vocabulary, wrong = _vocabulary(arguments.words)
    results = (
        [(arguments.words, wrong)] if wrong else [(folder, _check(folder, vocabulary)) for folder in arguments.packs]
    )
    if arguments.json:
        print(json.dumps(_as_json(results), ensure_ascii=False, indent=1))
    else:
        _print(results, language)
    return 1 if any(finding.is_error for _, findings in results for finding in findings) else 0


def _vocabulary(words: str | None) -> tuple[Vocabulary, tuple[Finding, ...]]:
    """The words of this Gendan and those of a file; and what is wrong with the file."""
    from gendan.core.text import Place
    from gendan.packs.check.words_file import read_words
    from gendan.project.vocabulary import declared

    if words is None:
        return declared(), ()
    try:
        content = Path(words).read_bytes()
    except OSError:
        return Vocabulary(), (Finding("no_file", Place(words), {"name": words}),)
    more, findings = read_words(content, words)
    return declared().joined(more), findings


def _check(folder: str, vocabulary: Vocabulary) -> tuple[Finding, ...]:
    """What is wrong with the pack in a folder. Of Gendan's own packs labels are asked."""
    from gendan.packs.check import check_folder
    from gendan.packs.reader import SHIPPED
    from gendan.packs.register.rows import register_rows

    shipped = Path(folder).resolve().parent == SHIPPED.resolve()
    return check_folder(
        Path(folder), vocabulary=vocabulary, register=tuple(register_rows()), shipped=shipped, activates=False
    )


def _as_json(results: Sequence[tuple[str, Sequence[Finding]]]) -> dict[str, Any]:
    from gendan.packs.wording import as_json

    return {
        "sound": not any(finding.is_error for _, findings in results for finding in findings),
        "packs": [
            {"folder": folder, "sound": not any(finding.is_error for finding in findings)}
            for folder, findings in results
        ],
        "findings": [{"pack": folder, **as_json(finding)} for folder, findings in results for finding in findings],
    }


def _print(results: Sequence[tuple[str, Sequence[Finding]]], language: str) -> None:
    from gendan.packs.wording import line

    for folder, findings in results:
        for finding in findings:
            print(f"{folder.rstrip('/')}/{line(finding, language)}" if finding.place.file else line(finding, language))
        errors = sum(finding.is_error for finding in findings)
        if language == "en":
            told = "sound" if not errors else "1 error" if errors == 1 else f"{errors} errors"
            warned = len(findings) - errors
            if warned:
                told += ", 1 warning" if warned == 1 else f", {warned} warnings"
            said = f"{folder}: {told}"
        else:
            said = f"{folder}：" + ("无误" if not errors else f"{errors} 处错误")
            said += f"，{len(findings) - errors} 处提醒" if len(findings) > errors else ""
        print(said, file=sys.stderr if errors else sys.stdout)
