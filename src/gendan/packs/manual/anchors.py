"""Where the manual's sections stand: names that are the same in every version and language."""

from __future__ import annotations


def step_anchor(procedure: str, action: str) -> str:
    """The section about a step."""
    return f"step-{procedure}-{action}"


def procedure_anchor(procedure: str, part: str = "") -> str:
    """The section about a procedure, or a part of it: `states`, `steps`, `deadlines`, `form`, `kinds`, …"""
    return f"procedure-{procedure}-{part}" if part else f"procedure-{procedure}"


def post_anchor(post: str, part: str = "") -> str:
    """The section about a post, or a part of it: `duties`, `turns`, `steps`, `deadlines`, …"""
    return f"post-{post}-{part}" if part else f"post-{post}"
