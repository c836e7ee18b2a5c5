"""Colours that every eye tells apart, on every terminal."""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
import pytest
from numpy.typing import NDArray
from rich.color import Color, ColorSystem
from rich.style import Style

from tuimap.ui.map.brush import brush
from tuimap.ui.palettes import HUES, STEPS, ground_for, palette

SIMULATED = {
    "everyone": np.eye(3),
    "protanopia": [[0.1523, 1.0526, -0.2049], [0.1145, 0.7863, 0.0992], [-0.0039, -0.0481, 1.0520]],
    "deuteranopia": [[0.3673, 0.8606, -0.2280], [0.2801, 0.6725, 0.0474], [-0.0118, 0.0429, 0.9690]],
    "tritanopia": [[1.2555, -0.0767, -0.1788], [-0.0784, 0.9308, 0.1476], [0.0047, 0.6914, 0.3039]],
}
"""What linear RGB looks like to whom, after Machado, Oliveira and Fernandes (2009)."""

TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
WHITE = np.array([0.9505, 1.0, 1.0888])


def linear(colour: str) -> NDArray[np.float64]:
    values = np.array(list(bytes.fromhex(colour[1:]))) / 255
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def lab(colour: str, eye: str) -> NDArray[np.float64]:
    """Give lightness and the two opponent colours: one apart is just seen."""
    x, y, z = np.cbrt(TO_XYZ @ np.clip(SIMULATED[eye] @ linear(colour), 0, 1) / WHITE)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def contrast(one: str, other: str) -> float:
    bright, dark = sorted((float(TO_XYZ[1] @ linear(colour)) for colour in (one, other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("eye", SIMULATED)
@pytest.mark.parametrize("ground", ["dark", "light"])
def test_every_eye_tells_the_hues_of_classes_apart(ground, eye) -> None:
    hues = [lab(shades.several, eye) for shades in palette(ground, ColorSystem.TRUECOLOR).classes]
    assert min(float(np.linalg.norm(one - other)) for one, other in combinations(hues, 2)) > 9


@pytest.mark.parametrize("eye", SIMULATED)
@pytest.mark.parametrize(("ground", "rises"), [("dark", 1), ("light", -1)])
def test_higher_values_stand_out_more_to_every_eye(ground, rises, eye) -> None:
    steps = [lab(colour, eye)[0] for colour in palette(ground, ColorSystem.TRUECOLOR).values]
    assert all(rises * (after - before) > 3 for before, after in pairwise(steps))


@pytest.mark.parametrize("ground", ["dark", "light"])
def test_colours_are_seen_on_their_ground(ground) -> None:
    colours = palette(ground, ColorSystem.TRUECOLOR)
    for shades in colours.classes[:HUES]:
        assert contrast(shades.several, colours.background) > 3.3
    for text in (colours.foreground, colours.quiet, colours.accent):
        assert contrast(text, colours.background) > 4.5


@pytest.mark.parametrize("ground", ["dark", "light"])
def test_256_colours_keep_the_classes_apart(ground) -> None:
    classes = palette(ground, ColorSystem.EIGHT_BIT).classes
    nearest = {Color.parse(shades.several).downgrade(ColorSystem.EIGHT_BIT).number for shades in classes}
    assert len(nearest) == HUES + 1


@pytest.mark.parametrize("ground", ["dark", "light"])
def test_256_colours_leave_the_grounds_without_a_tint(ground) -> None:
    colours = palette(ground, ColorSystem.EIGHT_BIT)
    for name in (colours.background, colours.surface, colours.panel):
        red, green, blue = Color.parse(name).downgrade(ColorSystem.EIGHT_BIT).get_truecolor()
        assert red == green == blue


@pytest.mark.parametrize("ground", ["dark", "light"])
def test_16_colours_are_called_by_name_and_differ_from_class_to_class(ground) -> None:
    colours = palette(ground, ColorSystem.STANDARD)
    assert all(colour.startswith("ansi_") for shades in colours.classes for colour in shades)
    assert len(set(colours.classes)) == HUES + 1
    assert len(colours.values) == STEPS
    styles = brush(Style(), colours).cells
    assert all(style.color is None or style.color.is_system_defined or style.color.is_default for style in styles)


@pytest.mark.parametrize(
    ("told", "ground"), [("15;0", "dark"), ("0;15", "light"), ("0;default;7", "light"), ("", "dark")]
)
def test_the_ground_is_what_the_terminal_says(told, ground) -> None:
    assert ground_for({"COLORFGBG": told}) == ground
