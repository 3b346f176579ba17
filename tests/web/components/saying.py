"""How the page of components says something in both languages."""

from collections.abc import Callable

Say = Callable[[str, str], str]
"""One text in both languages: gives that of the page."""
