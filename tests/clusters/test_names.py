from __future__ import annotations

from tuimap.clusters.names import MOST_WORDS, UNREMARKABLE, names
from tuimap.sound import Sound, Traits


def sounds(number: int, *paths: str, duration: float = 1.0, **traits: float) -> list[tuple[int, Sound]]:
    return [(number, Sound(path, 0.0, duration, 44_100, 1, "WAV", 0.0, b"", traits=Traits(**traits))) for path in paths]


def numbered(path: str, n: int = 10) -> list[str]:
    return [f"{path} {take}.wav" for take in range(n)]


def test_a_group_is_called_by_what_its_names_share_and_others_do_not() -> None:
    found = names([*sounds(0, *numbered("kit/Kick")), *sounds(1, *numbered("kit/Snare")), *sounds(-1, "kit/clap.wav")])
    assert found == {0: "kick", 1: "snare"}


def test_a_mixed_group_is_called_by_several_words_the_more_frequent_first() -> None:
    mixed = [*numbered("kick", 6), *numbered("tom", 4)]
    assert names([*sounds(0, *mixed), *sounds(1, *numbered("hat", 20))]) == {0: "kick, tom", 1: "hat"}


def test_a_folder_that_lies_everywhere_tells_less_than_a_word_at_home_here() -> None:
    rows = [*sounds(0, *numbered("library/kick")), *sounds(1, *numbered("library/hat")), *sounds(2, *numbered("x/y"))]
    assert names([*rows, *sounds(3, *numbered("noise", 30))])[0] == "kick"


def test_names_that_tell_nothing_give_way_to_how_the_group_sounds() -> None:
    bright = sounds(0, *numbered("a"), duration=0.2, centroid=9000.0, flatness=0.6)
    dark = sounds(1, *numbered("a"), duration=2.0, centroid=200.0, flatness=0.1)
    assert names([*bright, *dark]) == {0: "bright, short, noisy", 1: "dark, long, tonal"}


def test_a_group_of_which_nothing_is_clear_is_mixed() -> None:
    found = names([*sounds(0, *numbered("a")), *sounds(1, *numbered("a"))])
    assert found == {0: UNREMARKABLE, 1: f"{UNREMARKABLE} 2"}


def test_no_two_groups_have_one_name() -> None:
    short = sounds(0, *numbered("kick", 12), duration=0.1)
    long = sounds(1, *numbered("kick"), duration=3.0)
    rest = sounds(2, *numbered("hat", 40), duration=1.0)
    assert names([*short, *long, *rest]) == {0: "kick", 1: "kick, long", 2: "hat"}


def test_a_pitch_counts_only_where_it_is_sure() -> None:
    sure = [
        *sounds(0, *numbered("a"), pitch=60.0, confidence=0.9),
        *sounds(1, *numbered("a"), pitch=900.0, confidence=0.9),
    ]
    unsure = [
        *sounds(0, *numbered("a"), pitch=60.0, confidence=0.1),
        *sounds(1, *numbered("a"), pitch=900.0, confidence=0.1),
    ]
    assert names(sure) == {0: "low", 1: "high"}
    assert names(unsure)[0] == UNREMARKABLE


def test_a_name_has_few_words() -> None:
    paths = [f"{word} {take}.wav" for word in ("aa", "bb", "cc", "dd", "ee") for take in range(2)]
    found = names([*sounds(0, *paths), *sounds(1, *numbered("hat", 40))])
    assert len(found[0].split(", ")) == MOST_WORDS


def test_no_sounds_have_no_names() -> None:
    assert names([]) == {}
