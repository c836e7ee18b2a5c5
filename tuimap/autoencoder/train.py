"""Train the autoencoder on a sample of frames."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tuimap.autoencoder.model import Encoder, Layer, Trained, forward, mirrored_widths
from tuimap.progress import Progress, Stage
from tuimap.settings import BANDS, Settings, Training

Parameters: TypeAlias = dict[str, list[Layer]]

_COMPILER: dict[str, Any] = {"xla_cpu_multi_thread_eigen": False, "xla_backend_optimization_level": 1}
"""One thread: the same bits whatever else runs, and the other cores stay free for decoding; a second saves nothing.
Level 1: compiled in 70 % of the time, and as fast."""

_LEAST_DEVIATION = 0.5
"""In code steps: what varies less than this over the collection is not blown up to full size."""


@dataclass(frozen=True)
class Turned:
    """Frames as the network sees them: turned to their principal axes, in which Adam comes further in as many steps."""

    rows: NDArray[np.float32]
    """[frames, BANDS] of mean 0 and mean square 1 over all, so that tanh is neither idle nor saturated."""
    axes: NDArray[np.float32]
    """[BANDS, BANDS] from code steps to `rows`. Bands that vary more weigh more."""
    mean: NDArray[np.float32]
    """[BANDS] in code steps."""

    def fold(self, layer: Layer) -> Layer:
        """Turn a first layer that reads `rows` into one that reads decibel codes."""
        weights = self.axes @ layer[0]
        return weights, layer[1] - self.mean @ weights


def train(codes: NDArray[np.uint8], settings: Settings, training: Training = Training()) -> Stage[Trained]:  # noqa: B008
    """Train on decibel codes [frames, BANDS] for `settings.steps` steps of Adam; same seed, same encoder, bit for bit.

    The net is BANDS - hidden - features - hidden - BANDS with tanh and a linear bottleneck. It works in the
    frames' principal axes, which are folded into the first layer afterwards. The features are turned to
    their own.
    """
    frames = _turn(_sample(codes, settings.seed, training.frames))
    run = compiled(settings, training)
    n_reports, steps = -(-settings.steps // _chunk(settings, training)), _chunk(settings, training)
    batches = _batches(settings.seed, steps, training)
    state = _first_state(settings, training)
    losses: list[float] = []
    for report in range(n_reports):
        state, chunk_losses = run(state, frames.rows, next(batches))
        losses.append(float(np.mean(chunk_losses)))
        yield Progress("train", min((report + 1) * steps, settings.steps), settings.steps, loss=losses[-1])
    return Trained(_reader(state[0], frames), tuple(losses))


def _sample(codes: NDArray[np.uint8], seed: int, size: int) -> NDArray[np.uint8]:
    """Give exactly `size` frames, so that one compiled program serves every collection."""
    generator = np.random.default_rng(seed)
    chosen = generator.choice(len(codes), size, replace=len(codes) < size)
    return codes[np.sort(chosen)]


def _turn(codes: NDArray[np.uint8]) -> Turned:
    rows = codes.astype(np.float32)  # [frames, BANDS]
    mean = rows.mean(axis=0)
    rows -= mean
    variances, axes = np.linalg.eigh(rows.T @ rows / len(rows))  # ascending
    size = max(float(np.sqrt(max(variances.mean(), 0))), _LEAST_DEVIATION)
    axes = np.ascontiguousarray(_fix_signs(axes[:, ::-1])) / np.float32(size)
    return Turned(rows @ axes, axes, mean)


def _fix_signs(axes: NDArray[np.float32]) -> NDArray[np.float32]:
    """Turn each column so that its largest entry is positive."""
    largest = axes[np.abs(axes).argmax(axis=0), np.arange(axes.shape[1])]
    return axes * np.where(largest < 0, np.float32(-1), np.float32(1))


def _batches(seed: int, steps: int, training: Training) -> Iterator[NDArray[np.int32]]:
    """Give [steps, batch] row numbers again and again: epoch after epoch, each frame once in each."""
    generator = np.random.default_rng(seed)
    size, rows = steps * training.batch, np.zeros(0, np.int32)
    while True:
        while len(rows) < size:
            rows = np.concatenate([rows, generator.permutation(training.frames).astype(np.int32)])
        yield rows[:size].reshape(steps, training.batch)
        rows = rows[size:]


def _chunk(settings: Settings, training: Training) -> int:
    """Give the steps of one dispatch; those past the last step have a learning rate of 0."""
    return -(-settings.steps // training.reports)


def _optimiser(settings: Settings, training: Training) -> Any:
    import optax

    return optax.adam(optax.cosine_decay_schedule(training.learning_rate, settings.steps))


def _first_state(settings: Settings, training: Training) -> tuple[Parameters, Any]:
    """Give seeded Glorot-normal weights (Glorot and Bengio, 2010) and Adam's empty memory."""
    import jax

    generator = np.random.default_rng(settings.seed)

    def layers(widths: list[int]) -> list[Layer]:
        return [
            (
                (generator.standard_normal((n_in, n_out)) * np.sqrt(2 / (n_in + n_out))).astype(np.float32),
                np.zeros(n_out, np.float32),
            )
            for n_in, n_out in pairwise(widths)
        ]

    encoder, decoder = mirrored_widths(BANDS, settings.hidden, settings.features)
    parameters = {"encoder": layers(encoder), "decoder": layers(decoder)}
    memory = jax.eval_shape(_optimiser(settings, training).init, parameters)  # Adam's is all zeros at first
    return parameters, jax.tree.map(lambda leaf: np.zeros(leaf.shape, leaf.dtype), memory)


@cache
def compiled(settings: Settings, training: Training) -> Callable[..., tuple[Any, Any]]:
    """Compile the training program: (state, rows, batches [steps, batch]) -> (state, losses [steps])."""
    import jax
    import jax.numpy as jnp
    import optax

    optimiser = _optimiser(settings, training)

    def loss(parameters: Parameters, rows: Any) -> Any:
        returned = forward(parameters["decoder"], forward(parameters["encoder"], rows, jnp), jnp)
        return jnp.mean((returned - rows) ** 2)

    def step(state: Any, batch: Any) -> tuple[Any, Any]:
        parameters, memory, rows = state
        value, gradient = jax.value_and_grad(loss)(parameters, rows[batch])
        updates, memory = optimiser.update(gradient, memory, parameters)
        return (optax.apply_updates(parameters, updates), memory, rows), value

    def run(state: Any, rows: Any, batches: Any) -> tuple[Any, Any]:
        (parameters, memory, _), losses = jax.lax.scan(step, (*state, rows), batches)
        return (parameters, memory), losses

    shape: Any = jax.ShapeDtypeStruct
    rows = shape((training.frames, BANDS), jnp.float32)
    batches = shape((_chunk(settings, training), training.batch), jnp.int32)
    program: Callable[..., tuple[Any, Any]] = (
        jax.jit(run).lower(_first_state(settings, training), rows, batches).compile(_COMPILER)
    )
    return program


def _reader(parameters: Parameters, frames: Turned) -> Encoder:
    """Fold the principal axes into the first layer, and turn the features to their principal axes."""
    layers = [(np.asarray(weights), np.asarray(biases)) for weights, biases in parameters["encoder"]]
    features = forward(layers, frames.rows, np)
    mean = features.mean(axis=0)
    _, axes = np.linalg.eigh(np.cov(features.T).reshape(len(mean), len(mean)))
    turn = _fix_signs(axes[:, ::-1].astype(np.float32))
    weights, biases = layers[-1]
    layers[-1] = (weights @ turn, (biases - mean) @ turn)
    layers[0] = frames.fold(layers[0])
    whole = [(np.asarray(w, np.float32), np.asarray(b, np.float32)) for w, b in layers]
    return Encoder(tuple(whole))
