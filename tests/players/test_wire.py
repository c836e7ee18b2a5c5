from pathlib import Path

import pytest

from tuimap.players import Clip, Manner
from tuimap.players.wire import Order, Report

NAMES = [
    "kick.wav",
    "gr\u00fc\u00dfe \u97f3.wav",
    "bytes-\udcff\udc80.wav",
    "line\nbreak\x1b[31m.wav",
    '"quoted\\".wav',
]


@pytest.mark.parametrize("name", NAMES)
def test_an_order_keeps_every_path_and_is_one_line(name: str) -> None:
    clip = Clip(Path("/sounds") / name, 0.25, 1.5)
    order = Order(7, "play", clip, Manner("loop", 0.5, reverse=True, gain_db=3.0), -6.0, (clip, Clip(Path(name))))

    line = order.line()

    assert line.count(b"\n") == 1
    assert Order.read(line) == order


def test_an_order_to_stop_has_no_clip() -> None:
    assert Order.read(Order(3, "stop").line()) == Order(3, "stop", None)


def test_a_report_keeps_every_field() -> None:
    report = Report(4, "miniaudio", "null", "/sounds/\udcff.wav", 9, "no sound: why", "laptop")

    assert Report.read(report.line()) == report


@pytest.mark.parametrize("line", [b"", b"[1]\n", b"noise\n"])
def test_anything_else_is_refused(line: bytes) -> None:
    with pytest.raises(ValueError, match=r"Expecting|not an object"):
        Order.read(line)
