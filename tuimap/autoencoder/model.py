"""What an autoencoder is, and the trained encoder that reads features from frames."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tuimap.errors import DamagedError
from tuimap.settings import BANDS

if TYPE_CHECKING:
    from types import ModuleType

Layer: TypeAlias = tuple[Any, Any]
"""Weights [inputs, outputs] and biases [outputs], as NumPy or JAX arrays."""

_ROWS = 1024
_MOST_ARRAYS = 32


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
    inputs: ClassVar[int] = BANDS
    """How many numbers it reads of a frame."""

    @property
    def features(self) -> int:
        """How many values it gives for a frame."""
        return len(self.layers[-1][1])

    def __call__(self, codes: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Read features [frames, features] from decibel codes [frames, BANDS]."""
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
    def from_bytes(cls, stored: bytes, inputs: tuple[int, ...] = ()) -> Encoder:
        """Read what `to_bytes` gave, of its own inputs or those named; nothing in it is executed.

        Raises DamagedError where it is not that.
        """
        try:
            arrays = _arrays(stored)
        except Exception as error:
            # whatever bytes somebody else put there, the readers of zip and npy fail in many ways
            raise DamagedError("the stored autoencoder is damaged") from error
        layers = tuple((arrays[f"w{i}"], arrays[f"b{i}"]) for i in range(len(arrays) // 2) if f"b{i}" in arrays)
        if 2 * len(layers) != len(arrays) or not _fit(layers, inputs or (cls.inputs,)):
            raise DamagedError("the stored autoencoder does not fit")
        return cls(layers)


def _arrays(stored: bytes) -> dict[str, NDArray[np.float32]]:
    """Read an uncompressed .npz of float32; nothing larger than `stored` itself is ever made."""
    arrays = {}
    with zipfile.ZipFile(io.BytesIO(stored)) as archive:
        for entry in archive.infolist()[:_MOST_ARRAYS]:
            if entry.compress_type != zipfile.ZIP_STORED or entry.file_size > len(stored):
                raise ValueError("it is not stored as it is")
            stream = io.BytesIO(archive.read(entry))
            if np.lib.format.read_magic(stream) != (1, 0):
                raise ValueError("it is of another version")
            shape, by_columns, kind = np.lib.format.read_array_header_1_0(stream)
            values = np.frombuffer(stream.read(), kind if kind == np.float32 else np.void)
            arrays[entry.filename.removesuffix(".npy")] = values.reshape(shape, order="F" if by_columns else "C")
    return arrays


class Trained(NamedTuple):
    """What a training gives."""

    encoder: Encoder
    losses: tuple[float, ...]
    """Its course: shares of the frames' variance that the network does not give back."""


def _fit(layers: Sequence[tuple[NDArray[np.float32], NDArray[np.float32]]], inputs: tuple[int, ...]) -> bool:
    """Tell whether layers lead from a frame to features without a gap, all finite."""
    widths = inputs
    for weights, biases in layers:
        numbers = weights.dtype == biases.dtype == np.float32 and biases.ndim == 1
        if not numbers or weights.shape not in [(width, len(biases)) for width in widths]:
            return False
        if not (biases.size and np.isfinite(weights).all() and np.isfinite(biases).all()):
            return False
        widths = (len(biases),)
    return len(layers) > 0
