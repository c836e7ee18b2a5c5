"""Gradient descent of t-SNE on a mesh, compiled by JAX: neighbours attract, all points repel.

The gradient is that of van der Maaten and Hinton 2008, equation 5; steps with momentum and gains follow their
section 3.4 and Jacobs 1988; the step length follows Belkina et al. 2019 (points / 12).

Imports JAX: import this module only where a map is made.
"""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array, lax
from numpy.typing import NDArray

from tuimap.reduce.affinities import Affinities
from tuimap.reduce.particle_mesh import Mesh, mesh_over, repulsion, shifted
from tuimap.reduce.sizes import padded

MOMENTUM = 0.8
RATE = 0.08
"""Step length, times the points."""

ONE_THREAD = {"xla_cpu_multi_thread_eigen": False}
"""XLA shares an FFT's rows among as many threads as are free, and rows that do not fill a vector are rounded
otherwise: the same call gave other bits. One thread is as fast, since most of a step is one scatter."""

LONGEST = 5.0
"""No point moves farther than this in one step; a map is some 50 to 200 wide."""


class Pull(NamedTuple):
    """What holds the points together; rows beyond the points are empty."""

    partners: Array
    """[width, rows] other points."""
    weights: Array
    """[width, rows] affinities; all together 1."""
    present: Array
    """[rows] 1 for a point, 0 for an empty row."""


class Motion(NamedTuple):
    """Where the points are, and how they move."""

    places: Array
    """[rows, 2]"""
    velocity: Array
    """[rows, 2] the last step."""
    gains: Array
    """[rows, 2] factors that grow where steps keep their direction."""


def pull_of(graph: Affinities, rows: int) -> Pull:
    """Hand affinities to JAX, filled up to `rows`."""
    partners, weights = (np.ascontiguousarray(padded(array, rows).T) for array in graph)
    present = padded(np.ones(len(graph.partners), np.float32), rows)
    return Pull(*jax.device_put((partners, weights, present)))  # unlike jnp.asarray it compiles nothing


def at_rest(places: NDArray[np.float32]) -> Motion:
    """Begin at `places` [rows, 2]."""
    return Motion(*jax.device_put((places, np.zeros_like(places), np.ones_like(places))))


@partial(jax.jit, static_argnames="nodes", compiler_options=ONE_THREAD)
def descend(motion: Motion, pull: Pull, exaggeration: Array, steps: Array, nodes: int) -> Motion:
    """Take some `steps`, attraction multiplied by `exaggeration`, on a mesh of `nodes` x `nodes`."""
    mesh = mesh_over(motion.places, pull.present, nodes)

    def advance(step: Array, motion: Motion) -> Motion:
        slope = _gradient(motion.places, pull, shifted(mesh, step.astype(jnp.float32)), exaggeration)
        return _moved(motion, slope, RATE * pull.present.sum() / exaggeration)

    motion = lax.fori_loop(0, steps, advance, motion)
    centre = (motion.places * pull.present[:, None]).sum(axis=0) / pull.present.sum()
    return motion._replace(places=motion.places - centre[None, :])


def _gradient(places: Array, pull: Pull, mesh: Mesh, exaggeration: Array) -> Array:
    """Give the slope of t-SNE's divergence at each point, [rows, 2]."""
    nearness, apart = repulsion(places, pull.present, mesh)
    total = jnp.maximum((nearness * pull.present).sum() - pull.present.sum(), 1e-6)  # t-SNE's Z, without self
    return (4 * exaggeration * _attraction(places, pull) + 2 * apart / total) * pull.present[:, None]


def _attraction(places: Array, pull: Pull) -> Array:
    """Give sum over partners j of p_ij (y_i - y_j) / (1 + d_ij^2), [rows, 2]."""
    points = lax.complex(places[:, 0], places[:, 1])  # one look-up for both coordinates

    def add(total: Array, column: tuple[Array, Array]) -> tuple[Array, None]:
        partners, weights = column  # [rows]
        apart = points - points.at[partners].get(mode="promise_in_bounds")
        return total + weights / (1 + apart.real**2 + apart.imag**2) * apart, None

    total, _ = lax.scan(add, jnp.zeros_like(points), (pull.partners, pull.weights))
    return jnp.stack([total.real, total.imag], axis=1)


def _moved(motion: Motion, slope: Array, rate: Array) -> Motion:
    """Take one step down the slope, faster where the last steps went the same way."""
    onward = slope * motion.velocity < 0  # the last step still goes downhill
    gains = jnp.maximum(jnp.where(onward, motion.gains + 0.2, motion.gains * 0.8), 0.01)
    velocity = MOMENTUM * motion.velocity - rate * gains * slope
    length = jnp.sqrt((velocity**2).sum(axis=1, keepdims=True))
    velocity = velocity * jnp.minimum(1.0, LONGEST / (length + 1e-9))
    return Motion(motion.places + velocity, velocity, gains)
