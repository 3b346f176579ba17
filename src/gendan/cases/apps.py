"""The cases room as Django knows it."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """单 Cases: the one door through which every change of a case goes."""

    name = "gendan.cases"
    label = "cases"
    verbose_name = "Cases"
