"""What an installation behind TLS says to browsers, and how it keeps passwords: by its own settings, not the tests'."""

import json
import os
import subprocess
import sys

ASKED = """
import json, django
django.setup()
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.http import HttpResponse
from django.middleware.security import SecurityMiddleware
from django.test import RequestFactory
response = SecurityMiddleware(lambda request: HttpResponse())(RequestFactory().get("/", HTTP_X_FORWARDED_PROTO="https"))
names = ("SESSION_COOKIE_NAME", "SESSION_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY", "SESSION_COOKIE_SAMESITE",
         "CSRF_COOKIE_NAME", "CSRF_COOKIE_SECURE", "CSRF_COOKIE_HTTPONLY", "CSRF_COOKIE_SAMESITE", "DEBUG")
print(json.dumps([{name: getattr(settings, name) for name in names}, dict(response.headers), make_password("x" * 12)]))
"""


def told(tmp_path, **environment: str) -> tuple[dict, dict, str]:
    plain = {name: value for name, value in os.environ.items() if not name.startswith("GENDAN_")}
    given = {**plain, "DJANGO_SETTINGS_MODULE": "gendan.project.settings", "GENDAN_DATA": str(tmp_path)}
    given |= {"DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none", **environment}
    done = subprocess.run(
        [sys.executable, "-c", ASKED], env=given, check=True, capture_output=True, text=True, timeout=60
    )
    return tuple(json.loads(done.stdout))


def test_behind_tls_cookies_are_this_hosts_alone_and_the_browser_is_told_to_stay_with_tls(tmp_path):
    cookies, headers, password = told(tmp_path, GENDAN_BEHIND_TLS="1")
    assert cookies == {
        "SESSION_COOKIE_NAME": "__Host-gendan",
        "SESSION_COOKIE_SECURE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "CSRF_COOKIE_NAME": "__Host-gendan-forms",
        "CSRF_COOKIE_SECURE": True,
        "CSRF_COOKIE_HTTPONLY": True,
        "CSRF_COOKIE_SAMESITE": "Lax",
        "DEBUG": False,
    }
    assert headers["Strict-Transport-Security"] == "max-age=31536000"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    method, rounds, salt, _hash = password.split("$")
    assert method == "pbkdf2_sha256"
    assert int(rounds) >= 600_000
    assert len(salt) >= 16
