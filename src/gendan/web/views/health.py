"""健康 How the installation fares, line by line, with what to do where something is not well."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from gendan.notices.health import Line, Mark, health, worst
from gendan.notices.health_words import WORDS
from gendan.web.views.administration import administrators_only, moment, size
from gendan.web.views.common import language, now

TONES: Final[Mapping[Mark, str]] = {Mark.GOOD: "good", Mark.SOON: "soon", Mark.BAD: "late", Mark.TOLD: "chip"}
BYTES: Final = frozenset(("bytes", "free", "total"))


@dataclass(frozen=True, slots=True)
class Told:
    """A line of the page: what was looked at, how it stands, what to do about it, and its tone."""

    title: str
    says: str
    advice: str
    tone: str
    mark: str


@administrators_only
@never_cache
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """Everything that is looked at, now."""
    lines = health(now(request))
    context = {"here": "health", "lines": [_told(each) for each in lines], "tone": TONES[worst(lines)]}
    return render(request, "web/system/health.html", context)


def _told(line: Line) -> Told:
    words = WORDS[line.code]
    figures = {name: _shown(name, value) for name, value in line.figures.items()}
    advice = words.advice.in_language(language()) if line.mark in (Mark.SOON, Mark.BAD) else ""
    idle = words.idle is not None and any(value is None for value in line.figures.values())
    says = (words.idle if idle and words.idle is not None else words.says).in_language(language()).format_map(figures)
    return Told(words.title.in_language(language()), says, advice, TONES[line.mark], line.mark.value)


def _shown(name: str, value: object) -> str:
    if name in BYTES and isinstance(value, int):
        return size(value)
    if value is None:
        return "—"
    return moment(value) if isinstance(value, datetime) else str(value)
