"""The waveform of a sound as characters: from its stored overview to rows of any size."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tuimap.ui.charset import CharsetName
from tuimap.ui.words.quantities import seconds_text

DOTS = {
    "unicode": np.array([[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]),
    "ascii": np.array([[1], [2]]),
}
"""What each dot of one cell adds to its pattern, [down, across]: braille, or the two halves of a character."""

AUDIBLE = 2
"""Of 127, the peak: some 40 dB below it."""

GLYPHS = {"unicode": [chr(0x2800 + pattern) for pattern in range(256)], "ascii": [" ", "'", ".", "|"]}
"""The character for each pattern."""


def wave_rows(overview: bytes, width: int, height: int, charset: CharsetName) -> list[str]:
    """Draw lowest and highest samples, int8 [columns, 2] with 127 the peak, in `height` rows of `width` characters."""
    if len(overview) < 2 or width < 1 or height < 1:
        return [" " * max(width, 0)] * max(height, 0)
    down, across = DOTS[charset].shape
    low, high = _resampled(np.frombuffer(overview, np.int8).reshape(-1, 2), width * across).T
    return _rows(_filled(low, high, height * down), charset)


def silent_share(overview: bytes, begin: float, end: float, *, from_end: bool = False) -> float:
    """Give how much of a sound, 0 to 1, is silence at the beginning of a stretch, or at its end; 0 where all of it is.

    It is read from the waveform, and no finer than that.
    """
    peaks = np.abs(np.frombuffer(overview, np.int8).reshape(-1, 2).astype(np.intp)).max(axis=1)
    first, last = int(begin * len(peaks)), max(int(begin * len(peaks)) + 1, round(end * len(peaks)))
    heard = np.flatnonzero(peaks[first:last] >= AUDIBLE)
    if not len(heard):
        return 0.0
    silent = last - first - 1 - int(heard[-1]) if from_end else int(heard[0])
    return silent / len(peaks)


def time_labels(duration: float, width: int) -> str:
    """Label the start, the middle and the end of a sound."""
    end = seconds_text(duration) + " s"
    middle = seconds_text(duration / 2)
    if width < len(end) + len(middle) + 8:
        return end.rjust(width)
    half = (width - len(middle)) // 2
    start = "0".ljust(half) + middle
    return start + end.rjust(width - len(start))


def _resampled(extremes: NDArray[np.int8], columns: int) -> NDArray[np.int8]:
    """Give [columns, 2] lowest and highest: what falls together is joined, what is missing repeated."""
    edges = np.linspace(0, len(extremes), columns + 1)
    starts = np.minimum(edges[:-1].astype(np.intp), len(extremes) - 1)
    low, high = (np.minimum.reduceat(extremes[:, 0], starts), np.maximum.reduceat(extremes[:, 1], starts))
    return np.stack([low, high], axis=1)


def _filled(low: NDArray[np.int8], high: NDArray[np.int8], dots: int) -> NDArray[np.bool_]:
    """Give [dots, columns]: True from the lowest to the highest sample, at least the dot above the middle line."""
    levels = (np.arange(dots)[:, None] + 0.5) / dots * 2 - 1
    half = 1 / dots
    top, bottom = -high / 127.0, -low / 127.0
    return np.asarray((levels + half > top) & (levels - half < bottom) | (np.abs(levels + half) < half))


def _rows(filled: NDArray[np.bool_], charset: CharsetName) -> list[str]:
    dots, glyphs = DOTS[charset], GLYPHS[charset]
    down, across = dots.shape
    blocks = filled.reshape(filled.shape[0] // down, down, filled.shape[1] // across, across)
    patterns = np.einsum("rdca,da->rc", blocks, dots)
    return ["".join(glyphs[pattern] for pattern in row) for row in patterns]
