"""Many channels to one, block by block, so that no more than one block of them is held."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_ANTIPHASE_SHARE = 0.05


class Mixer:
    """Takes blocks [samples, channels] and keeps their mean, or one channel of them.

    Values that are not finite become 0.
    """

    def __init__(self, channel: int | None = None) -> None:
        self._channel = channel
        self._blocks: list[NDArray[np.float32]] = []
        self._energy = self._mean_energy = 0.0
        self._amplitudes: NDArray[np.float64] | float = 0.0
        self._any_finite = False
        self.n_samples = 0
        self.channels = 0

    def add(self, block: NDArray[np.float32]) -> None:
        """Mix a block [samples, channels] that may be overwritten."""
        self.n_samples += len(block)
        self.channels = block.shape[1]
        energy = float(np.vdot(block, block))
        if not np.isfinite(energy):
            finite = np.isfinite(block)
            self._any_finite |= bool(finite.any())
            block = np.where(finite, block, np.float32(0))
            energy = float(np.vdot(block, block))
        else:
            self._any_finite = True
        if self.channels == 1 or self._channel is not None:
            self._blocks.append(block[:, self._channel or 0].copy() if self.channels > 1 else block[:, 0])
            return
        mean: NDArray[np.float32] = block @ np.full(self.channels, 1 / self.channels, np.float32)
        mean_energy = float(np.vdot(mean, mean))
        if self._cancels(mean_energy, energy):
            self._amplitudes = self._amplitudes + np.abs(block).sum(axis=0, dtype=np.float64)
        self._energy += energy
        self._mean_energy += mean_energy
        self._blocks.append(mean)

    def samples(self) -> NDArray[np.float32]:
        """Give the mix [samples]."""
        if len(self._blocks) == 1:
            return self._blocks[0]
        return np.concatenate(self._blocks) if self._blocks else np.zeros(0, np.float32)

    @property
    def holds_no_number(self) -> bool:
        """Whether there were samples, and none of them was finite."""
        return self.n_samples > 0 and not self._any_finite

    @property
    def better_channel(self) -> int | None:
        """The loudest channel, where the channels cancel out in the mean."""
        if isinstance(self._amplitudes, float) or not self._cancels(self._mean_energy, self._energy):
            return None
        return int(self._amplitudes.argmax())

    def _cancels(self, mean_energy: float, energy: float) -> bool:
        return mean_energy < _ANTIPHASE_SHARE * energy / self.channels
