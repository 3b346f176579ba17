"""The notices room as Django knows it."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """通知 Notices: what people are told after a command's commit, by which channel, and whether it arrived."""

    name = "gendan.notices"
    label = "notices"
    verbose_name = "Notices"
    default_auto_field = "django.db.models.BigAutoField"
