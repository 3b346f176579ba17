"""Settings for tests: the installation's own, in a data folder apart, and what is slow on purpose made quick."""

import os
from pathlib import Path

os.environ.setdefault("GENDAN_DATA", str(Path(__file__).parents[1] / ".gendan" / "test"))
os.environ.setdefault("GENDAN_DATABASE_FSYNC", "off")
os.environ.setdefault("GENDAN_SECRET_KEY", "a key for tests, known to everybody")

from gendan.project.settings import *  # noqa: F403

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
