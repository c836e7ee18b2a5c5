"""What an autoencoder is, and the trained encoder that reads features from frames."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tuimap.errors import LibraryError
from tuimap.settings import BINS

if TYPE_CHECKING:
    from types import ModuleType

Layer: TypeAlias = tuple[Any, Any]
"""Weights [inputs, outputs] and biases [outputs], as NumPy or JAX arrays."""

_ROWS = 1024


def forward(layers: Sequence[Layer], rows: Any, arrays: ModuleType) -> Any:
    """Send rows [n, inputs] through dense layers: tanh between them, the last one linear.

    The same function trains (`arrays` is jax.numpy) and reads features (`arrays` is numpy).
    """
    for weights, biases in layers[:-1]:
        rows = arrays.tanh(rows @ weights + biases)
    weights, biases = layers[-1]
    return rows @ weights + biases


def mirrored_widths(inputs: int, hidden: Sequence[int], features: int) -> tuple[list[int], list[int]]:
    """Give the widths of encoder and decoder, input to bottleneck and back."""
    encoder = [inputs, *hidden, features]
    return encoder, encoder[::-1]


@dataclass(frozen=True)
class Encoder:
    """A trained encoder: frames of one sound in, features out."""

    layers: tuple[tuple[NDArray[np.float32], NDArray[np.float32]], ...]

    def __call__(self, codes: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Read features [frames, features] from decibel codes [frames, BINS]."""
        chunks = [codes[start : start + _ROWS].astype(np.float32) for start in range(0, len(codes), _ROWS)]
        features: NDArray[np.float32] = np.concatenate([forward(self.layers, chunk, np) for chunk in chunks])
        return features

    def to_bytes(self) -> bytes:
        """Give the encoder as the bytes of an .npz file."""
        arrays = {f"{kind}{i}": array for i, layer in enumerate(self.layers) for kind, array in zip("wb", layer)}  # noqa: B905
        buffer = io.BytesIO()
        np.savez(buffer, **arrays)  # type: ignore[arg-type]
        return buffer.getvalue()

    @classmethod
    def from_bytes(cls, stored: bytes) -> Encoder:
        """Read what `to_bytes` gave; nothing in it is executed. Raises LibraryError where it is not that."""
        try:
            with np.load(io.BytesIO(stored), allow_pickle=False) as arrays:
                n_layers = sum(name.startswith("w") for name in arrays.files)
                layers = tuple((arrays[f"w{i}"], arrays[f"b{i}"]) for i in range(n_layers))
        except Exception as error:
            # whatever bytes somebody else put there, NumPy's reader fails in many ways
            raise LibraryError("the stored autoencoder is damaged", _MEND) from error
        if not _fit(layers):
            raise LibraryError("the stored autoencoder does not fit", _MEND)
        return cls(layers)


class Trained(NamedTuple):
    """What a training gives."""

    encoder: Encoder
    losses: tuple[float, ...]
    """Its course: shares of the frames' variance that the network does not give back."""


_MEND = "Delete the library, or name another with --library"


def _fit(layers: Sequence[tuple[NDArray[np.float32], NDArray[np.float32]]]) -> bool:
    """Tell whether layers lead from a frame to features without a gap, all finite."""
    inputs = BINS
    for weights, biases in layers:
        numbers = weights.dtype == biases.dtype == np.float32 and biases.ndim == 1
        if not numbers or weights.shape != (inputs, len(biases)):
            return False
        if not (np.isfinite(weights).all() and np.isfinite(biases).all()):
            return False
        inputs = len(biases)
    return len(layers) > 0
