"""The faces of one procedure: its list, its board, its flow, and what its cases really did."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from gendan.core.procedure import Procedure
from gendan.web.context import Place


def faces(procedure: Procedure, here: str) -> list[Place]:
    """The ways to look at a procedure's cases; `here` is the view that is shown."""
    titles = {"list": _("清单"), "board": _("看板"), "flow": _("流程图"), "process": _("流程实况")}
    names = [procedure.pack, procedure.name]
    return [Place(title, reverse(f"web:{view}", args=names), view == here) for view, title in titles.items()]
