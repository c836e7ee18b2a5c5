"""How a cell looks, in the words of terminals, and the shortest way from one look to another."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from rich.color import Color, ColorSystem
from rich.style import Style

NAMES = ("bold", "dim", "italic", "underline", "blink", "blink2", "reverse", "conceal", "strike")
"""Attributes in the order of the codes 1 to 9 that turn them on."""

OFF = (22, 22, 23, 24, 25, 25, 27, 28, 29)
"""The codes that turn them off; some turn off two."""

SEEN_ON_BLANKS = 0b101001000
"""Of the attributes those that show on a space too: underline, reverse, strike."""


class Look(NamedTuple):
    """Attributes and colours."""

    attributes: int = 0
    """A bit for each of NAMES."""
    colour: str | None = ""
    """The code of the text's colour; empty for the terminal's own, None where it does not matter."""
    ground: str = ""
    """The code of the ground's colour; empty for the terminal's own."""

    def of_blank(self) -> Look:
        """Give the look of a space, whose colour nobody sees."""
        return self if self.attributes & SEEN_ON_BLANKS else Look(0, None, self.ground)

    def serves(self, wanted: Look) -> bool:
        """Tell whether a cell drawn like this looks as `wanted`."""
        if wanted.colour is not None:
            return self == wanted
        return self.ground == wanted.ground and not self.attributes & SEEN_ON_BLANKS


PLAIN = Look()
"""How a terminal writes that was told nothing."""


@lru_cache(maxsize=1 << 13)
def look_of(style: Style | None, depth: ColorSystem | None) -> Look:
    """Give the look of a style where so many colours are to be had; `depth` None is none at all."""
    if style is None:
        return PLAIN
    attributes = sum(1 << bit for bit, name in enumerate(NAMES) if getattr(style, name))
    return Look(attributes, _code(style.color, depth, True), _code(style.bgcolor, depth, False))


def _code(colour: Color | None, depth: ColorSystem | None, foreground: bool) -> str:
    if colour is None or depth is None or colour.is_default:
        return ""
    return ";".join(colour.downgrade(depth).get_ansi_codes(foreground))


@lru_cache(maxsize=1 << 14)
def turned(before: Look, wanted: Look) -> tuple[str, Look]:
    """Give the shortest sequence after which a cell looks as wanted, and the look that then holds."""
    if before.serves(wanted):
        return "", before
    after = wanted
    if wanted.colour is None:
        after = Look(before.attributes & ~SEEN_ON_BLANKS, before.colour, wanted.ground)
    steps = _steps(before, after)
    afresh = ["0", *_steps(PLAIN, after)] if after != PLAIN else [""]
    return f"\x1b[{min(';'.join(steps), ';'.join(afresh), key=len)}m", after


def _steps(before: Look, after: Look) -> list[str]:
    """Give the codes that turn one look into another."""
    gone = before.attributes & ~after.attributes
    off = {code for bit, code in enumerate(OFF) if gone >> bit & 1}
    left = sum(1 << bit for bit, code in enumerate(OFF) if before.attributes >> bit & 1 and code not in off)
    new = after.attributes & ~left
    steps = [*map(str, sorted(off)), *(str(bit + 1) for bit in range(len(NAMES)) if new >> bit & 1)]
    if before.colour != after.colour:
        steps.append(after.colour or "39")
    if before.ground != after.ground:
        steps.append(after.ground or "49")
    return steps
