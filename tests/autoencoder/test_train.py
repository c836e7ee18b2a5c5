from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import jax.numpy as jnp
import numpy as np
import pytest
from numpy.typing import NDArray

from tuimap.autoencoder.model import Encoder, Trained, forward, mirrored_widths
from tuimap.autoencoder.train import train
from tuimap.corpus.decode import decode
from tuimap.corpus.frames import frames
from tuimap.errors import LibraryError
from tuimap.progress import Progress, finish
from tuimap.settings import BANDS, Settings, Training

SMALL = Training(frames=2000)
QUICK = Settings(steps=200)


def codes_on_a_plane(n: int = 3000, dims: int = 3, noise: float = 4.0) -> NDArray[np.uint8]:
    """Frames that a few hidden values explain almost wholly."""
    generator = np.random.default_rng(0)
    rows = generator.normal(size=(n, dims)) @ generator.normal(size=(dims, BANDS)) * 25 + 120
    return np.clip(rows + generator.normal(0, noise, rows.shape), 0, 255).astype(np.uint8)


@pytest.fixture(scope="module")
def trained() -> Trained:
    return finish(train(codes_on_a_plane(), QUICK, SMALL))


def test_the_loss_is_the_share_of_variance_not_given_back_and_it_falls_far(trained: Trained) -> None:
    assert trained.losses[0] < 1.2
    assert trained.losses[-1] < 0.4
    assert trained.losses[-1] < 0.5 * trained.losses[0]


def test_on_real_frames_it_gives_back_more_than_as_many_principal_components_do(sample_corpus: Path) -> None:
    sounds = sorted(path for path in sample_corpus.rglob("*_0[1-6].*"))
    codes = np.concatenate([frames(decode(path, 1.0).samples).decibels[:40] for path in sounds])
    _, losses = finish(train(codes, Settings()))
    rows = codes.astype(float) - codes.mean(axis=0)
    variances = np.linalg.eigvalsh(rows.T @ rows)
    assert losses[-1] < variances[: -Settings().features].sum() / variances.sum()


def test_the_features_explain_the_frames(trained: Trained) -> None:
    codes = codes_on_a_plane()
    features = trained.encoder(codes)
    assert features.shape == (len(codes), QUICK.features)
    inputs = np.c_[features, features**2, np.ones(len(codes))]
    explained = inputs @ np.linalg.lstsq(inputs, codes.astype(float), rcond=None)[0]
    assert np.var(codes - explained) < 0.1 * np.var(codes - codes.mean(axis=0))


def test_features_are_uncorrelated_and_sorted_by_variance(trained: Trained) -> None:
    covariance = np.cov(trained.encoder(codes_on_a_plane()).T)
    spread = np.sqrt(np.diag(covariance))
    assert (np.diff(spread) < 0.15 * spread[0]).all()
    correlation = covariance / np.outer(spread, spread)
    assert np.abs(correlation[:3, :3] - np.eye(3)).max() < 0.1


def test_reports_come_while_it_trains() -> None:
    reports = list(train(codes_on_a_plane(500), QUICK, SMALL))
    assert [report.done for report in reports] == list(range(20, 201, 20))
    assert all(isinstance(report, Progress) and report.loss is not None and report.total == 200 for report in reports)


@pytest.mark.parametrize("steps", [1, 7, 19])
def test_any_number_of_steps_is_trained_exactly(steps: int) -> None:
    reports = list(train(codes_on_a_plane(500), replace(QUICK, steps=steps), SMALL))
    assert reports[-1].done == steps


@pytest.mark.parametrize("hidden", [(), (64,), (48, 24)])
def test_layers_narrow_to_the_features_and_widen_again(hidden: tuple[int, ...]) -> None:
    encoder, decoder = mirrored_widths(128, hidden, 5)
    assert encoder == decoder[::-1] == [128, *hidden, 5]
    trained = finish(train(codes_on_a_plane(500), replace(QUICK, hidden=hidden, features=5, steps=20), SMALL))
    assert [layer[0].shape[1] for layer in trained.encoder.layers] == [*hidden, 5]
    assert trained.encoder.layers[0][0].shape[0] == BANDS


def test_the_function_that_trains_is_the_one_that_reads(trained: Trained) -> None:
    codes = codes_on_a_plane(100)
    by_jax = np.asarray(forward(trained.encoder.layers, jnp.asarray(codes, jnp.float32), jnp))
    assert by_jax == pytest.approx(trained.encoder(codes), abs=1e-3)


@pytest.mark.parametrize("codes", [np.zeros((1, BANDS)), np.zeros((50, BANDS)), np.full((3, BANDS), 255)])
def test_one_frame_and_frames_that_are_all_alike_give_finite_features(codes: NDArray[np.float64]) -> None:
    encoder, losses = finish(train(codes.astype(np.uint8), replace(QUICK, steps=10), SMALL))
    assert np.isfinite(encoder(codes.astype(np.uint8))).all()
    assert np.isfinite(losses).all()


def test_another_seed_gives_another_encoder_and_the_same_seed_the_same(trained: Trained) -> None:
    again = finish(train(codes_on_a_plane(), QUICK, SMALL))
    assert again.encoder.to_bytes() == trained.encoder.to_bytes()
    assert again.losses == trained.losses
    other = finish(train(codes_on_a_plane(), replace(QUICK, seed=1), SMALL))
    assert other.encoder.to_bytes() != trained.encoder.to_bytes()


DIGEST = """
import hashlib, os, sys
sys.path.insert(0, {folder!r})
from test_train import QUICK, SMALL, codes_on_a_plane, finish, train
print(hashlib.sha256(finish(train(codes_on_a_plane(), QUICK, SMALL)).encoder.to_bytes()).hexdigest())
"""


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="this system cannot tie a process to one core")
def test_one_core_gives_the_same_bits_as_all(trained: Trained) -> None:
    core = min(os.sched_getaffinity(0))
    script = f"import os; os.sched_setaffinity(0, {{{core}}})" + DIGEST.format(folder=os.path.dirname(__file__))  # noqa: PTH120
    digest = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True).stdout.strip()
    assert digest == hashlib.sha256(trained.encoder.to_bytes()).hexdigest()


def test_a_stored_encoder_comes_back_bit_for_bit(trained: Trained) -> None:
    codes = codes_on_a_plane(2000)
    assert np.array_equal(Encoder.from_bytes(trained.encoder.to_bytes())(codes), trained.encoder(codes))


@pytest.mark.parametrize(
    "harm", [lambda b: b"", lambda b: b[: len(b) // 2], lambda b: b"PK" + b[9:], lambda b: b"nonsense" * 9]
)
def test_a_damaged_encoder_is_refused(trained: Trained, harm) -> None:
    with pytest.raises(LibraryError, match="stored autoencoder"):
        Encoder.from_bytes(harm(trained.encoder.to_bytes()))


def test_an_encoder_of_another_shape_is_refused() -> None:
    layers = ((np.ones((10, 3), np.float32), np.ones(3, np.float32)),)
    with pytest.raises(LibraryError, match="does not fit"):
        Encoder.from_bytes(Encoder(layers).to_bytes())
