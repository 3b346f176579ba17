"""排版进程 The process in which papers are typeset, one after another: no template takes the server's time or memory.

Run as a file and not imported, so that it starts with the typesetter and its fonts alone. What is asked comes as a
line of JSON (`main`, `root`, `form`, `at`, `density`), what was made lies in the folder as `made-0`, `made-1`, …, and
the answer is a line of JSON: `pages`, how many files; or `message`, `hints` and `diagnostic` of what is wrong. It ends
where its input ends, and is ended by the system where a paper takes more than `SECONDS` of work; where one takes more
than `MEMORY`, it ends itself.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import warnings
from contextlib import suppress
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import typst

SECONDS: Final = 30
"""Seconds of work that a paper may take, however busy the machine is."""
MEMORY: Final = 2048
"""Megabytes that the process may hold: a list of 3,000 rows takes about half of it."""
LARGEST: Final = 64
"""Megabytes that what is made may have, all its pages together: who asked holds them all."""


@cache
def fonts() -> typst.Fonts:
    """The fonts that come with Gendan: paper looks the same on every machine."""
    import pylopdf_fonts_zh_cn as chinese
    import typst

    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(chinese.sans_path().parent)]
    )


def _limit(what: int, most: int) -> None:
    """Set a limit of the process, or the system's own where that is lower."""
    hard = resource.getrlimit(what)[1]
    resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _limit_work() -> None:
    """Give the paper that comes now its share, whatever those before it took."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _limit(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + 1 + SECONDS)


def main() -> None:
    """Typeset what is asked until nothing more is."""
    import typst

    answers = os.fdopen(os.dup(1), "w", encoding="ascii")
    os.dup2(2, 1)  # what a library prints is no answer
    warnings.simplefilter("ignore")
    found = fonts()
    with suppress(OSError):  # where memory runs out, this is what the system ends first
        Path("/proc/self/oom_score_adj").write_text("1000")
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_DATA, MEMORY << 20)
    for line in sys.stdin:
        asked: dict[str, Any] = json.loads(line)
        root = Path(asked["root"])
        answer: dict[str, Any]
        _limit_work()
        try:
            made = typst.compile(
                str(root / asked["main"]),
                root=str(root),
                font_paths=found,
                ignore_system_fonts=True,
                format=asked["form"],
                timestamp=datetime.fromisoformat(asked["at"]),
                ppi=asked["density"],
                package_path=str(root / "no-packages"),
                package_cache_path=str(root / "no-packages"),
            )
        except typst.TypstError as error:
            answer = {"message": error.message, "hints": error.hints, "diagnostic": error.diagnostic}
        else:
            pages = [made] if isinstance(made, bytes) else made
            if sum(len(page or b"") for page in pages) > LARGEST << 20:
                answer = {"message": f"it comes to more than {LARGEST} MB", "hints": [], "diagnostic": ""}
            else:
                for number, page in enumerate(pages):
                    (root / f"made-{number}").write_bytes(page or b"")
                answer = {"pages": len(pages)}
            del made, pages
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
