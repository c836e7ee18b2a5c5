"""Which colours the map wears: for dark and light grounds, for as many colours as a terminal has.

The hues are after Okabe and Ito (2008), the ramps after viridis (Smith and van der Walt, 2015): told apart with any
kind of colour vision. On 16 colours names are chosen by hand, for every terminal mixes these colours differently.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple, TypeAlias

from rich.color import ColorSystem

Ground: TypeAlias = Literal["dark", "light"]

HUES = 8
"""Colours of classes; a class beyond takes the colour of another, but has a glyph of its own."""

STEPS = 8
"""Colours of a scale of values."""

FAINT, BRIGHT = 0.3, 0.35
"""How far the colour of a single sound goes towards the ground, and that of a crowd away from it."""


OWN = "ansi_default"
"""The terminal's own colour."""


class Shades(NamedTuple):
    """One colour, as a cell wears it that holds more and more sounds."""

    one: str
    several: str
    crowd: str


class Palette(NamedTuple):
    """Every colour of the screen, as Textual reads them: `#rrggbb`, or `ansi_` and a name."""

    background: str
    surface: str
    panel: str
    foreground: str
    quiet: str
    strong: str
    accent: str
    """The cursor, and what moves."""
    warning: str
    wave: str
    dimmed: str
    """Sounds that were not found, and those without a value."""
    classes: tuple[Shades, ...]
    """HUES, and that of everything else."""
    values: tuple[str, ...]
    """STEPS, from the lowest value to the highest."""

    @property
    def own(self) -> bool:
        """Whether these are the terminal's own colours, called by name."""
        return self.background == OWN

    @property
    def colourless(self) -> bool:
        """Whether there is only bold and dim to tell things apart."""
        return self.own and self.quiet == OWN


def palette(ground: Ground, depth: ColorSystem | None) -> Palette:
    """Give the colours for a ground and a depth; without any, all are the terminal's own, only bold and dim differ."""
    if depth is None:
        return _PLAIN
    if depth is ColorSystem.EIGHT_BIT:  # the nearest to grounds with a tint are of quite another one
        return _DARK_256 if ground == "dark" else _LIGHT_256
    if depth is ColorSystem.TRUECOLOR:
        return _DARK if ground == "dark" else _LIGHT
    return _NAMED_DARK if ground == "dark" else _NAMED_LIGHT


def ground_for(environ: Mapping[str, str]) -> Ground:
    """Tell from COLORFGBG whether the terminal is light; dark where it says nothing."""
    background = environ.get("COLORFGBG", "").rpartition(";")[2]
    return "light" if background in ("7", "15") else "dark"


def mixed(colour: str, other: str, share: float) -> str:
    """Go from one `#rrggbb` so far towards another."""
    pairs = zip(bytes.fromhex(colour[1:]), bytes.fromhex(other[1:]), strict=True)
    return "#" + bytes(round(one + (two - one) * share) for one, two in pairs).hex()


def _shades(hues: tuple[str, ...], ground: str, peak: str) -> tuple[Shades, ...]:
    return tuple(Shades(mixed(hue, ground, FAINT), hue, mixed(hue, peak, BRIGHT)) for hue in hues)


def _ansi(*names: str) -> tuple[str, ...]:
    return tuple(f"ansi_{name}" for name in names)


_DARK = Palette(
    background="#101317",
    surface="#161b21",
    panel="#1d232b",
    foreground="#d6dae0",
    quiet="#8a93a0",
    strong="#ffffff",
    accent="#f0e442",
    warning="#f5a97f",
    wave="#9fc5e8",
    dimmed="#454d59",
    classes=_shades(
        ("#56b4e9", "#e69f00", "#2fbf8f", "#e07bb0", "#ec6a3c", "#8c96ff", "#c5d45b", "#e3d3bd", "#7f8894"),
        ground="#101317",
        peak="#ffffff",
    ),
    values=("#5a62c8", "#3f83c6", "#2a9fb5", "#27b596", "#55c86c", "#93d547", "#d3de3a", "#fdf1a0"),
)
_LIGHT = Palette(
    background="#fbfaf7",
    surface="#f1efe9",
    panel="#e6e3db",
    foreground="#2b2f36",
    quiet="#6b7280",
    strong="#000000",
    accent="#a8005c",
    warning="#a83c00",
    wave="#2c6fa8",
    dimmed="#c6c4bd",
    classes=_shades(
        ("#0066b1", "#ba7a00", "#009953", "#853570", "#a04709", "#332bba", "#203c01", "#371b1b", "#868e98"),
        ground="#fbfaf7",
        peak="#000000",
    ),
    values=("#9fb52e", "#5fae4e", "#2b9e73", "#1b8a85", "#286f8e", "#394f8a", "#45307c", "#380a4e"),
)
_DARK_256 = _DARK._replace(background="#121212", surface="#1c1c1c", panel="#262626")
_LIGHT_256 = _LIGHT._replace(background="#ffffff", surface="#eeeeee", panel="#e4e4e4")
_NAMED_DARK = Palette(
    background=OWN,
    surface=OWN,
    panel=OWN,
    foreground=OWN,
    quiet="ansi_white",
    strong="ansi_bright_white",
    accent="ansi_bright_yellow",
    warning="ansi_bright_red",
    wave="ansi_cyan",
    dimmed="ansi_bright_black",
    classes=(
        Shades(*_ansi("cyan", "bright_cyan", "bright_cyan")),
        Shades(*_ansi("yellow", "bright_yellow", "bright_yellow")),
        Shades(*_ansi("green", "bright_green", "bright_green")),
        Shades(*_ansi("magenta", "bright_magenta", "bright_magenta")),
        Shades(*_ansi("red", "bright_red", "bright_red")),
        Shades(*_ansi("bright_blue", "bright_blue", "bright_blue")),
        Shades(*_ansi("white", "bright_white", "bright_white")),
        Shades(*_ansi("green", "green", "green")),
        Shades(*_ansi("bright_black", "white", "white")),
    ),
    values=_ansi("bright_blue", "cyan", "bright_cyan", "green", "bright_green", "yellow", "bright_yellow", "white"),
)
_NAMED_LIGHT = Palette(
    background=OWN,
    surface=OWN,
    panel=OWN,
    foreground=OWN,
    quiet="ansi_bright_black",
    strong="ansi_black",
    accent="ansi_magenta",
    warning="ansi_red",
    wave="ansi_blue",
    dimmed="ansi_white",
    classes=tuple(
        Shades(*_ansi(name, name, name))
        for name in ("blue", "red", "cyan", "magenta", "green", "bright_blue", "black", "bright_red", "bright_black")
    ),
    values=_ansi("cyan", "cyan", "green", "green", "blue", "blue", "magenta", "black"),
)
_PLAIN = Palette(
    background=OWN,
    surface=OWN,
    panel=OWN,
    foreground=OWN,
    quiet=OWN,
    strong=OWN,
    accent=OWN,
    warning=OWN,
    wave=OWN,
    dimmed=OWN,
    classes=(Shades(OWN, OWN, OWN),) * (HUES + 1),
    values=(OWN,) * STEPS,
)
