"""A real browser on a real site: one server for all these tests, which commits what they do."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest

PASSWORD = "审单-demo-2026"


@dataclass
class Site:
    """The server, and what was told about its people."""

    port: int
    company: str = "tests.web.company"
    told: dict = field(default_factory=dict)
    process: subprocess.Popen | None = None
    departments: set[str] = field(default_factory=set)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def name(self) -> str:
        """What its database is called."""
        return f"gendan_web_{os.getpid()}_{self.company.rpartition('.')[2]}"

    def start(self) -> None:
        """Start it, on the database that it had where it was killed before."""
        arguments = [sys.executable, "-m", "tests.web.server", str(self.port), self.name, self.company]
        self.process = subprocess.Popen(
            arguments, cwd=Path(__file__).parents[2], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        line = self.process.stdout.readline()
        assert line, "the server did not start"
        self.told = self.told or json.loads(line)
        for _ in range(200):
            with socket.socket() as knock:
                if knock.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)
        raise AssertionError("the server does not listen")

    def department(self, *packs: str) -> None:
        """See that shipped packs are active, with two people in each post: `pack.post` and `pack.post_2`."""
        wanted = [each for each in packs if each not in self.departments]
        if wanted:
            self.has("tests.web.departments:hired", *wanted)
            self.departments.update(wanted)

    def work(self) -> None:
        """Do what waits in the queue, as a worker does."""
        self.has("tests.web.departments:worked")

    def has(self, function: str, *given: object) -> None:
        """Have the server do something beside its pages: a `module:function` and what it is given."""
        self.process.stdin.write(json.dumps([function, *given]) + "\n")
        self.process.stdin.flush()
        wrong = json.loads(self.process.stdout.readline())
        assert wrong is None, wrong

    def asked(self, query: str, *values: object) -> tuple:
        """One row of its database, as it stands."""
        with psycopg.connect(self.told["database"]) as database:
            return database.execute(query, values).fetchone()

    def kill(self) -> None:
        """End it as a failing machine does."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()

    def stop(self) -> None:
        """Ask it to end."""
        self.process.stdin.close()
        self.process.terminate()
        self.process.wait(30)
        self.process.stdout.close()


@pytest.fixture(scope="session")
def site(chromium) -> Iterator[Site]:
    yield from _served("tests.web.company")


@pytest.fixture(scope="module")
def department(chromium, request) -> Iterator[Site]:
    """A site of another company: the one that the test's module names COMPANY."""
    yield from _served(request.module.COMPANY)


def _served(company: str) -> Iterator[Site]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    served = Site(port, company)
    served.start()
    yield served
    served.stop()


@pytest.fixture(scope="module")
def browser(chromium):
    from playwright.sync_api import sync_playwright

    # As long as Playwright runs, its event loop stands in this thread, which Django takes for asynchronous code.
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        opened = playwright.chromium.launch(executable_path=chromium, args=arguments)
        yield opened
        opened.close()


@pytest.fixture
def open_as(site, browser):
    """Open a browser window signed in as somebody. Whatever its console says against the page fails the test."""
    yield from _windows(site, browser)


@pytest.fixture
def enter(department, browser):
    """The same on the site of the module's own company."""
    yield from _windows(department, browser)


def _windows(site, browser):
    contexts, complaints = [], []

    def opened(username: str | None, *, width: int = 1280, height: int = 720):
        context = browser.new_context(
            viewport={"width": width, "height": height}, base_url=site.address, accept_downloads=True
        )
        contexts.append(context)
        context.set_default_timeout(30_000)
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if _matters(said) else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        if username is not None:
            sign_in(page, username)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def _matters(said) -> bool:
    # A refused form is answered with its own status, which the console tells as a failure to load.
    return said.type in ("error", "warning") and "the server responded with a status of 4" not in said.text


def sign_in(page, username: str, password: str = PASSWORD) -> None:
    """Through the page, as everybody does."""
    page.goto("/sign-in/")
    page.fill("#username", username)
    page.fill("#password", password)
    page.press("#password", "Enter")
    page.wait_for_url(lambda address: "/sign-in/" not in address)
