from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tuimap.arrange import arrange_grid, arrange_scatter
from tuimap.collection import Collection
from tuimap.corpus.scan import FoundFile
from tuimap.descriptors import reading_recipe
from tuimap.layout.grid import cells_of
from tuimap.library_entries import StoredSound
from tuimap.library_writer import LibraryWriter
from tuimap.progress import finish
from tuimap.settings import Settings
from tuimap.sound import Sound
from tuimap.sound_map import SoundMap

SCATTER = Settings()
GRID = replace(SCATTER, layout="grid")
KINDS = ("kick", "snare", "hat")


def raw_of(names: list[str]) -> np.ndarray:
    """Give each kind a place of its own."""
    random = np.random.default_rng(0)
    return np.array([random.normal((10 * KINDS.index(name.split()[0]), 0), 1) for name in names], np.float32)


@pytest.fixture
def library(tmp_path: Path):
    with LibraryWriter(tmp_path / "library.sqlite") as library:
        yield library


def store(library: LibraryWriter, names: list[str]) -> None:
    sounds = [Sound(f"{name}.wav", 0.0, 1.0, 44_100, 1, "WAV", 0.0, bytes(256)) for name in names]
    recipe = reading_recipe(SCATTER)
    contents = [each.path.encode().ljust(16)[:16] for each in sounds]
    rows = zip(sounds, contents, strict=True)
    library.store_sounds([StoredSound(FoundFile(each.path, 1, 1), each, recipe, {}, content) for each, content in rows])


def scatter_all(library: LibraryWriter, *, afresh: bool = False) -> None:
    placed = [(number, sound.path.removesuffix(".wav")) for number, sound in library.sounds(reading_recipe(SCATTER))]
    ids, names = zip(*placed, strict=True)
    finish(arrange_scatter(library, SCATTER, ids, raw_of(list(names)), afresh=afresh))


def loaded(library: LibraryWriter, settings: Settings) -> SoundMap:
    found = Collection((library.path.parent,), settings, library_file=library.path).load()
    assert found is not None
    return found


TAKES = [f"{kind} {take:02}" for kind in KINDS for take in range(20)]


def test_a_scattered_map_is_stored_with_its_clusters_and_their_names(library: LibraryWriter) -> None:
    store(library, TAKES)
    scatter_all(library)
    found = loaded(library, SCATTER)
    assert sorted(found.cluster_names) == sorted(KINDS)
    told = [found.cluster_name(index) == sound.name.split()[0] for index, sound in enumerate(found.sounds)]
    assert np.mean(told) > 0.95
    assert not found.grid


def test_a_grid_is_made_from_the_stored_map_and_has_its_clusters(library: LibraryWriter) -> None:
    store(library, TAKES)
    scatter_all(library)
    finish(arrange_grid(library, GRID, afresh=False))
    scattered, found = loaded(library, SCATTER), loaded(library, GRID)
    assert found.grid
    assert len(np.unique(found.positions, axis=0)) == len(TAKES)
    assert cells_of(found.positions).columns == 16
    assert (found.clusters == scattered.clusters).all()
    assert found.cluster_names == scattered.cluster_names


def test_a_grid_does_not_hang_on_which_file_was_described_first(tmp_path: Path) -> None:
    grids = []
    for number, takes in enumerate((TAKES, TAKES[::-1])):
        with LibraryWriter(tmp_path / f"{number}.sqlite") as library:
            store(library, takes)
            scatter_all(library)
            finish(arrange_grid(library, GRID, afresh=False))
            grids.append(loaded(library, GRID))
    assert [sound.path for sound in grids[0].sounds] == [sound.path for sound in grids[1].sounds]
    assert (grids[0].positions == grids[1].positions).all()


def test_a_grid_that_will_do_is_left_alone(library: LibraryWriter) -> None:
    store(library, TAKES)
    scatter_all(library)
    assert list(arrange_grid(library, GRID, afresh=False))
    assert not list(arrange_grid(library, GRID, afresh=False))
    assert list(arrange_grid(library, replace(GRID, aspect=(1, 1)), afresh=False))
    assert list(arrange_grid(library, GRID, afresh=True))


def test_a_copied_file_gets_a_cell_of_its_own(library: LibraryWriter) -> None:
    store(library, TAKES)
    scatter_all(library)
    finish(arrange_grid(library, GRID, afresh=False))
    before = loaded(library, GRID).positions
    library.recognise({}, {FoundFile("kick 00 copy.wav", 1, 2): "kick 00.wav"})
    assert len(np.unique(loaded(library, GRID).positions, axis=0)) == len(TAKES)
    finish(arrange_grid(library, GRID, afresh=False))
    found = loaded(library, GRID)
    assert len(np.unique(found.positions, axis=0)) == len(found) == len(TAKES) + 1
    copy = [sound.path for sound in found.sounds].index("kick 00 copy.wav")
    assert np.mean((np.delete(found.positions, copy, axis=0) == before).all(axis=1)) > 0.8


def test_files_that_leave_a_grid_leave_their_cells_empty(library: LibraryWriter) -> None:
    store(library, TAKES)
    scatter_all(library)
    finish(arrange_grid(library, GRID, afresh=False))
    before = loaded(library, GRID).positions
    library.mark_gone([f"{TAKES[0]}.wav"], 1)
    assert not list(arrange_grid(library, GRID, afresh=False))
    gone = [sound.name for sound in loaded(library, SCATTER).sounds]
    assert f"{TAKES[0]}.wav" not in gone
    assert len(loaded(library, GRID)) == len(before) - 1


def test_clusters_keep_their_numbers_when_sounds_are_added(library: LibraryWriter) -> None:
    store(library, TAKES)
    scatter_all(library)
    before = loaded(library, SCATTER)
    store(library, [f"hat {take}" for take in range(60, 90)])
    scatter_all(library)
    after = loaded(library, SCATTER)
    assert after.cluster_names == before.cluster_names
    scatter_all(library, afresh=True)
    assert loaded(library, SCATTER).cluster_names[0] == "hat"
