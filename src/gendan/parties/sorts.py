"""What a party may be to us, as choices with their titles."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from gendan.core.field import Choice
from gendan.core.text import Text

SORTS: Final = (
    Choice(name="customer", title=Text("客户", "Customer")),
    Choice(name="dealer", title=Text("经销商", "Dealer")),
    Choice(name="supplier", title=Text("供应商", "Supplier")),
    Choice(name="platform", title=Text("平台", "Platform")),
)
"""One party may be several of these."""


def titles_of(sorts: Collection[str]) -> Text:
    """What a party is, in words: 客户、经销商."""
    titles = [each.title for each in SORTS if each.name in sorts]
    return Text("、".join(title.zh for title in titles), ", ".join(title.en or title.zh for title in titles))
