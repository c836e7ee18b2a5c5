from __future__ import annotations

from sounds_found import sound

from tuimap.finding.differences import differences
from tuimap.sound import Traits

KICK = sound("kick.wav", 0.5, Traits(1000.0, -12.0, 55.0, 0.9, 0.05))


def test_equal_sounds_are_much_the_same() -> None:
    assert ", ".join(differences(KICK, KICK)) == "much the same"


def test_what_differs_is_told_the_clearest_first() -> None:
    other = KICK._replace(duration=0.05, traits=Traits(700.0, -16.0, 55.0 * 2 ** (3 / 12), 0.9, 0.05))
    assert ", ".join(differences(other, KICK)) == "much shorter, 3 semitones higher, darker, quieter"
    assert ", ".join(differences(KICK, other)) == "much longer, 3 semitones lower, brighter, louder"


def test_octaves_are_called_so() -> None:
    up, down = (KICK._replace(traits=KICK.traits._replace(pitch=pitch)) for pitch in (110.0, 13.75))
    assert ", ".join(differences(up, KICK)) == "an octave higher"
    assert ", ".join(differences(down, KICK)) == "2 octaves lower"


def test_a_pitch_that_is_not_clear_is_not_told() -> None:
    other = KICK._replace(traits=KICK.traits._replace(pitch=880.0, confidence=0.1))
    assert ", ".join(differences(other, KICK)) == "much the same"


def test_sounds_of_which_nothing_is_known_are_compared_by_their_length() -> None:
    assert ", ".join(differences(sound("a.wav", 2.0), sound("b.wav", 1.4))) == "longer"
