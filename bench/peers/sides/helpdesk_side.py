"""django-helpdesk behind uvicorn and a2wsgi, with a signed-in member of its staff and many tickets.

Runs in the peer's interpreter: helpdesk_side.py DATABASE_URL SOCKET TICKETS. When it is ready it tells the session's
key, the first ticket and the queue.
"""

import socket
import sys
from urllib.parse import parse_qsl, urlsplit

import django
from django.conf import settings
from django.urls import include, path

url, listening, tickets = urlsplit(sys.argv[1]), socket.socket(fileno=int(sys.argv[2])), int(sys.argv[3])
query = dict(parse_qsl(url.query))
settings.configure(
    SECRET_KEY="a key for benchmarks",
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    USE_TZ=True,
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend",
    HELPDESK_TEAMS_MODE_ENABLED=False,
    LOGIN_URL="/login/",
    SITE_ID=1,
    STATIC_URL="/static/",
    INSTALLED_APPS=[
        "django.contrib.admin",
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.humanize",
        "django.contrib.messages",
        "django.contrib.sessions",
        "django.contrib.sites",
        "django.contrib.staticfiles",
        "rest_framework",
        "helpdesk",
    ],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                ]
            },
        }
    ],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": url.path.lstrip("/"),
            "USER": url.username or "",
            "PASSWORD": url.password or "",
            "HOST": query.get("host", url.hostname or ""),
            "PORT": query.get("port", str(url.port or "")),
            "CONN_MAX_AGE": None,
        }
    },
)
django.setup()

import uvicorn  # noqa: E402
from a2wsgi import WSGIMiddleware  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from helpdesk.models import Queue, Ticket  # noqa: E402

urlpatterns = [path("", include("helpdesk.urls"))]


def cookie():
    """The session of a member of staff."""
    call_command("migrate", verbosity=0)
    user, _ = User.objects.get_or_create(username="staff", defaults={"is_staff": True, "is_superuser": True})
    queue, _ = Queue.objects.get_or_create(slug="desk", defaults={"title": "Desk"})
    missing = tickets - Ticket.objects.count()
    Ticket.objects.bulk_create(
        [Ticket(title="请尽快发货", queue=queue, status=Ticket.OPEN_STATUS, priority=3) for _ in range(missing)],
        batch_size=2000,
    )
    session = SessionStore()
    session["_auth_user_id"] = str(user.pk)
    session["_auth_user_backend"] = "django.contrib.auth.backends.ModelBackend"
    session["_auth_user_hash"] = user.get_session_auth_hash()
    session.save()
    return session.session_key


key = cookie()
# As many threads as Gendan's server has.
application = WSGIMiddleware(get_wsgi_application(), workers=16)
print(f"ready {key} {Ticket.objects.order_by('id').first().pk} {Queue.objects.get().pk}", flush=True)
config = uvicorn.Config(application, log_level="warning", access_log=False, lifespan="off", timeout_keep_alive=120)
uvicorn.Server(config).run(sockets=[listening])
