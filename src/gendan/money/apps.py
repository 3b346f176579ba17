"""The money room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class MoneyConfig(AppConfig):
    """款项 Receipts, charges, guarantees and cash shifts: movements that balance and are only ever added to."""

    name = "gendan.money"
    label = "money"
    default_auto_field = "django.db.models.BigAutoField"
