from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuimap.players.remote import LineError
from tuimap.players.remote.pieces import PIECE, begins, count, cut, digest, index_at, length, packed, unpacked


def stereo(values: np.ndarray) -> np.ndarray:
    return np.repeat(np.asarray(values, np.float32)[:, None], 2, axis=1)


@given(st.integers(0, 100_000))
def test_every_frame_lies_in_one_piece(frame: int) -> None:
    index = index_at(frame)

    assert begins(index) <= frame < begins(index + 1)
    assert begins(index) + length(index) == begins(index + 1)
    assert count(frame + 1) == index + 1


@given(st.lists(st.integers(0, 5000), max_size=6), st.integers(0, 6))
def test_pieces_hold_all_frames_in_order_however_the_blocks_fall(sizes: list[int], first: int) -> None:
    frames = stereo(np.arange(sum(sizes)))
    ends = np.cumsum([0, *sizes])
    blocks = [frames[start:end] for start, end in pairwise(ends)]

    pieces = list(cut(blocks, first))

    assert np.array_equal(np.concatenate([*pieces, frames[:0]]), frames)
    assert [len(piece) for piece in pieces[:-1]] == [length(first + at) for at in range(len(pieces) - 1)]


@given(st.binary(min_size=4, max_size=4000), st.booleans())
def test_sixteen_bits_travel_exactly(values: bytes, mono: bool) -> None:
    whole = np.frombuffer(values[: len(values) // 4 * 4], "<i2").astype(np.float32) / 32768
    frames = stereo(whole) if mono else whole.reshape(-1, 2)

    assert np.array_equal(unpacked(packed(frames)), frames)


@pytest.mark.parametrize("peak", [1e-4, 0.01, 0.9, 3.0, 60.0])
def test_quiet_and_loud_sounds_travel_with_the_fineness_of_their_own_level(peak: float) -> None:
    values = np.random.default_rng(0).uniform(-peak, peak, (PIECE, 2)).astype(np.float32)

    assert np.abs(unpacked(packed(values)) - values).max() < peak / 16_000


def test_what_is_the_same_on_both_sides_travels_once() -> None:
    values = np.random.default_rng(0).uniform(-0.5, 0.5, PIECE)

    assert len(packed(stereo(values))) == 2 + 2 * PIECE
    assert len(packed(np.stack([values, -values], axis=1).astype(np.float32))) == 2 + 4 * PIECE


def test_a_hash_stands_for_what_is_heard() -> None:
    some = np.random.default_rng(0).uniform(-0.5, 0.5, (PIECE, 2)).astype(np.float32)

    assert digest(packed(some)) == digest(packed(some.copy()))
    assert digest(packed(some)) != digest(packed(some * 0.5))


@pytest.mark.parametrize(
    "body", [b"", b"\0", b"\0\3", b"\0\0aa", b"\0\2aa", b"\0\1a", b"\x7f\1aa", b"\0\1" + b"a" * 4098]
)
def test_a_piece_that_is_none_is_refused(body: bytes) -> None:
    with pytest.raises(LineError):
        unpacked(body)
