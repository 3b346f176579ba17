"""The addresses of an installation: its health, and those of the two faces."""

from __future__ import annotations

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from gendan.project.health import health

urlpatterns: list[URLPattern | URLResolver] = [path("health", health, name="health")]
if find_spec("gendan.api.urls"):
    urlpatterns.append(path("api/", include("gendan.api.urls")))
if find_spec("gendan.web.urls"):
    urlpatterns.append(path("", include("gendan.web.urls")))

handler404 = "gendan.web.views.common.not_found"
handler500 = "gendan.web.views.common.failed"
