from __future__ import annotations

import numpy as np
import pytest


def exact(points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Sum over all points of 1 / (1 + d^2), [points], and its gradient [points, 2], pair by pair."""
    apart = points[:, None].astype(np.float64) - points[None]
    near = 1 / (1 + (apart**2).sum(axis=2))
    return near.sum(axis=1), (-2 * near[:, :, None] ** 2 * apart).sum(axis=1)


def on_mesh(points: np.ndarray, nodes: int) -> tuple[np.ndarray, np.ndarray, float]:
    """The same from a mesh, and the spacing of its nodes."""
    import jax
    import jax.numpy as jnp

    from tuimap.reduce.particle_mesh import mesh_over, repulsion, shifted

    @jax.jit
    def read(places, present):
        mesh = shifted(mesh_over(places, present, nodes), jnp.float32(3))
        return *repulsion(places, present, mesh), mesh.spacing

    empty = np.full((9, 2), 1e3, np.float32)  # far rows that are not there
    near, gradient, spacing = read(np.concatenate([points, empty]), np.arange(len(points) + 9) < len(points))
    return np.asarray(near)[: len(points)], np.asarray(gradient)[: len(points)], float(spacing)


@pytest.mark.parametrize(
    ("width", "nodes", "spacing", "tolerance"),
    [(0.01, 64, 0.03, 6e-2), (2.0, 64, 0.15, 1e-3), (10.0, 128, 0.35, 1e-2), (20.0, 128, 0.65, 0.2)],
)
def test_the_mesh_gives_the_sum_over_all_pairs(width, nodes, spacing, tolerance) -> None:
    points = np.random.default_rng(0).normal(0, width / 2, (500, 2)).astype(np.float32)
    near, gradient, found_spacing = on_mesh(points, nodes)
    true_near, true_gradient = exact(points)
    assert found_spacing < spacing  # in units of the kernel's width: the finer, the truer
    assert abs(near - true_near).max() < tolerance * true_near.max()
    assert np.linalg.norm(gradient - true_gradient) < tolerance * np.linalg.norm(true_gradient)


def test_two_points_push_each_other_apart_alike() -> None:
    gradient = on_mesh(np.array([[-1, 0], [1, 0]], np.float32), 64)[1]
    assert np.allclose(
        gradient, [[2 * 2 / 25, 0], [-2 * 2 / 25, 0]], atol=4e-3
    )  # two points lie at the ends of their mesh, where it is least true


def test_splines_sum_to_one_wherever_a_point_lies() -> None:
    import jax
    import jax.numpy as jnp

    from tuimap.reduce.particle_mesh import mesh_over, spline_weights

    places = jnp.asarray(np.random.default_rng(1).uniform(-3, 3, (200, 2)).astype(np.float32))
    _, weights, slopes = jax.jit(lambda at: spline_weights(at, mesh_over(at, jnp.ones(200), 64)))(places)
    assert np.allclose(weights.sum(axis=2), 1, atol=1e-6)
    assert np.allclose(slopes.sum(axis=2), 0, atol=1e-6)


def test_no_spline_leaves_the_mesh_however_far_a_point_flies() -> None:
    import jax
    import jax.numpy as jnp

    from tuimap.reduce.particle_mesh import mesh_over, shifted, spline_weights

    places, present = jnp.asarray([[0.0, 0], [1, 1], [-1e9, 1e9]]), jnp.asarray([1.0, 1, 0])

    @jax.jit
    def cells(step):
        return spline_weights(places, shifted(mesh_over(places, present, 64), step))[0]

    for step in range(10):
        found = cells(jnp.float32(step))
        assert found.min() >= 0
        assert found.max() <= 64 - 4
