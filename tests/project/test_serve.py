"""`gendan serve`: all up or all down, one at a time, and up again after the worst."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from gendan.project.database import embedded
from gendan.project.errors import ProjectError
from gendan.project.serve import listen

ROOT = Path(__file__).parents[2]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Installation:
    """A Gendan of its own that a test may start, kill and start again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.environment = {
            **os.environ, "GENDAN_DATA": str(folder), "GENDAN_DATABASE_FSYNC": "off", "DATABASE_URL": "",
            "DJANGO_SETTINGS_MODULE": "gendan.project.settings",
        }  # fmt: skip
        self.process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        self.process = self.launch(self.port)
        self.wait_until_up()

    def launch(self, port: int) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "gendan.project.command", "serve", "--port", str(port)],
            env=self.environment, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip

    def wait_until_up(self) -> None:
        for _ in range(300):
            assert self.process is not None
            if self.process.poll() is not None:
                pytest.fail(f"ended: {self.process.stdout.read()}")
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health", timeout=5) as answer:
                    assert json.load(answer)["database"] is True
                    return
            except OSError:
                time.sleep(0.2)
        pytest.fail("not up within a minute")

    def children(self) -> list[int]:
        path = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(child) for child in path.read_text().split()]

    def database(self) -> int | None:
        return embedded(self.environment).pid()


@pytest.fixture
def installation(tmp_path):
    installation = Installation(tmp_path / "data")
    yield installation
    if installation.process is not None and installation.process.poll() is None:
        installation.process.kill()
        installation.process.communicate()
    embedded(installation.environment).stop()


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="looks at processes by /proc")
def test_it_survives_kills_and_stops_whole(installation):
    installation.start()
    first_database = installation.database()

    second = installation.launch(free_port())
    said, _ = second.communicate(timeout=60)
    assert second.returncode == 1
    assert f"进程 {installation.process.pid}" in said
    assert f"process {installation.process.pid}" in said

    children = installation.children()
    assert len(children) == 2
    installation.process.kill()
    installation.process.communicate()
    installation.start()
    assert installation.database() == first_database, "the orphaned server is adopted"
    for _ in range(150):
        if not any(alive(child) for child in children):
            break
        time.sleep(0.1)
    assert [child for child in children if alive(child)] == [], "processes end with their supervisor"

    for child in installation.children():
        os.kill(child, signal.SIGKILL)
    os.kill(installation.database(), signal.SIGKILL)
    time.sleep(1)
    installation.wait_until_up()
    assert installation.database() not in {None, first_database}

    installation.process.send_signal(signal.SIGINT)
    said, _ = installation.process.communicate(timeout=60)
    assert installation.process.returncode == 0, said
    assert "已停止。数据已保存。" in said
    assert installation.database() is None


def test_a_taken_port_is_said_with_what_to_do(installation):
    with socket.socket() as other:
        other.bind(("127.0.0.1", installation.port))
        other.listen()
        process = installation.launch(installation.port)
        said, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    assert f"端口 {installation.port} 已被其他程序占用" in said
    assert f"make run PORT={installation.port + 1}" in said
    assert installation.database() is None


def test_an_address_that_is_not_ours_is_refused():
    with pytest.raises(ProjectError) as refused:
        listen("192.0.2.1", 8000)
    assert refused.value.code == "serve.port_forbidden"
