"""The demo company: what a first `make run` shows. Each room brings its own part.

A room's part is a module `demo` with `seed(now)`, which may build on the parts of the rooms below it.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone


def is_empty() -> bool:
    """Whether nobody works here yet."""
    return not get_user_model()._default_manager.exists()


def seed() -> None:
    """Set up the demo company, whole or not at all, as of now."""
    now = timezone.now()
    with transaction.atomic():
        for name in [config.name for config in apps.get_app_configs() if config.name.startswith("gendan.")]:
            if find_spec(f"{name}.demo"):
                part = import_module(f"{name}.demo")
                if hasattr(part, "seed"):
                    part.seed(now)
