from __future__ import annotations

import numpy as np
import pytest

from tuimap.clusters.density import density


def test_the_density_adds_up_to_the_points() -> None:
    points = np.random.default_rng(0).uniform(0.3, 0.7, (500, 2))
    assert density(points, 0.02, 64).values.sum() == pytest.approx(500)


def test_one_point_makes_a_bell_of_the_bandwidth() -> None:
    values = density(np.array([[0.505, 0.505]]), 0.05, 100).values
    assert values[50, 55] / values[50, 50] == pytest.approx(np.exp(-0.5))
    assert values[54, 53] / values[50, 50] == pytest.approx(np.exp(-0.5))
    assert values[0, 0] == 0


def test_each_point_knows_how_dense_it_is_where_it_lies() -> None:
    field = density(np.array([[0.1, 0.9], [0.8, 0.2], [0.8, 0.2]]), 0.01, 50)
    once, twice, again = field.values.ravel()[field.cell]
    assert twice == again == pytest.approx(2 * once)


def test_points_on_the_very_edge_belong_to_the_outermost_cells() -> None:
    assert density(np.array([[1.0, 1.0], [0.0, 0.0]]), 0.1, 10).cell.tolist() == [99, 0]
