"""格式 | Write the JSON Schemas of a pack's files, for editors."""

from __future__ import annotations

import argparse
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare --out."""
    parser.add_argument(
        "--out",
        type=Path,
        default=None,
        metavar="DIR",
        help="写到的文件夹，不写则打印 | the folder to write to; without it, print",
    )


def run(arguments: argparse.Namespace) -> int:
    """Write or print the schemas."""
    from gendan.packs.schema.export import rendered

    files = rendered()
    if arguments.out is None:
        for text in files.values():
            print(text, end="")
        return 0
    arguments.out.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (arguments.out / name).write_text(text, "utf-8")
        print(arguments.out / name)
    return 0
