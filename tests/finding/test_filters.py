from __future__ import annotations

import pytest
from sounds_found import DRUMS, facts

from tuimap.finding.filters import meets
from tuimap.finding.grammar import parse


def kept(typed: str) -> list[str]:
    mask = meets(parse(typed).terms, facts())
    return [sound.name for sound, keep in zip(DRUMS, mask, strict=True) if keep]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("", ["Kick 2.wav", "kick 10.wav", "rim.wav", "kick loop.wav", "vox.wav"]),
        ("kick", ["Kick 2.wav", "kick 10.wav", "kick loop.wav"]),
        ("kick -loop", ["Kick 2.wav", "kick 10.wav"]),
        ("808", ["Kick 2.wav", "kick 10.wav"]),
        ("name:808", []),
        ("name:loop", ["kick loop.wav"]),
        ("folder:808", ["Kick 2.wav", "kick 10.wav"]),
        ("folder:DRUMS", ["Kick 2.wav", "kick 10.wav", "rim.wav"]),
        ("in:drums", ["Kick 2.wav", "kick 10.wav", "rim.wav"]),
        ("in:drum", []),
        ("-in:drums/808", ["rim.wav", "kick loop.wav", "vox.wav"]),
        ("in:.", ["vox.wav"]),
        ("cluster:kicks", ["Kick 2.wav", "kick 10.wav"]),
        ("-cluster:kicks", ["rim.wav", "kick loop.wav", "vox.wav"]),
        ("tag:pun", ["kick 10.wav"]),
        ("tag:unchy", []),
        ("tag:cafe", ["vox.wav"]),
        ("tag:", ["kick 10.wav", "vox.wav"]),
        ("keep", ["kick 10.wav"]),
        ("note:tape", ["vox.wav"]),
        ("note:", ["vox.wav"]),
        ("fav:", ["kick 10.wav"]),
        ("-fav: kick", ["Kick 2.wav", "kick loop.wav"]),
        ("dur:<500ms", ["kick 10.wav", "rim.wav"]),
        ("dur:<=500ms", ["Kick 2.wav", "kick 10.wav", "rim.wav"]),
        ("bright:>3k", ["rim.wav", "vox.wav"]),
        ("loud:>-20", ["Kick 2.wav", "kick 10.wav", "rim.wav"]),
        ("flat:<.2", ["Kick 2.wav", "kick 10.wav", "vox.wav"]),
        ("pitch:a1", ["Kick 2.wav"]),
        ("pitch:a1..c5", ["Kick 2.wav", "kick 10.wav", "vox.wav"]),
        ("pitch:>100", ["vox.wav"]),
    ],
)
def test_what_a_filter_keeps(typed: str, names: list[str]) -> None:
    assert kept(typed) == names


def test_a_map_without_clusters_has_no_sound_in_any() -> None:
    known = facts()
    object.__setattr__(known.map, "clusters", None)
    assert not meets(parse("cluster:bright").terms, known).any()


def test_no_sounds_are_no_trouble() -> None:
    assert meets(parse("kick folder:x in:y tag:z dur:<1").terms, facts((), {})).shape == (0,)
