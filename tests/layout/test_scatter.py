from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tuimap.layout import scatter


def cloud(n: int = 200, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=(n, 2)) * [3, 1]


def test_the_longer_side_fills_the_square_and_the_other_is_centred() -> None:
    positions = scatter(np.array([[0, 0], [10, 0], [10, 5], [0, 5]]))
    assert positions.tolist() == [[0, 0.25], [1, 0.25], [1, 0.75], [0, 0.75]]


def test_distances_keep_their_proportions() -> None:
    raw, positions = cloud(), scatter(cloud())
    ratio = np.linalg.norm(np.diff(positions, axis=0), axis=1) / np.linalg.norm(np.diff(raw, axis=0), axis=1)
    assert np.allclose(ratio, ratio[0], rtol=1e-4)


@pytest.mark.parametrize("n", [5, 20, 200])
@pytest.mark.parametrize("far", [[1e6, 0], [-1e6, 1e6], [1e30, 1e30]])
def test_one_far_point_does_not_shrink_the_others(n, far) -> None:
    raw = cloud(n)
    raw[n // 2] = far
    others = np.delete(scatter(raw), n // 2, axis=0)
    assert np.ptp(others, axis=0).max() > 0.1
    assert len(np.unique(others, axis=0)) == n - 1


def test_a_far_point_keeps_its_direction() -> None:
    raw = np.vstack([cloud() - np.median(cloud(), axis=0), [[1e6, 1e6]]])
    along = scatter(raw)[-1] - np.median(scatter(raw), axis=0)
    assert along[0] == pytest.approx(along[1], rel=0.1)
    assert along[0] > 0.2


def test_a_long_tail_is_left_alone() -> None:
    raw = np.vstack([cloud(95), np.linspace([0, 0], [12, 12], 6)])
    assert np.allclose(np.diff(scatter(raw)[-6:], axis=0), np.diff(scatter(raw)[-6:], axis=0)[0], atol=1e-5)


def test_no_sound_gives_no_position() -> None:
    assert scatter(np.zeros((0, 2))).shape == (0, 2)


@pytest.mark.parametrize("n", [1, 2, 50])
@pytest.mark.parametrize("place", [0.0, -3.5, 1e30])
def test_equal_places_lie_in_the_centre(n, place) -> None:
    assert (scatter(np.full((n, 2), place)) == 0.5).all()


@pytest.mark.parametrize("wrong", [np.zeros(4), np.zeros((4, 3)), np.array([[0, np.nan]])])
def test_what_is_not_a_map_is_refused(wrong) -> None:
    with pytest.raises(ValueError, match=r"finite and of shape \[sounds, 2\]"):
        scatter(wrong)


@given(
    arrays(
        np.float32,
        st.tuples(st.integers(0, 30), st.just(2)),
        elements=st.floats(allow_nan=False, allow_infinity=False, width=32),
    )
)
def test_every_map_fits_the_unit_square(raw) -> None:
    positions = scatter(raw)
    assert positions.dtype == np.float32
    assert ((positions >= 0) & (positions <= 1)).all()
