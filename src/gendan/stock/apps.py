"""The stock room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class StockConfig(AppConfig):
    """库存 Warehouses, units with their codes, quantities, reservations: movements that are only ever added to."""

    name = "gendan.stock"
    label = "stock"
    default_auto_field = "django.db.models.BigAutoField"
