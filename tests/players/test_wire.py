from pathlib import Path

import pytest

from tuimap.players import Clip, Manner
from tuimap.players.wire import LONGEST_PATH, MOST_EXPECTED, Order, Report, most_sendable, sendable

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


@pytest.mark.parametrize("letter", ["a", "\x01", "\u97f3", "\udcff", "\U0001f941"])
def test_an_order_has_room_for_every_path_that_can_be_opened_and_for_some_hints(letter: str) -> None:
    openable = Clip(Path("/" + letter * (4_095 // len(letter.encode("utf-8", "surrogateescape")))))
    endless = Clip(Path("/" + letter * 1_000_000), 1.0, 2.0)

    assert sendable(openable) == openable
    assert (sendable(endless).start, sendable(endless).duration) == (1.0, 2.0)
    hints = most_sendable([Clip(Path("/a")), openable, endless])
    assert hints[0] == Clip(Path("/a"))
    assert len(Order(1, "play", sendable(endless), expected=hints).line()) < LONGEST_PATH + MOST_EXPECTED + 1_000
