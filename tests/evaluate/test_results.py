from __future__ import annotations

from tuimap.evaluate.labels import from_folders
from tuimap.evaluate.results import notes


def test_a_warning_against_comparing_descriptors_goes_with_several_only() -> None:
    labels = from_folders(["kick/a.wav", "snare/b.wav"], asked=True)
    one, two = ("\n".join(notes(labels, 2, [1.0], n_descriptors)) for n_descriptors in (1, 2))
    assert "they say nothing about descriptors" in two
    assert "they say nothing about descriptors" not in one
