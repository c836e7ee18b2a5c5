from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tuimap.reduce.scale import Block, even, scale

STATISTICS = (8, 4, 4)


def values(sounds: int, columns: int, seed: int = 0) -> np.ndarray:
    generator = np.random.default_rng(seed)
    return (generator.normal(size=(sounds, columns)) * generator.uniform(0.1, 100, columns) + 7).astype(np.float32)


def scaled(blocks: list[Block]) -> np.ndarray:
    """Give the vectors that copies of the blocks make up."""
    copies = [replace(block, values=block.values.copy()) for block in blocks]
    scale(copies)
    return np.concatenate([block.values for block in copies] or [np.zeros((0, 0))], axis=1)


def row_length(columns: np.ndarray) -> float:
    return float(np.sqrt((columns.astype(np.float64) ** 2).sum(axis=1).mean()))


def test_each_group_has_unit_length_whatever_its_columns() -> None:
    vectors = scaled([Block(values(50, 16 * 3), groups=STATISTICS)])
    for group in np.split(vectors, [8 * 3, 12 * 3], axis=1):
        assert row_length(group) == pytest.approx(1, rel=1e-5)


def test_each_statistic_of_a_group_counts_alike() -> None:
    vectors = scaled([Block(values(50, 4 * 3), groups=(4,))])
    lengths = [row_length(statistic) for statistic in np.split(vectors, 4, axis=1)]
    assert lengths == pytest.approx([0.5] * 4, rel=1e-5)


def test_soft_scaling_leaves_the_root_of_the_deviation() -> None:
    columns = np.array([[1, 16], [-1, -16]], np.float32)
    vectors = scaled([Block(columns)])
    assert vectors[0, 1] / vectors[0, 0] == pytest.approx(4)


def test_a_weight_is_the_length_of_the_rows() -> None:
    envelope, level = Block(values(40, 5), 0.3, "zscore"), Block(values(40, 1, seed=1), 0.2, "zscore")
    vectors = scaled([envelope, level])
    assert row_length(vectors[:, :5]) == pytest.approx(0.3, rel=1e-5)
    assert row_length(vectors[:, 5:]) == pytest.approx(0.2, rel=1e-5)


def test_standard_scores_are_cut() -> None:
    column = np.zeros((1000, 1), np.float32)
    column[0] = 1e6
    column[1:500] = 1
    vectors = scaled([Block(np.hstack([column, values(1000, 1)]), 1, "zscore")])
    assert abs(vectors[0, 0]) < 5 * abs(vectors[:, 1]).max()


def test_columns_have_mean_zero() -> None:
    vectors = scaled([Block(values(50, 8), groups=(4,)), Block(values(50, 2), 0.3, "zscore")])
    assert np.allclose(vectors.mean(axis=0), 0, atol=1e-6)


def test_what_is_not_standardised_keeps_its_proportions() -> None:
    columns = np.array([[1, 16], [-1, -16]], np.float32)
    vectors = scaled([Block(columns + 5, 1, "none")])
    assert vectors[0, 1] / vectors[0, 0] == pytest.approx(16)
    assert row_length(vectors) == pytest.approx(1, rel=1e-5)


def test_units_do_not_matter() -> None:
    columns = values(30, 12)
    assert np.allclose(scaled([Block(columns, groups=(4,))]), scaled([Block(columns * 1000, groups=(4,))]), atol=1e-5)


@pytest.mark.parametrize("kind", ["soft", "zscore"])
@pytest.mark.parametrize("sounds", [1, 2, 30])
def test_what_all_sounds_share_becomes_zero(kind, sounds) -> None:
    columns = np.full((sounds, 4), 0.1, np.float32)
    assert not scaled([Block(columns, 1, kind)]).any()


def test_rounding_of_a_constant_is_not_blown_up() -> None:
    columns = np.full((30, 2), 1000.1, np.float32)
    columns[3, 0] = np.nextafter(columns[3, 0], np.float32(2000))
    assert not scaled([Block(columns)]).any()


def test_equal_sounds_have_equal_vectors() -> None:
    columns = values(30, 8)
    columns[9] = columns[2]
    vectors = scaled([Block(columns, groups=(2,))])
    assert vectors[9].tobytes() == vectors[2].tobytes()


@pytest.mark.parametrize("blocks", [[], [Block(np.zeros((0, 16), np.float32), groups=STATISTICS)]])
def test_no_sounds_give_no_vectors(blocks) -> None:
    assert len(scaled(blocks)) == 0


def test_values_that_are_not_finite_are_refused_by_name() -> None:
    columns = values(10, 4)
    columns[3, 2] = np.inf
    with pytest.raises(ValueError, match="block 1 must be finite, but row 3, column 2 is inf"):
        scaled([Block(values(10, 4)), Block(columns)])


@pytest.mark.parametrize("shape", [(10, 15), (9, 16), (16,)])
def test_a_block_of_the_wrong_shape_is_refused(shape) -> None:
    with pytest.raises(ValueError, match="block 1 must be of shape"):
        scaled([Block(values(10, 16)), Block(np.zeros(shape, np.float32), groups=STATISTICS)])


def test_rows_are_brought_to_length_1_and_keep_their_direction() -> None:
    vectors = values(2000, 5)
    evened = vectors.copy()
    even(evened)
    assert np.linalg.norm(evened, axis=1) == pytest.approx(np.ones(2000), rel=1e-6)
    assert evened * np.linalg.norm(vectors, axis=1)[:, None] == pytest.approx(vectors, rel=1e-5)


def test_what_lies_in_the_middle_stays_there() -> None:
    vectors = np.array([[3, 4], [0, 0], [1e-9, 0], [-30, 0]], np.float32)
    even(vectors)
    assert vectors == pytest.approx(np.array([[0.6, 0.8], [0, 0], [0, 0], [-1, 0]]), abs=1e-6)


@pytest.mark.parametrize("sounds", [0, 1])
def test_rows_of_zeros_stay(sounds: int) -> None:
    vectors = np.zeros((sounds, 3), np.float32)
    even(vectors)
    assert not vectors.any()


def test_equal_rows_stay_equal_wherever_they_stand() -> None:
    vectors = np.repeat(values(1, 391), 3000, axis=0)
    even(vectors)
    assert len(np.unique(vectors, axis=0)) == 1
