from __future__ import annotations

import tracemalloc
from pathlib import Path

import numpy as np
import pytest

from tuimap.corpus.scan import FoundFile
from tuimap.descriptors import recipes
from tuimap.errors import DamagedError, LibraryError
from tuimap.library_entries import StoredSound
from tuimap.library_writer import LibraryWriter
from tuimap.settings import Settings
from tuimap.sound import Sound
from tuimap.vectors import scaled_vectors

SETTINGS = Settings(descriptor="learned+mfcc")
WIDTHS = (352, 352, 6)


def fill(library: LibraryWriter, n_sounds: int, backwards: bool = False) -> None:
    """Store sounds whose vectors follow from their names."""
    stored = []
    for number in range(n_sounds):
        random = np.random.default_rng(number)
        rows = [random.normal(size=width).astype("<f4").tobytes() for width in WIDTHS]
        path = f"{number:06}.wav"
        sound = Sound(path, 0.0, 1.0, 44_100, 1, "WAV", 0.0, b"")
        vectors = dict(zip(recipes(SETTINGS).values(), rows, strict=True))
        stored.append(StoredSound(FoundFile(path, 1, 1), sound, recipes(SETTINGS)["envelope"], vectors))
    library.store_sounds(reversed(stored) if backwards else stored)


def test_the_vectors_stand_in_the_order_of_the_paths_whatever_was_stored_first(tmp_path: Path) -> None:
    with LibraryWriter(tmp_path / "a.sqlite") as one, LibraryWriter(tmp_path / "b.sqlite") as other:
        fill(one, 30)
        fill(other, 30, backwards=True)
        ids, vectors = scaled_vectors(one, SETTINGS)
        others, same = scaled_vectors(other, SETTINGS)
    assert ids == others[::-1]
    assert vectors.shape == (30, sum(WIDTHS))
    assert vectors.tobytes() == same.tobytes()


def test_a_sound_that_lacks_a_description_has_no_vector(tmp_path: Path) -> None:
    with LibraryWriter(tmp_path / "a.sqlite") as library:
        fill(library, 3)
        library.remove_vectors(recipes(SETTINGS)["mfcc"], [2])
        assert scaled_vectors(library, SETTINGS)[0] == [1, 3]


def test_a_description_that_somebody_removes_meanwhile_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with LibraryWriter(tmp_path / "a.sqlite") as library:
        fill(library, 3)
        counted = library.described(list(recipes(SETTINGS).values()))
        library.remove_vectors(recipes(SETTINGS)["mfcc"], [2])
        monkeypatch.setattr(library, "described", lambda _: counted)
        with pytest.raises(LibraryError, match="another tuimap changed it"):
            scaled_vectors(library, SETTINGS)


@pytest.mark.parametrize("row", ["x'00'", "zeroblob(100000)", "x'" + "0000c07f" * 264 + "'"])
def test_damaged_rows_are_removed_and_said(tmp_path: Path, row: str) -> None:
    with LibraryWriter(tmp_path / "a.sqlite") as library:
        fill(library, 3)
        recipe = recipes(SETTINGS)["mfcc"]
        library._connection.execute(f"UPDATE vectors SET row = {row} WHERE sound = 2 AND recipe = ?", (recipe,))
        with pytest.raises(LibraryError, match="1 damaged descriptions were removed"):
            scaled_vectors(library, SETTINGS)
        assert library.described([recipe]) == [1, 3]


@pytest.mark.parametrize("row", ["'text'", "7"])
def test_rows_that_are_no_bytes_are_damage(tmp_path: Path, row: str) -> None:
    with LibraryWriter(tmp_path / "a.sqlite") as library:
        fill(library, 3)
        library._connection.execute(f"UPDATE vectors SET row = {row} WHERE sound = 2")
        with pytest.raises(DamagedError):
            scaled_vectors(library, SETTINGS)


def test_little_more_than_the_matrix_is_held_at_a_time(tmp_path: Path) -> None:
    with LibraryWriter(tmp_path / "a.sqlite") as library:
        fill(library, 5000)
        tracemalloc.start()
        try:
            _, vectors = scaled_vectors(library, SETTINGS)
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert peak < 1.75 * vectors.nbytes
