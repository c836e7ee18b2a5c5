"""Methods that bring vectors [sounds, dims] to two dimensions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from tuimap.progress import Stage
from tuimap.reduce import graph, isomap, mds, pca, som, tsne, uniform_manifold
from tuimap.settings import Settings


class Reducer(Protocol):
    """A stage that gives raw coordinates [sounds, 2] for vectors [sounds, dims]; equal vectors share a point.

    `init` [sounds, 2] holds the raw coordinates of an earlier map by the same reducer, NaN for new
    sounds; a reducer may start from it. Vectors that are not finite raise ValueError.
    """

    def __call__(
        self, vectors: NDArray[np.float32], settings: Settings, *, init: NDArray[np.floating] | None = None
    ) -> Stage[NDArray[np.float32]]:
        """Yield what is done; give raw coordinates [sounds, 2]."""
        ...


REDUCERS: dict[str, Reducer] = {
    "tsne": tsne.tsne,
    "umap": uniform_manifold.umap,
    "pca": pca.pca,
    "mds": mds.mds,
    "isomap": isomap.isomap,
    "som": som.som,
    "graph": graph.graph,
}
"""By the name that the user gives."""

COMPILERS: dict[str, Callable[[int], Stage[None]]] = {
    "tsne": tsne.compile_ahead,
    "umap": uniform_manifold.compile_ahead,
    "graph": graph.compile_ahead,
}
"""For reducers that compile: what does it ahead for so many sounds, in a thread, while files are decoded."""
