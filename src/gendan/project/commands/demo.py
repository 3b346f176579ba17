"""演示公司 | Set up the demo company in an empty database."""

from __future__ import annotations

import argparse

from gendan.project.words import say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """There are none."""


def run(arguments: argparse.Namespace) -> int:
    """Set it up; 1 where the database holds data already."""
    from gendan.project.environment import ready

    with ready():
        from gendan.project.demo import is_empty, seed

        if not is_empty():
            say("demo.not_empty")
            return 1
        seed()
    say("demo.seeded")
    return 0
