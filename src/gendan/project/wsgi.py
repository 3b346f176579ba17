"""Gendan as a WSGI application, for the server that `gendan serve` runs and for any other."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gendan.project.settings")

application = get_wsgi_application()
