from __future__ import annotations

import pytest

from tuimap.notes import nearest_note, note_name


@pytest.mark.parametrize(
    ("hertz", "name"),
    [
        (440.0, "A4"),
        (443.061, "A4 +12 cents"),
        (221.0, "A3 +8 cents"),
        (261.626, "C4"),
        (27.5, "A0"),
        (466.16, "A#4"),
        (4186.0, "C8"),
        (436.0, "A4 -16 cents"),
    ],
)
def test_a_pitch_has_the_name_of_the_nearest_note(hertz: float, name: str) -> None:
    assert note_name(hertz) == name
    assert name.startswith(nearest_note(hertz)[0])


def test_no_pitch_is_more_than_half_a_step_off() -> None:
    assert {abs(nearest_note(100 * 1.001**n)[1]) <= 50 for n in range(3000)} == {True}
