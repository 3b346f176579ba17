"""后台作业 | Run queued jobs and timers.

`gendan serve` does it by itself; this is for installations on several machines.
"""

from __future__ import annotations

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare how many jobs run at the same time."""
    parser.add_argument(
        "--concurrency", type=int, default=4, help="同时进行的任务数（默认 4） | jobs at the same time (default 4)"
    )


def run(arguments: argparse.Namespace) -> int:
    """Work until stopped; a job that has begun is finished first."""
    from gendan.project.environment import ready
    from gendan.project.processes import work

    with ready():
        work(concurrency=arguments.concurrency)
    return 0
