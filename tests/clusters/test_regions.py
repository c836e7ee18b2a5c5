from __future__ import annotations

import numpy as np
import pytest

from tuimap.clusters.regions import FEWEST_SOUNDS, MOST, regions, settled
from tuimap.layout import scatter


def islands(*sizes: int, seed: int = 0) -> np.ndarray:
    """Give positions around points far apart."""
    random = np.random.default_rng(seed)
    sides = int(np.ceil(len(sizes) ** 0.5))
    centres = [(place % sides, place // sides) for place in range(len(sizes))]
    return scatter(np.vstack([c + random.normal(0, 0.08, (n, 2)) for c, n in zip(centres, sizes, strict=True)]))


def test_islands_are_found_the_largest_first() -> None:
    found = regions(islands(40, 90, 60, 120))
    assert np.mean(found == np.repeat([3, 1, 2, 0], [40, 90, 60, 120])) > 0.98


def test_two_hills_that_touch_are_two_and_one_hill_is_none() -> None:
    random = np.random.default_rng(0)
    hills = scatter(np.vstack([random.normal((0, 0), 1, (800, 2)), random.normal((5, 0), 1, (800, 2))]))
    found = regions(hills)
    assert found.max() == 1
    assert min(np.mean(found[:800] == found[0]), np.mean(found[800:] == found[-1])) > 0.95


@pytest.mark.parametrize("n", [0, 1, 2, FEWEST_SOUNDS - 1])
def test_a_tiny_collection_has_none(n) -> None:
    assert regions(islands(*[1] * n) if n else np.zeros((0, 2))).tolist() == [-1] * n


@pytest.mark.parametrize("n", [16, 100, 5000])
def test_equal_places_have_none(n) -> None:
    assert (regions(np.full((n, 2), 0.5)) == -1).all()


def test_there_are_no_more_than_a_screen_can_name() -> None:
    assert regions(islands(*[30] * 64)).max() < MOST


def test_a_few_sounds_far_from_all_belong_to_none() -> None:
    found = regions(islands(100, 100, 3, 100))
    assert (found[200:203] == -1).all()
    assert found.max() == 2


def test_the_order_of_the_sounds_does_not_matter() -> None:
    positions = islands(40, 90, 60, 120)
    order = np.random.default_rng(1).permutation(len(positions))
    assert (regions(positions)[order] == regions(positions[order])).all()


def test_groups_that_last_keep_their_numbers_and_new_ones_take_free_ones() -> None:
    now = np.array([0, 0, 0, 1, 1, 1, 2, 2, -1])
    before = np.array([3, 3, 0, 1, 1, 1, -1, -1, -1])
    assert settled(now, before).tolist() == [3, 3, 3, 1, 1, 1, 0, 0, -1]
    assert settled(now, now).tolist() == now.tolist()
    assert settled(now, np.full(9, -1)).tolist() == now.tolist()
