import os

import pytest

from tuimap.clusters.words import LONGEST, words_of


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("drums/kick_01.wav", {"drums", "kick"}),
        ("OpenHat-909 (soft).wav", {"open", "hat", "soft"}),
        ("FXRiser.wav", {"fx", "riser"}),
        ("a/b/TOM2hi.aif", {"tom", "hi"}),
        ("no suffix", {"no", "suffix"}),
        (".hidden.wav", {"hidden"}),
        ("太鼓/3.wav", {"太鼓"}),
        ("001.wav", set()),
    ],
)
def test_a_path_gives_its_words(path, words) -> None:
    assert words_of(path) == words


def test_bytes_that_are_no_text_part_words() -> None:
    assert words_of(os.fsdecode(b"caf\xe9bar.wav")) == {"caf", "bar"}


def test_a_word_without_end_is_cut() -> None:
    assert words_of("x" * 5000 + ".wav") == {"x" * LONGEST}
