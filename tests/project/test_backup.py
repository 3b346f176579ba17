"""A backup taken while people work is an installation whole; what is damaged is refused, and nothing touched."""

import io
import os
import subprocess
import sys
import tarfile
import threading
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

import psycopg
import pytest
from django.db import connection

from gendan.project.backup.making import keep_newest, make, newest
from gendan.project.backup.manifest import DUMP, NAME, Manifest
from gendan.project.backup.restoring import restore
from gendan.project.errors import ProjectError

AT = datetime(2026, 11, 22, 2, 30, tzinfo=UTC)


def address(database: str | None = None) -> str:
    """The address of the tests' database, or of another one on its server."""
    to = connection.settings_dict
    parts = {"host": to["HOST"], "port": to["PORT"], "user": to["USER"], "password": to["PASSWORD"]}
    return f"postgresql:///{database or to['NAME']}?{urlencode({key: each for key, each in parts.items() if each})}"


@pytest.fixture
def elsewhere(settings):
    """An empty database beside the tests' own, dropped afterwards."""
    name = f"gendan_test_restored_{os.getpid()}"
    with psycopg.connect(address("postgres"), autocommit=True) as server:
        server.execute(f"drop database if exists {name}")
        server.execute(f"create database {name} template template0")
        yield address(name)
        server.execute(f"drop database {name} with (force)")


def refused(attempt) -> str:
    """The code with which it is refused."""
    with pytest.raises(ProjectError) as error:
        attempt()
    return error.value.code


def restoring(path):
    return lambda: restore(path, url="postgresql:///nowhere")


def gendan(*arguments: str, url: str, data: Path) -> subprocess.CompletedProcess:
    environment = {**os.environ, "DATABASE_URL": url, "GENDAN_DATA": str(data)}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    program = "import sys; from gendan.project.command import main; sys.exit(main())"
    command = [sys.executable, "-c", program, *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.django_db(transaction=True)
def test_a_backup_taken_while_people_work_is_restored_whole(elsewhere, settings, tmp_path):
    from gendan.cases import anchors, attachments
    from gendan.cases.commands import run
    from gendan.cases.registry import with_words
    from gendan.core.command import Command, Verb
    from tests.cases import words
    from tests.cases.company import do, doors, opening

    settings.GENDAN_ATTACHMENTS = tmp_path / "attachments"
    settings.GENDAN_ANCHORS = tmp_path / "anchors"
    words.reset()
    with with_words(words.VOCABULARY):
        office = doors()
        first = do(opening(), office.wang).case
    kept = attachments.store(io.BytesIO(b"a picture of the parcel"), name="parcel.txt", by=office.wang, at=AT)
    anchors.take(AT)
    stop = threading.Event()

    def work():
        try:
            while not stop.is_set():
                told = Command(verb=Verb.COMMENT, case=first, given={"text": "called the buyer"})
                assert run(told, person=office.wang, at=datetime.now(UTC)).done
        finally:
            connection.close()

    worker = threading.Thread(target=work)
    worker.start()
    try:
        made = make(tmp_path, url=address(), at=AT)
    finally:
        stop.set()
        worker.join()
    assert made.path.name == "gendan-20261122T023000Z.tar"
    assert made.path.stat().st_mode & 0o777 == 0o600
    assert newest(tmp_path) == AT
    assert refused(lambda: make(made.path, url=address(), at=AT)) == "backup.exists"

    data = tmp_path / "restored"
    done = gendan("restore", str(made.path), url=elsewhere, data=data)
    assert done.returncode == 0, done.stderr
    with psycopg.connect(elsewhere) as restored:
        counted = restored.execute("select (select count(*) from cases_case), (select count(*) from cases_event)")
        assert counted.fetchone() == (made.manifest.cases, made.manifest.events)
    assert (
        data / "attachments" / str(kept["sha256"])[:2] / str(kept["sha256"])
    ).read_bytes() == b"a picture of the parcel"
    verified = gendan("verify", url=elsewhere, data=data)
    assert verified.returncode == 0, verified.stdout + verified.stderr
    assert "1 anchors" in verified.stdout
    # What holds something is never written over.
    again = gendan("restore", str(made.path), url=elsewhere, data=data)
    assert again.returncode == 1
    assert "DATABASE_URL" in again.stderr


def test_only_the_newest_are_kept(tmp_path):
    for day in (1, 2, 3):
        (tmp_path / f"gendan-202611{day:02}T000000Z.tar").touch()
    (tmp_path / "gendan-notes.tar").touch()
    assert newest(tmp_path) == datetime(2026, 11, 3, tzinfo=UTC)
    (tmp_path / "gendan-notes.tar").unlink()
    assert [path.name for path in keep_newest(tmp_path, 2)] == ["gendan-20261101T000000Z.tar"]


def archive(path: Path, members: dict[str, bytes], said: dict[str, str] | None = None, **changes: object) -> Path:
    """A backup with these members, whose manifest says `said` of them."""
    import hashlib

    digests = {name: hashlib.sha256(content).hexdigest() for name, content in members.items()}
    manifest = Manifest(
        **{
            "gendan": "9.9",
            "made_at": AT.isoformat(),
            "server": 15,
            "cases": 0,
            "events": 0,
            "migrations": (),
            "members": said if said is not None else digests,
            **changes,
        }
    )
    with tarfile.open(path, "w") as made:
        for name, content in {**members, NAME: manifest.written()}.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            made.addfile(member, io.BytesIO(content))
    return path


@pytest.mark.parametrize(
    ("members", "said", "code"),
    [
        ({DUMP: b"x", "secret.key": b"k"}, {DUMP: "0" * 64, "secret.key": "0" * 64}, "damaged"),
        ({DUMP: b"x"}, {DUMP: "0" * 64, "secret.key": "0" * 64}, "damaged"),
        ({DUMP: b"x", "../outside": b"x"}, None, "not_one"),
        ({DUMP: b"x", "/etc/cron.d/x": b"x"}, None, "not_one"),
        ({DUMP: b"x", "attachments/00/" + "0" * 64: b"not what its name says"}, None, "damaged"),
        ({"secret.key": b"k"}, None, "not_one"),
    ],
)
def test_a_backup_that_is_not_what_it_says_is_refused(members, said, code, tmp_path):
    path = archive(tmp_path / "b.tar", members, said)
    assert refused(restoring(path)) == f"backup.{code}"


def test_what_is_no_backup_or_of_a_later_version_is_told(tmp_path):
    (tmp_path / "notes.txt").write_text("no archive")
    for path, code in (
        (tmp_path / "none.tar", "missing"),
        (tmp_path / "notes.txt", "not_one"),
        (archive(tmp_path / "format.tar", {DUMP: b"x"}, format=2), "later"),
    ):
        assert refused(restoring(path)) == f"backup.{code}"


@pytest.mark.django_db
def test_a_backup_with_unknown_tables_is_of_a_later_version(tmp_path):
    path = archive(tmp_path / "b.tar", {DUMP: b"x", "secret.key": b"k"}, migrations=("cases.9999_later",))
    assert refused(restoring(path)) == "backup.later"
