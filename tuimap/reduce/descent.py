"""Gradient descent on a mesh, compiled by JAX: neighbours attract, all points repel.

The gradient is that of t-SNE (van der Maaten and Hinton 2008, equation 5) or of a graph of springs; `schedule.py` says
how far steps go.

Imports JAX: import this module only where a map is made.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array, lax
from numpy.typing import NDArray

from tuimap.reduce.particle_mesh import Mesh, mesh_over, repulsion, shifted
from tuimap.reduce.schedule import LONGEST, MOMENTUM, RATE, STRENGTH, Call
from tuimap.reduce.sizes import nodes_for, padded, rows_for
from tuimap.reduce.start import Beginning

ONE_THREAD = {"xla_cpu_multi_thread_eigen": False}
"""XLA shares an FFT's rows among as many threads as are free, and rows that do not fill a vector are rounded
otherwise: the same call gave other bits. One thread is as fast, since most of a step is one scatter."""


class Pull(NamedTuple):
    """What holds the points together; rows beyond the points are empty."""

    partners: Array
    """[width, rows] other points."""
    weights: Array
    """[width, rows] affinities; all together 1."""
    present: Array
    """[rows] 1 for a point, 0 for an empty row."""
    plane: Array
    """[rows, 2] where the points would lie in their principal plane."""
    lean: Array
    """How strongly they are drawn there."""


class Motion(NamedTuple):
    """Where the points are, and how they move."""

    places: Array
    """[rows, 2]"""
    velocity: Array
    """[rows, 2] the last step."""
    gains: Array
    """[rows, 2] factors that grow where steps keep their direction."""


def pull_of(beginning: Beginning, rows: int) -> Pull:
    """Hand what holds the points together to JAX, filled up to `rows`."""
    partners, weights = (np.ascontiguousarray(padded(array, rows).T) for array in beginning.graph)
    present = padded(np.ones(len(beginning.start), np.float32), rows)
    plane = padded(beginning.plane.astype(np.float32), rows)
    # unlike jnp.asarray it compiles nothing
    return Pull(*jax.device_put((partners, weights, present, plane, np.float32(beginning.lean))))


def at_rest(places: NDArray[np.float32]) -> Motion:
    """Begin at `places` [rows, 2]."""
    return Motion(*jax.device_put((places, np.zeros_like(places), np.ones_like(places))))


def descended(beginning: Beginning, calls: Sequence[Call]) -> Iterator[NDArray[np.float32]]:
    """Go down the gradient; give the places [points, 2] after each call."""
    points = len(beginning.start)
    rows = rows_for(points)
    pull = pull_of(beginning, rows)
    motion = at_rest(padded(beginning.start.astype(np.float32), rows))
    for call in calls:
        motion = descend(motion, pull, call.exaggeration, call.steps, nodes_for(rows), beginning.springs)
        yield np.array(motion.places)[:points]


@partial(jax.jit, static_argnames=("nodes", "springs"), compiler_options=ONE_THREAD)
def descend(motion: Motion, pull: Pull, exaggeration: Array, steps: Array, nodes: int, springs: bool) -> Motion:
    """Take some `steps`, attraction multiplied by `exaggeration`, on a mesh of `nodes` x `nodes`."""
    mesh = mesh_over(motion.places, pull.present, nodes, logarithmic=springs)

    def advance(step: Array, motion: Motion) -> Motion:
        slope = _gradient(motion.places, pull, shifted(mesh, step.astype(jnp.float32)), exaggeration, springs)
        return _moved(motion, slope, RATE * pull.present.sum() / exaggeration)

    motion = lax.fori_loop(0, steps, advance, motion)
    centre = (motion.places * pull.present[:, None]).sum(axis=0) / pull.present.sum()
    return motion._replace(places=motion.places - centre[None, :])


def _gradient(places: Array, pull: Pull, mesh: Mesh, exaggeration: Array, springs: bool) -> Array:
    """Give the slope of t-SNE's divergence, or of the springs' energy, at each point, [rows, 2]."""
    nearness, apart = repulsion(places, pull.present, mesh)
    if springs:
        strength = STRENGTH / 2 / pull.present.sum() ** 2
    else:
        total = (nearness * pull.present).sum() - pull.present.sum()  # t-SNE's Z, without self
        strength = 2 / jnp.maximum(total, 1e-6)
    held = 4 * _attraction(places, pull, springs) + pull.lean * _away(places, pull)
    return (exaggeration * held + strength * apart) * pull.present[:, None]


def _attraction(places: Array, pull: Pull, springs: bool) -> Array:
    """Give sum over partners j of p_ij (y_i - y_j), divided by 1 + d_ij^2 but for springs: [rows, 2]."""
    points = lax.complex(places[:, 0], places[:, 1])  # one look-up for both coordinates

    def add(total: Array, column: tuple[Array, Array]) -> tuple[Array, None]:
        partners, weights = column  # [rows]
        apart = points - points.at[partners].get(mode="promise_in_bounds")
        held = weights if springs else weights / (1 + apart.real**2 + apart.imag**2)
        return total + held * apart, None

    total, _ = lax.scan(add, jnp.zeros_like(points), (pull.partners, pull.weights))
    return jnp.stack([total.real, total.imag], axis=1)


def _away(places: Array, pull: Pull) -> Array:
    """Give how far each point lies from where it would in its plane, brought to the map's size: [rows, 2]."""
    size = (places * pull.plane).sum() / jnp.maximum((pull.plane**2).sum(), 1e-9)
    return (places - jnp.maximum(size, 0) * pull.plane) / pull.present.sum()


def _moved(motion: Motion, slope: Array, rate: Array) -> Motion:
    """Take one step down the slope, faster where the last steps went the same way."""
    onward = slope * motion.velocity < 0  # the last step still goes downhill
    gains = jnp.maximum(jnp.where(onward, motion.gains + 0.2, motion.gains * 0.8), 0.01)
    velocity = MOMENTUM * motion.velocity - rate * gains * slope
    length = jnp.sqrt((velocity**2).sum(axis=1, keepdims=True))
    velocity = velocity * jnp.minimum(1.0, LONGEST / (length + 1e-9))
    return Motion(motion.places + velocity, velocity, gains)
