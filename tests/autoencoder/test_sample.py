from __future__ import annotations

import random

import numpy as np
import pytest
from numpy.typing import NDArray

from tuimap.autoencoder.sample import FrameSample
from tuimap.settings import BANDS, Training

TRAINING = Training(frames=100, frames_of_a_sound=16)


def frames_of(position: int, n: int = 40) -> NDArray[np.uint8]:
    return np.random.default_rng(1000 + position).integers(0, 255, (n, BANDS)).astype(np.uint8)


def sampled(order: list[int]) -> NDArray[np.uint8]:
    sample = FrameSample(TRAINING)
    for position in order:
        sample.add(position, [] if position == 3 else [frames_of(position)])
    assert sample.complete
    return sample.frames()


def test_which_frames_are_chosen_does_not_follow_from_who_was_decoded_first() -> None:
    order = list(range(20))
    first = sampled(order)
    random.Random(0).shuffle(order)
    assert np.array_equal(sampled(order), first)


def test_a_gap_in_the_first_files_is_waited_for() -> None:
    sample = FrameSample(TRAINING)
    for position in range(1, 20):
        sample.add(position, [frames_of(position)])
    assert not sample.complete
    sample.add(0, [frames_of(0)])
    assert sample.complete


def test_a_long_sound_gives_no_more_than_its_share() -> None:
    sample = FrameSample(TRAINING)
    sample.add(0, [frames_of(0, 5000)])
    assert len(sample.frames()) == 16


def test_a_small_collection_gives_all_it_has() -> None:
    sample = FrameSample(TRAINING)
    sample.add(0, [frames_of(0, 5)])
    sample.add(1, [frames_of(1, 3)])
    assert np.array_equal(sample.frames(), np.concatenate([frames_of(0, 5), frames_of(1, 3)]))
    assert not sample.complete


@pytest.mark.parametrize("files", [0, 2])
def test_files_without_frames_give_one_silent_frame(files: int) -> None:
    sample = FrameSample(TRAINING)
    for position in range(files):
        sample.add(position, [])
    assert sample.frames().shape == (1, BANDS)
    assert not sample.frames().any()


def test_each_slice_of_a_file_gives_as_much_as_a_file_would() -> None:
    sample = FrameSample(TRAINING, n_files=4)
    sample.add(0, [frames_of(0), frames_of(1, 5), frames_of(2)])
    assert len(sample.frames()) == 16 + 5 + 16


def test_a_file_of_many_slices_leaves_room_for_the_others() -> None:
    sample = FrameSample(TRAINING, n_files=10)
    sample.add(0, [frames_of(position) for position in range(50)])
    assert len(sample.frames()) == 40
    assert not sample.complete
