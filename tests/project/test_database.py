"""Which database is meant, and that the embedded one is there whatever happened before."""

import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from psycopg_pool import ConnectionPool

from gendan.project import database
from gendan.project.cluster import Cluster, kill_hard
from gendan.project.database import beside, check_version, embedded, embedded_url, parse_url, running, stop_unused
from gendan.project.errors import ProjectError

FSYNC_OFF = {"fsync": "off", "shared_buffers": "16MB", "max_connections": "20"}


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "postgresql://ann:p%40ss%2Fword@db.example:6432/desk?sslmode=require&connect_timeout=3",
            ("desk", "ann", "p@ss/word", "db.example", "6432", {"sslmode": "require", "connect_timeout": "3"}),
        ),
        ("postgres://localhost/desk", ("desk", "", "", "localhost", "", {})),
        ("postgresql://gendan@/gendan?host=/run/a%20b", ("gendan", "gendan", "", "/run/a b", "", {})),
        ("postgresql:///desk", ("desk", "", "", "", "", {})),
    ],
)
def test_an_address_is_read(url, expected):
    parts = parse_url(url)
    assert tuple(parts[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")) == expected


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("sqlite:///db.sqlite3", "database.url_scheme"),
        ("postgresql://localhost", "database.url_name"),
        ("postgresql://localhost:port/desk", "database.url_port"),
    ],
)
def test_an_address_that_cannot_be_right_is_refused(url, code):
    with pytest.raises(ProjectError) as refused:
        parse_url(url)
    assert refused.value.code == code


def test_a_database_that_is_not_there_is_refused_with_the_reason():
    with pytest.raises(ProjectError) as refused:
        check_version("postgresql://nobody@127.0.0.1:1/nothing")
    assert refused.value.code == "database.unreachable"


def test_a_database_that_is_too_old_is_refused(monkeypatch, own_cluster):
    own_cluster.start()
    monkeypatch.setattr(database, "OLDEST", 99)
    with pytest.raises(ProjectError) as refused:
        check_version(embedded_url(own_cluster))
    assert refused.value.code == "database.too_old"
    assert refused.value.parameters == {"found": 18}


@pytest.fixture(scope="module")
def made_cluster(tmp_path_factory):
    cluster = Cluster(tmp_path_factory.mktemp("data") / "postgresql", settings=FSYNC_OFF)
    yield cluster
    cluster.stop()


@pytest.fixture
def own_cluster(made_cluster):
    """A cluster that no other test uses, stopped at first, in a data folder of its own."""
    made_cluster.stop()
    return made_cluster


def rows(cluster: Cluster) -> int:
    with psycopg.connect(embedded_url(cluster)) as connection:
        connection.execute("create table if not exists kept (n int)")
        connection.execute("insert into kept values (1)")
        return connection.execute("select count(*) from kept").fetchone()[0]


def test_a_running_server_is_adopted_and_keeps_its_data(own_cluster):
    first = own_cluster.start()
    before = rows(own_cluster)
    assert own_cluster.start() == first
    assert own_cluster.stop() is True
    assert own_cluster.pid() is None
    assert own_cluster.stop() is False
    own_cluster.start()
    assert rows(own_cluster) == before + 1


def test_a_killed_server_is_started_again_with_its_data(own_cluster):
    first = own_cluster.start()
    before = rows(own_cluster)
    kill_hard(own_cluster)
    second = own_cluster.start()
    assert second != first
    assert rows(own_cluster) == before + 1


def test_a_dead_servers_number_may_have_become_a_strangers(own_cluster):
    own_cluster.start()
    before = rows(own_cluster)
    left = (own_cluster.data / "postmaster.pid").read_text().splitlines()
    own_cluster.stop()
    (own_cluster.data / "postmaster.pid").write_text("\n".join([str(os.getpid()), *left[1:], ""]))
    (own_cluster.socket_folder / ".s.PGSQL.5432.lock").write_text(f"{os.getpid()}\n")
    assert own_cluster.pid() is None
    own_cluster.start()
    assert rows(own_cluster) == before + 1


def test_only_the_socket_leads_to_it_and_only_for_its_owner(own_cluster):
    own_cluster.start()
    with psycopg.connect(embedded_url(own_cluster)) as connection:
        assert connection.execute("show listen_addresses").fetchone()[0] == ""
        assert connection.execute("select rolsuper from pg_roles where rolname = current_user").fetchone()[0] is False
    assert stat.S_IMODE(own_cluster.socket_folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(own_cluster.data.stat().st_mode) == 0o700


def test_fsync_stays_on_unless_the_data_is_to_be_thrown_away(tmp_path):
    assert embedded({"GENDAN_DATA": str(tmp_path)}).settings == {}
    assert embedded({"GENDAN_DATA": str(tmp_path), "GENDAN_DATABASE_FSYNC": "off"}).settings["fsync"] == "off"


def test_a_path_too_long_for_a_socket_gets_a_short_one(tmp_path):
    long = tmp_path / ("深" * 40) / "postgresql"
    assert len(os.fsencode(Cluster(long).socket_folder / ".s.PGSQL.5432")) < 104
    assert Cluster(long).socket_folder != Cluster(tmp_path / ("深" * 41) / "postgresql").socket_folder


def test_data_of_another_version_is_refused(tmp_path):
    cluster = Cluster(tmp_path / "postgresql")
    cluster.data.mkdir(parents=True)
    (cluster.data / "PG_VERSION").write_text("16\n")
    with pytest.raises(ProjectError) as refused:
        cluster.start()
    assert refused.value.code == "database.other_version"


def test_it_runs_as_long_as_somebody_uses_it(tmp_path):
    environment = {"GENDAN_DATA": str(tmp_path), "GENDAN_DATABASE_FSYNC": "off"}
    cluster = embedded(environment)
    other = subprocess.Popen(
        [sys.executable, "-c", "import sys\nfrom gendan.project.database import running\n"
         "with running():\n    print('up', flush=True); sys.stdin.read()"],
        env={**os.environ, **environment, "DATABASE_URL": ""}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert other.stdout.readline() == "up\n"
        with running(environment) as url:
            psycopg.connect(url).close()
        assert cluster.pid() is not None
        assert stop_unused(cluster, environment) is False
        # The last user is killed: its claim goes with it, and the next one to end stops the server.
        other.send_signal(signal.SIGKILL)
        other.wait(10)
        with running(environment):
            assert cluster.pid() is not None
        assert cluster.pid() is None
    finally:
        other.kill()
        other.communicate()
        cluster.stop()


def test_the_secret_key_is_made_once_and_for_its_owner_only(tmp_path):
    from gendan.project.secret import secret_key

    first = secret_key({"GENDAN_DATA": str(tmp_path)})
    assert len(first) > 50
    assert secret_key({"GENDAN_DATA": str(tmp_path)}) == first
    assert stat.S_IMODE((tmp_path / "secret.key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret.key"]
    assert secret_key({"GENDAN_DATA": str(tmp_path), "GENDAN_SECRET_KEY": "given"}) == "given"


def test_a_killed_set_up_leaves_nothing_half_made(tmp_path):
    cluster = Cluster(tmp_path / "postgresql", settings=FSYNC_OFF)
    unfinished = cluster.folder / "data.unfinished"
    unfinished.mkdir(parents=True)
    (unfinished / "PG_VERSION").write_text("18\n")
    began = time.monotonic()
    cluster.start()
    try:
        assert rows(cluster) == 1
        assert not Path(unfinished).exists()
        assert time.monotonic() - began < 60
    finally:
        cluster.stop()


def test_nobody_else_may_look_into_the_data_folder(tmp_path):
    from gendan.project.folders import make_data_folder

    folder = make_data_folder({"GENDAN_DATA": str(tmp_path / "data")})
    assert stat.S_IMODE(folder.stat().st_mode) & 0o066 == 0


@pytest.mark.django_db(transaction=True)
def test_a_pooled_connection_is_used_without_a_question_and_not_at_all_when_its_server_has_ended_it(monkeypatch):
    asked = []
    check = ConnectionPool.check_connection
    monkeypatch.setattr(ConnectionPool, "check_connection", lambda each: (asked.append(each), check(each)))

    # One connection: a pool that is asked before its first one stands opens a second.
    connection.close()
    connection.close_pool()
    connection.pool.open(wait=True)

    def use():
        connection.close()  # gives it back to the pool
        with connection.cursor() as on:
            on.execute("select pg_backend_pid()")
            return on.fetchone()[0]

    ended = use()
    assert (use(), asked) == (ended, [])
    connection.close()
    with psycopg.connect(database.address(), dbname=connection.settings_dict["NAME"]) as other:
        other.execute("select pg_terminate_backend(%s, 5000)", [ended])
    assert use() != ended
    assert len(asked) == 1


def test_a_database_beside_the_site_s_is_made_once():
    name = f"gendan_test_beside_{os.getpid()}"
    with running() as site:
        try:
            address = beside(site, name)
            assert (parse_url(address)["NAME"], beside(site, name)) == (name, address)
            with psycopg.connect(address) as made:
                assert made.execute("select current_database()").fetchone() == (name,)
        finally:
            with psycopg.connect(site, autocommit=True) as server:
                server.execute(f'drop database if exists "{name}"')
