"""How one wants to listen, asked for on the command line; what is not asked for is as it was last time."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from typing import Any

from tuimap.ui.listening import (
    FASTEST_STEPS,
    MODES,
    MUTED_DB,
    SLOWEST_STEPS,
    SOFTEST_DB,
    Listening,
    is_rate,
    is_volume,
)

AUDITIONS = {"on": "on", "rest": "at rest", "off": "off"}
"""As they are written here, and what they mean."""


def add_listening_options(parser: ArgumentParser) -> None:
    """Let a parser know them."""
    parser.add_argument(
        "--play-mode",
        choices=MODES,
        help="a sound is heard once, in a loop, or as a cloud of grains; key m (default: as last time, first shot)",
    )
    parser.add_argument(
        "--audition",
        metavar="WHEN",
        type=audition,
        default={},
        help="on: every step is heard; rest: only where you stop; off: none by itself; N: where you stop, and steps "
        "slower than N a second; key a (default: as last time, first on)",
    )
    parser.add_argument(
        "--volume",
        metavar="DB",
        type=volume,
        help=f"of all that is heard: {SOFTEST_DB:g} to 0 dB, or off; keys , and . (default: as last time, first 0)",
    )


def with_volume(arguments: list[str]) -> list[str]:
    """Join `--volume -6` to one argument: argparse would take the number for an option."""
    joined: list[str] = []
    for argument in arguments:
        negative = argument[:1] == "-" and argument[1:2].isdecimal()
        if negative and joined and joined[-1] == "--volume":
            joined[-1] += f"={argument}"
        else:
            joined.append(argument)
    return joined


def listening_as_asked(chosen: Namespace, before: Listening) -> Listening:
    """Change what is asked to be otherwise than before."""
    asked: dict[str, Any] = {"mode": chosen.play_mode, "volume_db": chosen.volume, **chosen.audition}
    return before._replace(**{name: value for name, value in asked.items() if value is not None})


def audition(text: str) -> dict[str, object]:
    """Read which steps are heard."""
    if text in AUDITIONS:
        return {"audition": AUDITIONS[text]}
    rate = _number(text)
    if not is_rate(rate):
        span = f"from {SLOWEST_STEPS:g} to {FASTEST_STEPS:g}"
        raise ArgumentTypeError(f"{text!r} is neither {', '.join(AUDITIONS)} nor a number of steps a second {span}")
    return {"audition": "at rest", "rate": rate}


def volume(text: str) -> float:
    """Read a volume in decibels."""
    if text == "off":
        return MUTED_DB
    level = _number(text)
    if not SOFTEST_DB <= level <= 0 or not is_volume(level):
        raise ArgumentTypeError(f"{text!r} is neither off nor a number of decibels from {SOFTEST_DB:g} to 0")
    return level


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return float("nan")
