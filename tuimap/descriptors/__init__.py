"""Descriptors: frames of a sound in, values per frame out. One file and one registry line each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from tuimap.settings import BANDS, ENCODER_FIELDS, Settings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tuimap.autoencoder.model import Encoder
    from tuimap.corpus.frames import Frames

Read: TypeAlias = "Callable[[Frames, Settings, Encoder | None], NDArray[np.float32]]"


@dataclass(frozen=True)
class Descriptor:
    """How a sound's frames are read."""

    read: Read
    """(frames, settings, encoder) -> [frames, features]"""
    depends_on: tuple[str, ...]
    """The fields of Settings that its values follow from."""
    trained: bool = False
    """Whether it needs the collection's encoder."""

    def key(self, settings: Settings) -> str:
        """Give a name for the values that its settings have."""
        return settings.key(*self.depends_on, *settings.slice_fields)


def _learned(sound: Frames, _: Settings, encoder: Encoder | None) -> NDArray[np.float32]:
    if encoder is None:
        raise ValueError("the learned descriptor needs a trained encoder")
    return encoder(sound.decibels)


def _mfcc(sound: Frames, settings: Settings, _: Encoder | None) -> NDArray[np.float32]:
    from tuimap.descriptors.mfcc import mfcc

    return mfcc(sound, settings.features)


DESCRIPTORS: dict[str, Descriptor] = {
    "learned": Descriptor(_learned, ENCODER_FIELDS, trained=True),
    "mfcc": Descriptor(_mfcc, ("features", "max_seconds")),
}

MOST_FEATURES = BANDS
"""No more than the numbers that they are made from."""

CHOICES = (*DESCRIPTORS, "learned+mfcc")
"""What a user may ask for: one descriptor, or several joined by a plus."""


def parts(settings: Settings) -> list[str]:
    """Give the names of the descriptors that `settings.descriptor` joins."""
    return settings.descriptor.split("+")


def recipes(settings: Settings) -> dict[str, str]:
    """Give the stored name of each vector that a map with these settings is made from; `envelope` is the last."""
    keys = {name: f"{name}-{DESCRIPTORS[name].key(settings)}" for name in parts(settings)}
    return {**keys, "envelope": reading_recipe(settings)}


def reading_recipe(settings: Settings) -> str:
    """Give the stored name of what is read of a sound whatever the descriptor: envelope, level, overview."""
    return f"envelope-{settings.key('max_seconds', *settings.slice_fields)}"


def trained_part(settings: Settings) -> str | None:
    """Give the name of the part that needs an encoder, or None."""
    return next((name for name in parts(settings) if DESCRIPTORS[name].trained), None)


def encoder_recipe(settings: Settings) -> str | None:
    """Give the stored name of the encoder without which sounds cannot be described, or not even cut; else None."""
    needed = settings.slice == "learned-novelty" or trained_part(settings) is not None
    return f"learned-{DESCRIPTORS['learned'].key(settings)}" if needed else None


def map_key(settings: Settings) -> str:
    """Give the name under which a map of these settings is stored: it follows from what the map follows from."""
    leaning = ("overview",) if settings.reducer == "tsne" and settings.overview else ()
    reduction = settings.key("descriptor", "reducer", "seed", *leaning)
    layout = [] if settings.layout == "scatter" else [settings.layout, "{}:{}".format(*settings.aspect)]
    return "-".join(["map", *recipes(settings).values(), reduction, *layout])
