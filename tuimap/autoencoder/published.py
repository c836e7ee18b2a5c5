"""The network of FluidCorpusMap as it was published in 2019, to compare ours with.

Source: github.com/flucoma/FluidCorpusMap, `autoencoder.py` and `extract_ae.py` (Roma, Green and Tremblay, "Adaptive
Mapping of Sound Collections for Data-driven Musical Interfaces", NIME 2019). Linear magnitudes; 513-513-13-513 with
sigmoid, sigmoid and a rectified output; Adam at 5e-4, batches of 400, 10 epochs. Its `get_hidden`, which reads the
features, sends frames past the first layer that the training went through: `MisreadEncoder` does the same.

Two things differ. Magnitudes are held as 8-bit logarithms, in steps of .38 dB: all frames of a collection have to wait
for the training, and so they take a quarter of the room. And at most SAMPLE.frames of them are trained on, some 48
minutes of sound: an epoch of more would take longer than all else, and their codes more than a hundred megabytes.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tuimap.autoencoder.model import Encoder, Layer, Trained
from tuimap.corpus.frames import Frames
from tuimap.progress import Progress, Stage
from tuimap.settings import BINS, PUBLISHED_FEATURES, WINDOW, Settings, Training

SAMPLE = Training(frames=250_000, frames_of_a_sound=250_000, batch=400, learning_rate=5e-4)
"""Which frames it is trained on, and how."""

EPOCHS = 10

_LOUDEST = WINDOW / 2
"""Of all magnitudes: the sum of the window."""
_RANGE_DB = 96.0
_STEPS = 255
_ROWS = 1024
_COMPILER: dict[str, Any] = {"xla_cpu_multi_thread_eigen": False}
"""One thread: the same bits whatever else runs."""

_MAGNITUDES = np.append(
    np.float32(0), _LOUDEST * 10 ** ((np.arange(1, _STEPS + 1) - _STEPS) * (_RANGE_DB / _STEPS / 20))
).astype(np.float32)
"""By code."""


def codes(sound: Frames) -> NDArray[np.uint8]:
    """Give the magnitudes of a sound's frames as codes [frames, BINS]; what is 96 dB below full scale is 0."""
    least = _LOUDEST * 10 ** (-_RANGE_DB / 20)
    decibels = 10 * np.log10(np.maximum(sound.power, np.float32(least**2))) - np.float32(20 * np.log10(_LOUDEST))
    steps: NDArray[np.uint8] = np.rint(decibels * np.float32(_STEPS / _RANGE_DB) + _STEPS).astype(np.uint8)
    return steps


class PublishedEncoder(Encoder):
    """Reads features through both layers, as the training does."""

    inputs = BINS

    def __call__(self, codes: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Read features [frames, PUBLISHED_FEATURES] from codes [frames, BINS]."""
        read = [self._read(_MAGNITUDES[codes[start : start + _ROWS]]) for start in range(0, len(codes), _ROWS)]
        return np.concatenate(read)

    def _read(self, rows: NDArray[np.float32]) -> NDArray[np.float32]:
        for weights, biases in self._layers_read():
            rows = 1 / (1 + np.exp(-np.clip(rows @ weights + biases, -60, 60)))
        return rows

    def _layers_read(self) -> tuple[tuple[NDArray[np.float32], NDArray[np.float32]], ...]:
        return self.layers


class MisreadEncoder(PublishedEncoder):
    """Sends frames past the first layer, as was published."""

    def _layers_read(self) -> tuple[tuple[NDArray[np.float32], NDArray[np.float32]], ...]:
        return self.layers[1:]


def train(codes: NDArray[np.uint8], settings: Settings) -> Stage[Trained]:
    """Train on codes [frames, BINS], EPOCHS times over them all; same seed, same encoder, bit for bit.

    What is left over from the last whole batch of an epoch is not trained on; fewer frames than a batch are one.
    """
    import jax.numpy as jnp

    generator = np.random.default_rng(settings.seed)
    batch = min(SAMPLE.batch, len(codes))
    n_batches = len(codes) // batch
    state, step = _first_state(generator), _compiled_step(len(codes), batch)
    frames = jnp.asarray(codes)
    variance = _variance(codes)
    losses: list[float] = []
    for epoch in range(EPOCHS):
        order = generator.permutation(len(codes)).astype(np.int32)[: n_batches * batch]
        summed: Any = np.float32(0)
        for number, rows in enumerate(order.reshape(n_batches, batch)):
            state, loss = step(state, frames, rows)
            summed = summed + loss
            if number % 20 == 0:
                yield Progress("train", epoch * n_batches + number, EPOCHS * n_batches)
        losses.append(float(summed) / n_batches / variance)
        yield Progress("train", (epoch + 1) * n_batches, EPOCHS * n_batches, loss=losses[-1])
    layers = [(np.asarray(weights), np.asarray(biases)) for weights, biases in state[0][:2]]
    return Trained(kind_of(settings)(tuple(layers)), tuple(losses))


def kind_of(settings: Settings) -> type[PublishedEncoder]:
    """Give what reads the features."""
    return MisreadEncoder if settings.autoencoder == "published-misread" else PublishedEncoder


def _variance(codes: NDArray[np.uint8]) -> float:
    """Give the variance of the magnitudes over the frames, the mean of all bins; 1 where they do not vary."""
    summed, squares = np.zeros(BINS), np.zeros(BINS)
    for start in range(0, len(codes), _ROWS):
        rows = _MAGNITUDES[codes[start : start + _ROWS]].astype(np.float64)
        summed += rows.sum(axis=0)
        squares += np.einsum("ij,ij->j", rows, rows)
    return float((squares / len(codes) - (summed / len(codes)) ** 2).mean()) or 1.0


def _first_state(generator: np.random.Generator) -> tuple[list[Layer], Any]:
    """Give seeded weights and Adam's empty memory: Glorot-uniform into both hidden layers, He-uniform out."""
    import jax
    import optax

    parameters: list[Layer] = []
    widths = (BINS, BINS, PUBLISHED_FEATURES, BINS)
    for (n_in, n_out), spread in zip(
        pairwise(widths), (2 * BINS, BINS + PUBLISHED_FEATURES, PUBLISHED_FEATURES), strict=True
    ):
        weights = generator.uniform(-1, 1, (n_in, n_out)) * np.sqrt(6 / spread)
        biases = generator.uniform(-1, 1, n_out) / np.sqrt(n_in)
        parameters.append((weights.astype(np.float32), biases.astype(np.float32)))
    memory = jax.eval_shape(optax.adam(SAMPLE.learning_rate).init, parameters)  # all zeros at first
    return parameters, jax.tree.map(lambda leaf: np.zeros(leaf.shape, leaf.dtype), memory)


def _compiled_step(n_frames: int, batch: int) -> Any:
    """Compile a step: (state, codes [frames, BINS], rows [batch]) -> (state, loss)."""
    import jax
    import jax.numpy as jnp
    import optax

    optimiser = optax.adam(SAMPLE.learning_rate)
    scale = np.log(10) * _RANGE_DB / _STEPS / 20

    def loss(parameters: Any, wanted: Any) -> Any:
        first, hidden, out = parameters
        rows = jax.nn.sigmoid(wanted @ first[0] + first[1])
        rows = jax.nn.sigmoid(rows @ hidden[0] + hidden[1])
        return jnp.mean((jax.nn.relu(rows @ out[0] + out[1]) - wanted) ** 2)

    def step(state: Any, codes: Any, rows: Any) -> Any:
        parameters, memory = state
        chosen = codes[rows].astype(jnp.float32)
        magnitudes = jnp.where(chosen > 0, _LOUDEST * jnp.exp((chosen - _STEPS) * scale), 0)
        value, gradient = jax.value_and_grad(loss)(parameters, magnitudes)
        updates, memory = optimiser.update(gradient, memory, parameters)
        return (optax.apply_updates(parameters, updates), memory), value

    shape: Any = jax.ShapeDtypeStruct
    state = _first_state(np.random.default_rng(0))
    lowered = jax.jit(step).lower(state, shape((n_frames, BINS), jnp.uint8), shape((batch,), jnp.int32))
    return lowered.compile(_COMPILER)
