"""The orders room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class OrdersConfig(AppConfig):
    """订单 Order lines, prices agreed, changes, production progress and piece wages."""

    name = "gendan.orders"
    label = "orders"
    default_auto_field = "django.db.models.BigAutoField"
