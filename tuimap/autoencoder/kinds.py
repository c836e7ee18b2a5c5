"""The networks that `learned` can stand for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from tuimap.autoencoder import published
from tuimap.autoencoder.model import Encoder, Trained
from tuimap.corpus.frames import Frames
from tuimap.progress import Stage
from tuimap.settings import Settings, Training

if TYPE_CHECKING:
    from concurrent.futures import Future


@dataclass(frozen=True)
class Kind:
    """One network: what it reads, how it is trained, and how it is read."""

    codes: Callable[[Frames], NDArray[np.uint8]]
    """What it reads of a sound's frames, [frames, inputs of the encoder]."""
    learn: Callable[[Settings, Future[NDArray[np.uint8]]], Stage[Trained]]
    """Trains it, once the codes of the frames are there."""
    sample: Training
    """How many frames it is trained on."""
    encoder: type[Encoder]
    """What reads features from codes."""


def _ours(settings: Settings, codes: Future[NDArray[np.uint8]]) -> Stage[Trained]:
    """Compile while the first files are being decoded, then train on their frames."""
    from tuimap.autoencoder.train import compiled, train

    compiled(settings, Training())
    return (yield from train(codes.result(), settings))


def _published(settings: Settings, codes: Future[NDArray[np.uint8]]) -> Stage[Trained]:
    return (yield from published.train(codes.result(), settings))


KINDS = {
    "ours": Kind(lambda sound: sound.decibels, _ours, Training(), Encoder),
    "published": Kind(published.codes, _published, published.SAMPLE, published.PublishedEncoder),
    "published-misread": Kind(published.codes, _published, published.SAMPLE, published.MisreadEncoder),
}
"""By the value of `Settings.autoencoder`."""


def kind(settings: Settings) -> Kind:
    """Give the network that the settings ask for."""
    return KINDS[settings.autoencoder]
