"""The catalogue room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """产品目录 Products with their attributes, price lists, prices by formula, and how a price came about."""

    name = "gendan.catalogue"
    label = "catalogue"
    default_auto_field = "django.db.models.BigAutoField"
