"""The measures as they are defined, with every distance and every rank at once: what the blocks have to agree with."""

from __future__ import annotations

import numpy as np


def squared_distances(points: np.ndarray) -> np.ndarray:
    centred = points - points.mean(axis=0)
    squares = (centred * centred).sum(1)
    distances = np.maximum(squares[:, None] + squares[None] - 2 * centred @ centred.T, 0)
    np.fill_diagonal(distances, np.inf)
    return distances


def guessed(distances: np.ndarray, labels: np.ndarray, k: int = 5) -> float:
    right = 0
    for row, own in zip(distances, labels, strict=True):
        votes = np.zeros(labels.max() + 1)
        for place, other in enumerate(np.argsort(row, kind="stable")[:k]):
            votes[labels[other]] += np.isfinite(row[other]) * (1 + 1e-6 * (min(k, len(row)) - place))
        right += votes.argmax() == own
    return right / len(labels)


def guessed_across(distances: np.ndarray, labels: np.ndarray, groups: np.ndarray) -> float:
    return guessed(np.where(groups[:, None] == groups, np.inf, distances), labels)


def purity(distances: np.ndarray, labels: np.ndarray, k: int = 10) -> float:
    shares = []
    for row, own in zip(distances, labels, strict=True):
        others = int((labels == own).sum()) - 1
        if others:
            same = int((labels[np.argsort(row, kind="stable")[:k]] == own).sum())
            shares.append(same / min(others, k))
    return float(np.mean(shares)) if shares else np.nan


def faithfulness(high: np.ndarray, low: np.ndarray, k: int = 10) -> tuple[float, float]:
    n = len(high)
    k = min(k, n // 2 - 1)
    by_nearness = [np.argsort(each, axis=1, kind="stable") for each in (high, low)]
    rank = [np.argsort(order, axis=1) + 1 for order in by_nearness]
    rows = np.arange(n)[:, None]
    scale = 2 / (n * k * (2 * n - 3 * k - 1))
    trust = np.maximum(rank[0][rows, by_nearness[1][:, :k]] - k, 0).sum()
    continuity = np.maximum(rank[1][rows, by_nearness[0][:, :k]] - k, 0).sum()
    return float(1 - scale * trust), float(1 - scale * continuity)


def alone(points: np.ndarray, columns: int = 80, rows: int = 24) -> float:
    low, high = points.min(axis=0), points.max(axis=0)
    cells = [tuple(each) for each in np.round((points - low) / np.maximum(high - low, 1e-12) * [columns - 1, rows - 1])]
    return float(np.mean([cells.count(each) == 1 for each in cells]))
