from __future__ import annotations

import numpy as np
import pytest

from tuimap.reduce.pca import principal_plane


def plane_in_space(n: int, dims: int) -> tuple[np.ndarray, np.ndarray]:
    """Points of a plane, [n, 2], and the same points somewhere in space, [n, dims]."""
    generator = np.random.default_rng(1)
    flat = generator.normal(size=(n, 2)) * [3, 1]
    directions = np.linalg.qr(generator.normal(size=(dims, 2)))[0]
    return flat, flat @ directions.T + generator.normal(size=dims)


@pytest.mark.parametrize(("n", "dims"), [(200, 7), (12, 50), (30, 2)])
def test_points_of_a_plane_keep_all_their_distances(n, dims) -> None:
    flat, vectors = plane_in_space(n, dims)
    found = principal_plane(vectors.astype(np.float32))

    def distances(points):
        return np.linalg.norm(points[:, None] - points[None], axis=2)

    assert np.allclose(distances(found), distances(flat), atol=2e-5)


def test_the_first_axis_is_the_longer_one_and_the_map_is_centred() -> None:
    found = principal_plane(plane_in_space(200, 7)[1].astype(np.float32))
    assert found[:, 0].std() > 2 * found[:, 1].std()
    assert np.allclose(found.mean(axis=0), 0, atol=1e-4)


def test_it_agrees_with_scikit_learn() -> None:
    from sklearn.decomposition import PCA

    vectors = np.random.default_rng(2).normal(size=(9000, 5)) * [5, 3, 1, 1, 1]  # more rows than a block
    theirs = PCA(2, svd_solver="full").fit_transform(vectors)
    ours = principal_plane(vectors.astype(np.float32))
    signs = np.sign((ours * theirs).sum(axis=0))
    assert np.allclose(ours, theirs * signs, atol=1e-4)


def test_mirrored_vectors_give_the_mirrored_map() -> None:
    vectors = plane_in_space(50, 4)[1].astype(np.float32)
    assert np.allclose(principal_plane(-vectors), -principal_plane(vectors), atol=1e-5)


def test_order_of_the_sounds_does_not_turn_the_map() -> None:
    vectors = plane_in_space(50, 4)[1].astype(np.float32)
    order = np.random.default_rng(0).permutation(50)
    assert np.allclose(principal_plane(vectors[order]), principal_plane(vectors)[order], atol=2e-5)
