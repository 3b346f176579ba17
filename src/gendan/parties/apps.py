"""The parties room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class PartiesConfig(AppConfig):
    """往来单位 Customers, dealers, suppliers and platforms: who they are and what was agreed with them."""

    name = "gendan.parties"
    label = "parties"
    default_auto_field = "django.db.models.BigAutoField"
