"""The people room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """人员与组织 People, the organization, posts, regions, calendars and access."""

    name = "gendan.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"
