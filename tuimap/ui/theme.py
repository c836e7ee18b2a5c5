"""The colours, by name; apart from here no colour is written down."""

from __future__ import annotations

from collections.abc import Mapping

from rich.style import Style
from textual.color import Color
from textual.theme import Theme

CLASS_COLOURS = (
    "#56b4e9",
    "#e69f00",
    "#2fbf8f",
    "#cc79a7",
    "#e8703a",
    "#7d9cf5",
    "#b8c46a",
    "#d9c9b0",
    "#7f8894",
)
"""After Okabe and Ito (2008), lightened for a dark ground; the last is for the rest."""

ROLES = {
    "plain": "foreground",
    "quiet": "quiet",
    "strong": "strong",
    "accent": "accent",
    "warn": "warning",
    "wave": "wave",
    "key": "foreground",
    **{f"class-{number}": f"class-{number}" for number in range(len(CLASS_COLOURS))},
}
"""The theme variable that colours each role of a part of a line."""

THEME = Theme(
    name="tuimap",
    primary="#f0e442",
    accent="#f0e442",
    warning="#f5a97f",
    foreground="#d6dae0",
    background="#101317",
    surface="#161b21",
    panel="#1d232b",
    variables={
        "quiet": "#8a93a0",
        "strong": "#ffffff",
        "wave": "#9fc5e8",
        **{f"class-{number}": colour for number, colour in enumerate(CLASS_COLOURS)},
    },
)


def role_style(role: str, variables: Mapping[str, str]) -> Style:
    """Give the style of a role; component classes would do it too, at twenty times the cost of the first frame."""
    return Style(color=role_colour(role, variables).rich_color, bold=role == "strong")


def role_colour(role: str, variables: Mapping[str, str]) -> Color:
    """Give the colour of a role."""
    return Color.parse(variables[ROLES[role]])
