from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from tuimap.autoencoder import published
from tuimap.autoencoder.kinds import KINDS, kind
from tuimap.autoencoder.model import Trained
from tuimap.autoencoder.published import MisreadEncoder, PublishedEncoder, codes, train
from tuimap.corpus.frames import frames
from tuimap.descriptors import AUTOENCODERS
from tuimap.progress import finish
from tuimap.settings import BINS, PUBLISHED_FEATURES, Settings

SETTINGS = Settings(descriptor="learned", autoencoder="published")


def some_codes(n_frames: int = 1000) -> NDArray[np.uint8]:
    """Frames of tones and noise of several levels."""
    random = np.random.default_rng(0)
    at = np.arange(n_frames * 64)
    waves = [np.sin(at * random.uniform(0.02, 1)) * random.uniform(0.01, 1) for _ in range(8)]
    return codes(frames(np.concatenate(waves).astype(np.float32)))[:n_frames]


@pytest.fixture(scope="module")
def trained() -> Trained:
    return finish(train(some_codes(), SETTINGS))


def test_codes_hold_magnitudes_within_a_fifth_of_a_decibel() -> None:
    sound = frames(np.random.default_rng(1).normal(0, 0.2, 20_000).astype(np.float32))
    held, exact = published._MAGNITUDES[codes(sound)], np.sqrt(sound.power)
    loud = exact > 1
    assert np.abs(20 * np.log10(held[loud] / exact[loud])).max() < 0.2
    assert np.abs(held[~loud] - exact[~loud]).max() < 0.05


def test_the_loudest_and_silence_have_codes() -> None:
    assert codes(frames(np.ones(9000, np.float32))).max() == 255
    assert not codes(frames(np.zeros(9000, np.float32))).any()


def test_the_network_is_513_513_13_513_and_its_features_lie_between_0_and_1(trained: Trained) -> None:
    assert [weights.shape for weights, _ in trained.encoder.layers] == [(BINS, BINS), (BINS, 13)]
    features = trained.encoder(some_codes(1500))
    assert features.shape[1] == PUBLISHED_FEATURES
    assert 0 <= features.min() < features.max() <= 1


def test_it_learns_to_give_frames_back(trained: Trained) -> None:
    assert len(trained.losses) == published.EPOCHS
    assert trained.losses[-1] < trained.losses[0]


def test_the_reading_error_is_the_first_layer_left_out(trained: Trained) -> None:
    misread = MisreadEncoder(trained.encoder.layers)(some_codes())
    weights, biases = trained.encoder.layers[1]
    expected = 1 / (1 + np.exp(-np.clip(published._MAGNITUDES[some_codes()] @ weights + biases, -60, 60)))
    assert misread == pytest.approx(expected, abs=1e-6)
    assert np.abs(misread - trained.encoder(some_codes())).max() > 0.1


def test_the_same_seed_gives_the_same_network_and_another_another(trained: Trained) -> None:
    again = finish(train(some_codes(), replace(SETTINGS, autoencoder="published-misread")))
    assert again.encoder.to_bytes() == trained.encoder.to_bytes()
    assert type(again.encoder) is MisreadEncoder
    other = finish(train(some_codes(), replace(SETTINGS, seed=1)))
    assert other.encoder.to_bytes() != trained.encoder.to_bytes()


@pytest.mark.parametrize("some", [np.zeros((1, BINS)), np.full((3, BINS), 255)])
def test_one_frame_and_frames_that_are_all_alike_give_finite_features(some: NDArray[np.float64]) -> None:
    encoder, losses = finish(train(some.astype(np.uint8), SETTINGS))
    assert np.isfinite(encoder(some.astype(np.uint8))).all()
    assert np.isfinite(losses).all()


def test_a_stored_encoder_comes_back_as_what_it_was(trained: Trained) -> None:
    back = kind(SETTINGS).encoder.from_bytes(trained.encoder.to_bytes())
    assert type(back) is PublishedEncoder
    assert np.array_equal(back(some_codes()), trained.encoder(some_codes()))


def test_every_network_that_can_be_asked_for_can_be_trained() -> None:
    assert list(KINDS) == list(AUTOENCODERS)
