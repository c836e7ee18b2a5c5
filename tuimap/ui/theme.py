"""The colours as Textual's theme and the roles of text name them; `palettes` says which they are."""

from __future__ import annotations

from collections.abc import Mapping

from rich.style import Style
from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme

from tuimap.ui.charset import NAMED
from tuimap.ui.palettes import HUES, OWN, STEPS, Palette

NAME = "tuimap"

ROLES = {
    "plain": "foreground",
    "quiet": "quiet",
    "strong": "strong",
    "accent": "accent",
    "warn": "warning",
    "wave": "wave",
    "key": "foreground",
    "dimmed": "dimmed",
    **{f"class-{number}": f"class-{number % HUES}" for number in range(NAMED)},
    f"class-{NAMED}": f"class-{HUES}",
    **{f"value-{step}": f"value-{step}" for step in range(STEPS)},
}
"""The theme variable that colours each role of a part of a line."""


def weight_of(step: int) -> Style:
    """Give how heavy a step of a scale is where there are no colours: dim, plain or bold."""
    return Style(dim=step < STEPS // 3, bold=step >= STEPS - STEPS // 3)


_WEIGHTS = {
    "quiet": Style(dim=True),
    "dimmed": Style(dim=True),
    "accent": Style(bold=True),
    "warn": Style(bold=True),
    **{f"value-{step}": weight_of(step) for step in range(STEPS)},
}
"""What tells roles apart without colours."""


def theme_of(colours: Palette, dark: bool) -> Theme:
    """Make a theme of the colours for a ground and a depth."""
    kin = BUILTIN_THEMES["ansi-dark" if dark else "ansi-light"]
    return Theme(
        name=NAME,
        primary=colours.accent,
        accent=colours.accent,
        warning=colours.warning,
        foreground=colours.foreground,
        background=colours.background,
        surface=colours.surface,
        panel=colours.panel,
        dark=dark,
        ansi=colours.own,
        boost=OWN if colours.own else None,
        variables={
            **(kin.variables if colours.own else {}),
            "quiet": colours.quiet,
            "strong": colours.strong,
            "wave": colours.wave,
            "dimmed": colours.dimmed,
            **{f"class-{number}": shades.several for number, shades in enumerate(colours.classes)},
            **{f"value-{step}": colour for step, colour in enumerate(colours.values)},
        },
    )


def role_style(role: str, variables: Mapping[str, str]) -> Style:
    """Give the style of a role; component classes would do it too, at twenty times the cost of the first frame."""
    ink = role_colour(role, variables).rich_color
    return Style(color=ink, bold=role == "strong") + (_WEIGHTS.get(role, Style()) if ink.is_default else Style())


def role_colour(role: str, variables: Mapping[str, str]) -> Color:
    """Give the colour of a role."""
    return Color.parse(variables[ROLES[role]])
