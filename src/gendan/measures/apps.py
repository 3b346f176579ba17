"""The measures room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    """指标 Figures with their grounds, scorecards, and the archive."""

    name = "gendan.measures"
    label = "measures"
    default_auto_field = "django.db.models.BigAutoField"
