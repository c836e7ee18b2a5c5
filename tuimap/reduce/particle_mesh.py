"""How strongly all points push each other apart, in time linear in the points: a particle mesh.

In t-SNE every point repels every other by a kernel of their distance, 1 / (1 + d^2). The sum over all
pairs is a convolution, so points are deposited on a mesh, the mesh is convolved by FFT, and the result is
read back at the points (Hockney and Eastwood 1988, chapters 1 and 5: cubic B-splines; their smoothing is
divided out of the kernel's transform). Linderman et al. 2019 (FIt-SNE) do the same with
polynomials between the nodes. Nothing is sampled: t-SNE's normalisation comes out along the way.

Imports JAX: import this module only where a map is made.
"""

from __future__ import annotations

from typing import NamedTuple

import jax.numpy as jnp
from jax import Array, lax

BORDER = 3
"""Free cells on each side: a spline reaches two cells."""


FINEST = 0.02
"""Least distance between nodes, in units of the kernel's width: what is finer drowns in float32 rounding."""


class Mesh(NamedTuple):
    """Where the nodes lie, and the kernel between them. Twice as wide as the points need: no wrap-around."""

    corner: Array
    """[2] position of the first node."""
    spacing: Array
    """Distance between nodes."""
    kernel: Array
    """[2 nodes, nodes + 1] transform of 1 / (1 + d^2), splines divided out."""

    @property
    def nodes(self) -> int:
        """Nodes along one side of the part that holds points."""
        return self.kernel.shape[0] // 2


def mesh_over(places: Array, present: Array, nodes: int) -> Mesh:
    """Lay a mesh of `nodes` x `nodes` over the points [points, 2] that are `present` [points], with some room."""
    inside = present[:, None] > 0
    low = jnp.where(inside, places, jnp.inf).min(axis=0)  # [2]
    high = jnp.where(inside, places, -jnp.inf).max(axis=0)
    span = jnp.maximum((high - low).max() * 1.15, FINEST * (nodes - 2 * BORDER))
    spacing = span / (nodes - 2 * BORDER)
    corner = (low + high) / 2 - (nodes / 2 - 1) * spacing  # a free cell more on the right, for `shifted`
    return Mesh(corner, spacing, _kernel_transform(spacing, nodes))


def _kernel_transform(spacing: Array, nodes: int) -> Array:
    """Give the transform [2 nodes, nodes + 1] of 1 / (1 + d^2), divided by the splines' (deposit and reading)."""
    steps = jnp.arange(2 * nodes)
    offset = jnp.minimum(steps, 2 * nodes - steps) * spacing
    kernel = 1 / (1 + offset[:, None] ** 2 + offset[None, :] ** 2)
    across, along = jnp.sinc(jnp.fft.fftfreq(2 * nodes)), jnp.sinc(jnp.fft.rfftfreq(2 * nodes))
    return jnp.fft.rfft2(kernel) / (across[:, None] * along[None, :]) ** 8


def shifted(mesh: Mesh, step: Array) -> Mesh:
    """Move a mesh by a part of a cell, another one at each `step`, so that its errors average out."""
    part = jnp.stack([step * 0.618034, step * 0.754878]) % 1.0  # steps of the golden and the plastic ratio
    return mesh._replace(corner=mesh.corner - part * mesh.spacing)


def repulsion(places: Array, present: Array, mesh: Mesh) -> tuple[Array, Array]:
    """Give sum over j of 1 / (1 + d_ij^2), [points], itself included, and its gradient [points, 2].

    Only points that are `present` (1, else 0), [points], repel.
    """
    cell, weights, slopes = spline_weights(places, mesh)
    charge = _deposit(cell, weights[:, 0, :, None] * weights[:, 1, None, :] * present[:, None, None], mesh.nodes)
    field = jnp.fft.irfft2(jnp.fft.rfft2(charge) * mesh.kernel, s=charge.shape)
    around = _windows(field, cell)  # [points, 4, 4]

    def read(across: Array, along: Array) -> Array:
        return (around * across[:, :, None] * along[:, None, :]).sum(axis=(1, 2))

    (across, along), (across_slope, along_slope) = jnp.unstack(weights, axis=1), jnp.unstack(slopes, axis=1)
    gradient = jnp.stack([read(across_slope, along), read(across, along_slope)], axis=1) / mesh.spacing
    return read(across, along), gradient


def spline_weights(places: Array, mesh: Mesh) -> tuple[Array, Array, Array]:
    """Give the first node around each point, [points, 2], and cubic B-splines in four nodes along each axis.

    Weights and their slopes, for a spacing of 1, are of shape [points, 2, 4].
    """
    position = jnp.clip((places - mesh.corner[None, :]) / mesh.spacing, 1.0, mesh.nodes - 3.0)
    cell = jnp.floor(position)
    u = position - cell  # [points, 2] in 0..1
    v = 1 - u
    weights = jnp.stack([v**3, 4 - 6 * u**2 + 3 * u**3, 4 - 6 * v**2 + 3 * v**3, u**3], axis=-1) / 6
    slopes = jnp.stack([-(v**2), -4 * u + 3 * u**2, 4 * v - 3 * v**2, u**2], axis=-1) / 2
    return cell.astype(jnp.int32) - 1, weights, slopes


def _deposit(cell: Array, shares: Array, nodes: int) -> Array:
    """Add the 4 x 4 `shares` [points, 4, 4] to a mesh of doubled size, with their first node at `cell` [points, 2]."""
    dimensions = lax.ScatterDimensionNumbers(
        update_window_dims=(1, 2), inserted_window_dims=(), scatter_dims_to_operand_dims=(0, 1)
    )
    empty = jnp.zeros((2 * nodes, 2 * nodes))
    return lax.scatter_add(empty, cell, shares, dimensions, mode="promise_in_bounds")


def _windows(field: Array, cell: Array) -> Array:
    """Read the 4 x 4 nodes of `field` from `cell` [points, 2] on: [points, 4, 4]."""
    width = field.shape[1]
    first = cell[:, 0] * width + cell[:, 1]
    offsets = (jnp.arange(4)[:, None] * width + jnp.arange(4)[None, :]).reshape(1, 16)
    return field.reshape(-1)[first[:, None] + offsets].reshape(-1, 4, 4)
