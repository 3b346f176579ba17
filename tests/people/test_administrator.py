"""The first administrator is made on the command line, by one who may read and write the installation."""

import argparse
import io

import pytest

from gendan.people.models import Person
from gendan.project import environment
from gendan.project.commands import administrator
from tests.people.company import PASSWORD, hire

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(monkeypatch):
    """The command, on the database of the tests, with a password on standard input."""

    def on_tests(username: str, password: str, name: str = "") -> int:
        monkeypatch.setattr("sys.stdin", io.StringIO(password + "\n"))
        return administrator.run(argparse.Namespace(username=username, name=name, password_stdin=True))

    class Ready:
        def __enter__(self) -> None: ...
        def __exit__(self, *_: object) -> None: ...

    monkeypatch.setattr(environment, "ready", Ready)
    return on_tests


def test_a_new_person_becomes_administrator(run):
    assert run("Admin", PASSWORD, "管理员") == 0
    person = Person.objects.get(username="admin")
    assert (person.name, person.is_administrator, person.check_password(PASSWORD)) == ("管理员", True, True)


def test_one_who_is_there_becomes_administrator(run):
    wang = hire("wang", password="some-other-password")
    assert run("wang", PASSWORD) == 0
    assert Person.objects.get(is_administrator=True).pk == wang


def test_a_weak_password_makes_nobody(run, capsys):
    assert run("admin", "admin") == 1
    assert not Person.objects.exists()
    assert capsys.readouterr().err.startswith("密码不合要求：")
