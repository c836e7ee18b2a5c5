"""How one wants to listen, asked for on the command line."""

from __future__ import annotations

import pytest

from tuimap.cli.listening_options import listening_as_asked
from tuimap.cli.options import parse
from tuimap.ui.listening import MUTED_DB, Listening

LAST = Listening("loop", "off", 6.0, -12.0, 0.5)


def asked(*arguments: str) -> Listening:
    return listening_as_asked(parse(["drums", *arguments]), LAST)


def test_what_is_not_asked_for_is_as_it_was_last_time() -> None:
    assert asked() == LAST


@pytest.mark.parametrize(
    ("arguments", "changes"),
    [
        (("--play-mode", "grains"), {"mode": "grains"}),
        (("--audition", "on"), {"audition": "on"}),
        (("--audition", "rest"), {"audition": "at rest"}),
        (("--audition", "2.5"), {"audition": "at rest", "rate": 2.5}),
        (("--volume", "-6"), {"volume_db": -6.0}),
        (("--volume=-6.5",), {"volume_db": -6.5}),
        (("--volume", "0"), {"volume_db": 0.0}),
        (("--volume", "off"), {"volume_db": MUTED_DB}),
    ],
)
def test_what_is_asked_for_is_so_from_the_start(arguments: tuple[str, ...], changes: dict[str, object]) -> None:
    assert asked(*arguments) == LAST._replace(**changes)


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("--volume", "6"), "'6' is neither off nor a number of decibels from -60 to 0"),
        (("--volume", "-90"), "'-90' is neither off nor"),
        (("--audition", "sometimes"), "neither on, rest, off nor a number of steps a second from 0.5 to 50"),
        (("--audition", "nan"), "neither on, rest, off nor"),
        (("--play-mode", "drone"), "choose from"),
    ],
)
def test_what_makes_no_sense_is_told_in_one_line(
    arguments: tuple[str, ...], complaint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        asked(*arguments)
    assert ended.value.code == 2
    told = capsys.readouterr().err
    assert complaint in told
    assert told.count("\n") == 1
