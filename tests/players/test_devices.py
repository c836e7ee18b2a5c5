from __future__ import annotations

import pytest

from tuimap.errors import PlayerError
from tuimap.players.devices import device_named

NAMES = ["Built-in Audio", "Scarlett 2i2 USB", "USB", "Scarlett 2i2 USB", "Höhö"]


@pytest.mark.parametrize(
    ("wanted", "place"), [("built", 0), ("2I2", 1), ("Scarlett 2i2 USB", 1), ("usb", 2), (" USB ", 2), ("HÖHÖ", 4)]
)
def test_part_of_a_name_will_do_in_capitals_or_not_and_the_whole_name_comes_first(wanted: str, place: int) -> None:
    assert device_named(wanted, NAMES, "miniaudio") == place


@pytest.mark.parametrize(
    ("wanted", "names", "said"),
    [
        (
            "u",
            NAMES,
            "miniaudio has several devices named like 'u'. name one of 'Built-in Audio', 'Scarlett 2i2 USB', 'USB'",
        ),
        ("Focus", ["A", "B\x1b[1m"], r"miniaudio has no device named like 'Focus'. there is 'A', 'B\x1b[1m'"),
        ("Focus", [], "miniaudio has no device named like 'Focus'. it has none at all"),
    ],
)
def test_a_name_of_none_or_of_several_is_answered_with_those_it_could_be(
    wanted: str, names: list[str], said: str
) -> None:
    with pytest.raises(PlayerError) as caught:
        device_named(wanted, names, "miniaudio")

    assert str(caught.value) == said
