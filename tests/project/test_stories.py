"""Stories that are played beside the site: in a process of its own, which ends when none comes."""

import os
import time
from pathlib import Path

import pytest

from gendan.packs.reader import SHIPPED, read_pack
from gendan.project.environment import plays_beside
from gendan.project.stories import Stage


def running(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.skipif(not plays_beside(), reason="with DATABASE_URL stories are played in the site's own database")
def test_stories_are_played_in_another_process_on_another_database():
    reading = read_pack(SHIPPED / "cash_desk")
    stage = Stage(idle=0.2)
    try:
        story = reading.stories[0]
        told = stage.play(reading, story)
        assert (told["name"], told["passed"], told["steps"] > 0) == (story.name, True, True)
        (process,) = stage._process._processes
        assert process != os.getpid()
        until = time.monotonic() + 20
        while running(process) and time.monotonic() < until:
            time.sleep(0.05)
        assert not running(process)
    finally:
        stage.close()
