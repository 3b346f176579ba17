"""Django 管理命令 | Run one of Django's own commands (makemigrations, shell, makemessages, …) on this installation."""

from __future__ import annotations

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Everything is handed on."""
    parser.add_argument("rest", nargs=argparse.REMAINDER, metavar="…", help="Django 的命令 | a command of Django")


def run(arguments: argparse.Namespace) -> int:
    """Hand it on."""
    from gendan.project.environment import ready

    with ready(migrated=False):
        from django.core.management import execute_from_command_line

        execute_from_command_line(["gendan django", *arguments.rest])
    return 0
