"""设立管理员 | Make an administrator: a new person, or one who is there. Asks the password on the terminal."""

from __future__ import annotations

import argparse
import getpass
import sys

from gendan.project.words import say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The username, and the name of a new person."""
    parser.add_argument("username", help="用户名 | the username")
    parser.add_argument("--name", default="", help="新人员的姓名 | the name of a new person")
    parser.add_argument(
        "--password-stdin", action="store_true", help="从标准输入读取密码 | read the password from standard input"
    )


def run(arguments: argparse.Namespace) -> int:
    """Make the administrator; 1 where the password is refused or not the same twice."""
    from gendan.project.environment import ready

    password = sys.stdin.readline().rstrip("\r\n") if arguments.password_stdin else _asked()
    if password is None:
        say("administrator.differs")
        return 1
    with ready():
        return _make(arguments.username, arguments.name, password)


def _asked() -> str | None:
    first, second = getpass.getpass("密码 | Password: "), getpass.getpass("再次输入 | Again: ")
    return first if first == second else None


def _make(username: str, name: str, password: str) -> int:
    from django.db import transaction
    from django.utils import timezone

    from gendan.people import actions
    from gendan.people.errors import ActRefused
    from gendan.people.models import Person, normal_username
    from gendan.people.wording import act_refused

    at, system = timezone.now(), actions.SYSTEM
    try:
        with transaction.atomic():
            person = Person.objects.filter(username=normal_username(username)).values_list("pk", flat=True).first()
            if person is None:
                person = actions.create_person(actor=system, at=at, username=username, name=name or username)
            actions.set_administrator(person, True, actor=system, at=at)
            actions.set_password(person, password, actor=system, at=at)
    except ActRefused as refused:
        for language in ("zh", "en"):
            print(act_refused(refused, language), file=sys.stderr)
        return 1
    say("administrator.made", username=username)
    return 0
