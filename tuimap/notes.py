"""Notes of equal temperament, A4 at 440 Hz."""

from __future__ import annotations

import math

_NAMES = ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")
_A4, _A4_HERTZ = 69, 440.0


def nearest_note(hertz: float) -> tuple[str, int]:
    """Give the nearest note and how many cents the pitch lies above it, -50 to 50: 443 Hz is A4 and 12."""
    steps = _A4 + 12 * math.log2(hertz / _A4_HERTZ)
    number = round(steps)
    return f"{_NAMES[number % 12]}{number // 12 - 1}", round(100 * (steps - number))


def note_name(hertz: float) -> str:
    """Give the note with what the pitch is off: `A4 +12 cents`, `A4`."""
    note, cents = nearest_note(hertz)
    return f"{note} {cents:+d} cents" if cents else note


def hertz_of(letter: str, sharps: int, octave: int) -> float:
    """Give the frequency of a note: `a`, 0, 4 is 440 Hz; flats are negative sharps."""
    number = _NAMES.index(letter.upper()) + sharps + 12 * (octave + 1)
    return _A4_HERTZ * math.exp2((number - _A4) / 12)
