"""Six approvals on django-viewflow, each as its own views do it: assigned, started and executed in one transaction.

Runs in the peer's interpreter: viewflow_side.py DATABASE_URL NUMBER. Worker 0 makes the tables.
"""

import sys
import time
from urllib.parse import parse_qsl, urlsplit

import django
from django.conf import settings

url, number = urlsplit(sys.argv[1]), int(sys.argv[2])
query = dict(parse_qsl(url.query))
settings.configure(
    SECRET_KEY="a key for benchmarks",
    USE_TZ=True,
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "viewflow",
        "viewflow.workflow",
        "viewflow_approval",
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

from django.contrib.auth.models import User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import DatabaseError, transaction  # noqa: E402
from viewflow.workflow import STATUS  # noqa: E402
from viewflow.workflow.models import Task  # noqa: E402
from viewflow_approval.flows import Approval  # noqa: E402

STEPS = 6


def tables():
    """Make them, or wait until the first worker has."""
    if number == 0:
        call_command("migrate", verbosity=0)
        User.objects.get_or_create(username="signer")
    while True:
        try:
            return User.objects.get(username="signer")
        except (DatabaseError, User.DoesNotExist):
            time.sleep(0.2)


def approval(user):
    """One from its beginning to its end."""
    with transaction.atomic():
        process = Approval.start.run()
    for step in range(1, STEPS + 1):
        task = Task.objects.get(process=process, status=STATUS.NEW)
        with transaction.atomic(), task.flow_task.flow_class.lock(process.pk):
            activation = task.flow_task.activation_class(task)
            activation.assign(user)
            activation.start(None)
            activation.process.data["remark"] = f"同意{step}"
            activation.process.save()
            activation.execute()


signer = tables()
approval(signer)
print("ready", flush=True)
for _ in sys.stdin:
    approval(signer)
    print(STEPS, flush=True)
