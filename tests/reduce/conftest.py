from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from numpy.typing import NDArray

from tuimap.progress import Progress
from tuimap.reduce import REDUCERS
from tuimap.settings import Settings

CORPUS = Path(__file__).parents[2] / "sample_corpus"

Reduced = Callable[..., NDArray[np.float32]]


@pytest.fixture(autouse=True)
def strict_ranks() -> Iterator[None]:
    import jax

    with jax.numpy_rank_promotion("raise"):
        yield


@pytest.fixture(scope="session")
def finish() -> Callable[..., SimpleNamespace]:
    """Run a stage to its end: its result and everything it told."""

    def run(stage) -> SimpleNamespace:
        reports: list[Progress] = []
        while True:
            try:
                reports.append(next(stage))
            except StopIteration as end:
                return SimpleNamespace(result=end.value, reports=reports)

    return run


@pytest.fixture(scope="session")
def reduced(finish) -> Reduced:
    """Raw coordinates of vectors by the reducer of that name."""

    def run(name: str, vectors: NDArray[np.floating], seed: int = 0, init=None) -> NDArray[np.float32]:
        return finish(REDUCERS[name](np.asarray(vectors, np.float32), Settings(seed=seed), init=init)).result

    return run


@pytest.fixture(scope="session")
def real() -> SimpleNamespace:
    """MFCC statistics of the sample corpus: vectors [sounds, dims], standardised, and the class of each sound."""
    paths = sorted(CORPUS.rglob("*.*"))
    paths = [path for path in paths if path.parent != CORPUS and path.suffix not in {".py", ".md", ".txt", ".csv"}]
    rows = np.stack([mfcc_statistics(path) for path in paths])
    deviation = rows.std(axis=0)
    rows = (rows - rows.mean(axis=0)) / np.where(deviation > 1e-6, deviation, 1)
    return SimpleNamespace(vectors=rows.astype(np.float32), labels=np.array([path.parent.name for path in paths]))


def mfcc_statistics(path: Path) -> NDArray[np.float64]:
    """Mean, deviation, extremes of 13 MFCCs and of their differences, [104], without a library's compile time."""
    import soundfile
    from scipy.fft import dct

    samples = soundfile.read(path, always_2d=True)[0].mean(axis=1)
    samples = np.pad(samples, (0, max(0, 2048 - len(samples))))
    frames = np.lib.stride_tricks.sliding_window_view(samples, 1024)[::512] * np.hanning(1024)
    power = np.abs(np.fft.rfft(frames, axis=1)) ** 2  # [frames, bins]
    edges = np.unique(np.geomspace(2, 512, 33).astype(int))
    bands = 10 * np.log10(np.add.reduceat(power, edges[:-1], axis=1) + 1e-9)
    cepstrum = dct(np.maximum(bands, bands.max() - 80), norm="ortho", axis=1)[:, :13]
    steps = np.diff(cepstrum, axis=0)
    return np.concatenate(
        [part(each, axis=0) for each in (cepstrum, steps) for part in (np.mean, np.std, np.min, np.max)]
    )
