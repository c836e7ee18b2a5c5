"""The window on lines that are simulated: bytes leave at the line's rate, answers come after its delay."""

import pytest

from tuimap.players.remote.window import FIRST, Window

MESSAGE = 4_000


def on_a_line(rate: float, delay: float, seconds: float) -> tuple[Window, float, float]:
    """Send as much as may be sent; give the window, the rate that came of it, and the longest wait at the end."""
    window, now, free, total = Window(), 0.0, 0.0, 0
    answers: list[tuple[float, int]] = []
    waits: list[float] = []
    while now < seconds:
        while window.room > 0:
            window.sent(MESSAGE, now)
            total += MESSAGE
            free = max(free, now) + MESSAGE / rate
            answers.append((free + 2 * delay, total))
        waits.append(free - now)
        now, answered = answers.pop(0)
        window.answered(answered, now)
    return window, total / seconds, max(waits[-50:])


@pytest.mark.parametrize("rate", [125e3, 500e3])
@pytest.mark.parametrize("delay", [0.002, 0.05])
def test_on_a_slow_line_little_waits_in_front_of_a_stop_and_the_line_is_used(rate: float, delay: float) -> None:
    _, used, waits = on_a_line(rate, delay, 20.0)

    assert waits < 0.15
    assert used > 0.75 * rate


def test_a_quick_line_is_filled() -> None:
    _, used, _ = on_a_line(20e6, 0.05, 20.0)

    assert used > 8e6


def test_what_is_answered_makes_room_and_nonsense_does_not() -> None:
    window = Window()
    window.sent(FIRST, 0.0)
    assert window.room == 0

    for nonsense in (0, FIRST + 1, 1 << 63):
        window.answered(nonsense, 1.0)
    assert window.room == 0

    window.answered(FIRST, 1.0)
    assert window.room >= FIRST


def test_a_new_connection_starts_with_nothing_under_way() -> None:
    window = Window()
    window.sent(FIRST, 0.0)

    window.begin()

    assert window.under_way == 0
