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
    """Where the nodes lie, and the kernel between them."""

    corner: Array
    """[2] position of the first node."""
    spacing: Array
    """Distance between nodes."""
    kernel: Array
    """[nodes + 1, 2 nodes] transform of 1 / (1 + d^2), splines divided out; twice as wide, so that nothing wraps."""

    @property
    def nodes(self) -> int:
        """Nodes along one side."""
        return self.kernel.shape[1] // 2


def mesh_over(places: Array, present: Array, nodes: int, *, logarithmic: bool = False) -> Mesh:
    """Lay a mesh of `nodes` x `nodes` over the points [points, 2] that are `present` [points], with some room.

    Its kernel is 1 / (1 + d^2), or the logarithm of that, whose gradient is the repulsion of a graph of springs.
    """
    inside = present[:, None] > 0
    low = jnp.where(inside, places, jnp.inf).min(axis=0)  # [2]
    high = jnp.where(inside, places, -jnp.inf).max(axis=0)
    span = jnp.maximum((high - low).max() * 1.15, FINEST * (nodes - 2 * BORDER))
    spacing = span / (nodes - 2 * BORDER)
    corner = (low + high) / 2 - (nodes / 2 - 1) * spacing  # a free cell more on the right, for `shifted`
    return Mesh(corner, spacing, _kernel_transform(spacing, nodes, logarithmic))


def _kernel_transform(spacing: Array, nodes: int, logarithmic: bool) -> Array:
    """Give the transform [nodes + 1, 2 nodes] of the kernel, divided by the splines' (deposit and reading).

    The kernel is even, so its transform is real, and the same with its axes exchanged.
    """
    steps = jnp.arange(2 * nodes)
    offset = jnp.minimum(steps, 2 * nodes - steps) * spacing
    squares = 1 + offset[:, None] ** 2 + offset[None, :] ** 2
    kernel = -jnp.log(squares) if logarithmic else 1 / squares
    across, along = jnp.sinc(jnp.fft.fftfreq(2 * nodes)), jnp.sinc(jnp.fft.rfftfreq(2 * nodes))
    return (jnp.fft.rfft2(kernel).real / (across[:, None] * along[None, :]) ** 8).T


def shifted(mesh: Mesh, step: Array) -> Mesh:
    """Move a mesh by a part of a cell, another one at each `step`, so that its errors average out."""
    part = jnp.stack([step * 0.618034, step * 0.754878]) % 1.0  # steps of the golden and the plastic ratio
    return mesh._replace(corner=mesh.corner - part * mesh.spacing)


def repulsion(places: Array, present: Array, mesh: Mesh) -> tuple[Array, Array]:
    """Give the sum of the kernel over all j, [points], itself included, and its gradient [points, 2].

    Only points that are `present` (1, else 0), [points], repel.
    """
    cell, weights, slopes = spline_weights(places, mesh)
    charge = _deposit(cell, weights[:, 0, :, None] * weights[:, 1, None, :] * present[:, None, None], mesh.nodes)
    around = _windows(_convolved(charge, mesh.kernel), cell)  # [points, 4, 4]
    (across, along), (across_slope, along_slope) = jnp.unstack(weights, axis=1), jnp.unstack(slopes, axis=1)
    # value and slope along the second axis as one complex number, and no sum anew for each use: one look at the windows
    lines = (around * lax.complex(along, along_slope)[:, None, :]).sum(axis=2)  # [points, 4]
    lines = lax.optimization_barrier(lines)  # type: ignore[no-untyped-call] # JAX has no types for it
    whole = (across * lines).sum(axis=1)
    gradient = jnp.stack([(across_slope * lines.real).sum(axis=1), whole.imag], axis=1) / mesh.spacing
    return whole.real, gradient


def _convolved(charge: Array, kernel: Array) -> Array:
    """Give the potential [nodes, nodes] of `charge` [nodes, nodes]; the empty rest of the doubled mesh is left out."""
    nodes = len(charge)
    lines = jnp.fft.rfft(charge, n=2 * nodes).T  # [nodes + 1, nodes]
    lines = jnp.fft.ifft(jnp.fft.fft(lines, n=2 * nodes) * kernel)[:, :nodes]
    return jnp.fft.irfft(lines.T, n=2 * nodes)[:, :nodes]


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
    """Add the 4 x 4 `shares` [points, 4, 4] to an empty mesh, with their first node at `cell` [points, 2]."""
    dimensions = lax.ScatterDimensionNumbers(
        update_window_dims=(1, 2), inserted_window_dims=(), scatter_dims_to_operand_dims=(0, 1)
    )
    return lax.scatter_add(jnp.zeros((nodes, nodes)), cell, shares, dimensions, mode="promise_in_bounds")


def _windows(field: Array, cell: Array) -> Array:
    """Read the 4 x 4 nodes of `field` from `cell` [points, 2] on: [points, 4, 4]."""
    first = cell[:, 0] * len(field) + cell[:, 1]
    offsets = jnp.arange(4)[:, None] * len(field) + jnp.arange(4)[None, :]
    return field.ravel().at[first[:, None, None] + offsets[None]].get(mode="promise_in_bounds")
