from __future__ import annotations

import numpy as np

from tuimap.clusters.watershed import basins, merged

RIDGE = np.array([[5.0, 3.0, 4.0, 1.0, 9.0, 0.0, 2.0]])
"""Summits of 9, 5, 4 and 2; the last lies apart."""


def test_every_cell_belongs_to_the_summit_that_the_steepest_way_leads_to() -> None:
    found = basins(RIDGE)
    assert found.summits.tolist() == [9, 5, 4, 2]
    assert found.of.tolist() == [1, 1, 2, 0, 0, -1, 3]


def test_passes_are_the_highest_ways_between_basins() -> None:
    assert basins(RIDGE).passes == [(3.0, 1, 2), (1.0, 0, 2)]


def test_a_summit_that_hardly_rises_above_its_pass_belongs_to_the_higher_one() -> None:
    assert merged(basins(RIDGE), 1.0).tolist() == [0, 1, 2, 3]
    assert merged(basins(RIDGE), 1.5).tolist() == [0, 1, 1, 3]
    assert merged(basins(RIDGE), 100.0).tolist() == [0, 0, 0, 3]


def test_a_small_summit_goes_to_the_neighbour_not_to_the_highest() -> None:
    heights = np.array([[9.0, 2.0, 6.0, 5.0, 5.5]])
    assert merged(basins(heights), 1.5).tolist() == [0, 1, 1]


def test_a_diagonal_step_is_a_way() -> None:
    heights = np.array([[3.0, 0.0, 0.0], [0.0, 2.0, 0.0], [0.0, 0.0, 1.0]])
    assert basins(heights).of[[0, 4, 8]].tolist() == [0, 0, 0]


def test_level_ground_is_one_basin() -> None:
    assert len(basins(np.ones((5, 5))).summits) == 1


def test_no_height_is_no_basin() -> None:
    found = basins(np.zeros((4, 4)))
    assert (found.of == -1).all()
    assert found.passes == []
