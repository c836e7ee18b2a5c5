from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st

from tests.players.sounds import RATE, Piped, Torn, noise
from tuimap.players import Clip
from tuimap.players.backwards import PIECE_SECONDS, Backwards
from tuimap.players.held import Held
from tuimap.players.source import FileSource
from tuimap.players.voice import Frames


class Noting(Held):
    most = 0

    def read(self, first: int, n_frames: int) -> Frames:
        self.most = max(self.most, n_frames)
        return super().read(first, n_frames)


@given(st.integers(1, 5_000), st.integers(0, 5_000), st.integers(0, 5_000))
def test_it_is_the_sound_from_its_end(n_frames: int, first: int, some: int) -> None:
    sound = noise(n_frames)
    backwards = Backwards(Held(sound, 1000))

    blocks = [noise(0), *backwards.blocks(first)]

    assert np.array_equal(np.concatenate(blocks), sound[::-1][first:])
    assert np.array_equal(backwards.read(first, some), sound[::-1][first : first + some])


def test_the_first_block_is_short_and_no_piece_is_long() -> None:
    sound = Noting(noise(30_000), 1000)

    blocks = list(Backwards(sound).blocks())

    assert len(blocks[0]) == 50
    assert sound.most == PIECE_SECONDS * 1000


def test_a_sound_cut_short_begins_with_the_last_that_is_there() -> None:
    sound = noise(12_345)

    out = np.concatenate(list(Backwards(Torn(sound, 10**9, 1000)).blocks()))

    assert np.array_equal(out, sound[::-1])


def test_a_sound_that_does_not_tell_its_length_is_heard_backwards() -> None:
    backwards = Backwards(Piped(noise(2_000), 1000))

    assert np.array_equal(np.concatenate(list(backwards.blocks())), noise(2_000)[::-1])


@pytest.mark.parametrize("sound", [Held(noise(0), RATE), Torn(noise(0), 10**9)])
def test_of_nothing_nothing_is_heard(sound: Held) -> None:
    assert list(Backwards(sound).blocks()) == []


@pytest.mark.parametrize(("name", "likeness"), [("a.wav", 1.0), ("a.flac", 1.0), ("a.ogg", 1.0), ("a.mp3", 0.999)])
def test_files_of_every_kind_are_heard_backwards(tmp_path: Path, name: str, likeness: float) -> None:
    soundfile.write(tmp_path / name, np.cumsum(noise(4 * RATE, 0.01), axis=0) % 0.5, RATE)

    with FileSource(Clip(tmp_path / name, 0.5, 3.0)).open() as opened:
        forwards = np.concatenate(list(opened.blocks()))
        backwards = np.concatenate(list(Backwards(opened).blocks()))

    assert len(backwards) == 3 * RATE
    assert np.corrcoef(backwards[::-1, 0], forwards[:, 0])[0, 1] > likeness - 1e-6
