"""What was found out, topic by topic."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One line."""

    name: str
    told: str
    """How things stand, in a few words."""
    mend: str = ""
    """What to do about it, or what it means; empty where there is nothing to do."""
    broken: bool = False
    """Whether nothing goes without it."""


@dataclass(frozen=True)
class Topic:
    """Lines that belong together."""

    title: str
    findings: tuple[Finding, ...]
