"""Descriptors: frames of a sound in, values per frame out. One file and one registry line each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from tuimap.settings import BANDS, ENCODER_FIELDS, PUBLISHED_FEATURES, Settings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tuimap.autoencoder.model import Encoder
    from tuimap.corpus.frames import Frames

Read: TypeAlias = "Callable[[Frames, Settings, Encoder | None], NDArray[np.float32]]"
Scaling: TypeAlias = Literal["soft", "zscore", "none"]

STATISTICS = (8, 10, 4)
"""Statistics in each of the three groups of a summary; the groups weigh the same on the map."""

PUBLISHED_STATISTICS = (8,)
"""Of these the first group alone: what was kept in 2019."""


class Descriptor(NamedTuple):
    """How a sound's frames are read."""

    read: Read
    """(frames, settings, encoder) -> [frames, width]"""
    width: Callable[[Settings], int]
    """How many values it gives for a frame."""
    depends_on: tuple[str, ...] = ("max_seconds",)
    """The fields of Settings that its values follow from."""
    scaling: Scaling = "soft"
    """How columns are brought to one measure, see `reduce.scale.Block`; `zscore` where their units differ."""
    statistics: tuple[int, ...] = STATISTICS
    """How many are kept of each value, in groups."""
    trained: bool = False
    """Whether it needs the collection's encoder."""

    def key(self, settings: Settings) -> str:
        """Give a name for the values that its settings have."""
        return settings.key(*self.depends_on, *settings.slice_fields)

    def columns(self, settings: Settings) -> int:
        """Give the length of the vector that is stored of a sound."""
        return sum(self.statistics) * self.width(settings)


def _learned(sound: Frames, settings: Settings, encoder: Encoder | None) -> NDArray[np.float32]:
    if encoder is None:
        raise ValueError("the learned descriptor needs a trained encoder")
    from tuimap.autoencoder.kinds import kind

    return encoder(kind(settings).codes(sound))


def _mfcc(sound: Frames, settings: Settings, _: Encoder | None) -> NDArray[np.float32]:
    from tuimap.descriptors.mfcc import mfcc

    return mfcc(sound, settings.features)


def _of_frames(name: str) -> Read:
    """Give the function that is called like its module here; NumPy is imported with it, not before."""

    def read(sound: Frames, _: Settings, __: Encoder | None) -> NDArray[np.float32]:
        values: NDArray[np.float32] = getattr(import_module(f"{__name__}.{name}"), name)(sound)
        return values

    return read


def _features(settings: Settings) -> int:
    return settings.features


def _always(width: int) -> Callable[[Settings], int]:
    return lambda _: width


MEL_BANDS, CHROMA = 40, 12

DESCRIPTORS: dict[str, Descriptor] = {
    "learned": Descriptor(_learned, _features, ENCODER_FIELDS, trained=True),
    "mfcc": Descriptor(_mfcc, _features, ("features", "max_seconds")),
    "mel": Descriptor(_of_frames("mel"), _always(MEL_BANDS)),
    "chroma": Descriptor(_of_frames("chroma"), _always(CHROMA)),
    "shape": Descriptor(_of_frames("shape"), _always(7), scaling="zscore"),
    "pitch": Descriptor(_of_frames("pitch"), _always(2), scaling="zscore"),
    "loudness": Descriptor(_of_frames("loudness"), _always(1)),
}
"""In the order in which they are joined."""

_PUBLISHED = Descriptor(
    _learned,
    _always(PUBLISHED_FEATURES),
    ("autoencoder", "seed", "max_seconds"),
    scaling="none",
    statistics=PUBLISHED_STATISTICS,
    trained=True,
)

AUTOENCODERS: dict[str, Descriptor] = {
    "ours": DESCRIPTORS["learned"],
    "published": _PUBLISHED,
    "published-misread": _PUBLISHED,
}
"""What `learned` is, by the network that is trained."""

MOST_FEATURES = BANDS
"""No more than the numbers that they are made from."""


def joined(text: str) -> str:
    """Give the names that `text` joins by a plus in the registry's order: `mfcc+learned` is `learned+mfcc`.

    Raises ValueError where one is unknown or named twice.
    """
    names = text.split("+")
    for name in names:
        if name not in DESCRIPTORS:
            known = ", ".join(DESCRIPTORS)
            raise ValueError(f"there is no descriptor {name!r}: choose from {known}, or join several of them by +")
        if names.count(name) > 1:
            raise ValueError(f"{text!r} names {name} twice")
    return "+".join(name for name in DESCRIPTORS if name in names)


def parts(settings: Settings) -> dict[str, Descriptor]:
    """Give the descriptors that `settings.descriptor` joins, by name."""
    names = joined(settings.descriptor).split("+")
    return {name: DESCRIPTORS[name] for name in names} | (
        {"learned": AUTOENCODERS[settings.autoencoder]} if "learned" in names else {}
    )


def told(settings: Settings) -> str:
    """Say what sounds are compared by, in a few words: `learned+mfcc 16`."""
    depends_on = {field for part in parts(settings).values() for field in part.depends_on}
    words = [joined(settings.descriptor), str(settings.features) if "features" in depends_on else ""]
    words.append(settings.autoencoder if "autoencoder" in depends_on and settings.autoencoder != "ours" else "")
    return " ".join(filter(None, words))


def recipes(settings: Settings) -> dict[str, str]:
    """Give the stored name of each vector that a map with these settings is made from; `envelope` is the last."""
    keys = {name: f"{name}-{part.key(settings)}" for name, part in parts(settings).items()}
    return {**keys, "envelope": reading_recipe(settings)}


def reading_recipe(settings: Settings) -> str:
    """Give the stored name of what is read of a sound whatever the descriptor: envelope, level, overview, traits."""
    return f"envelope-{settings.key('max_seconds', *settings.slice_fields)}"


def trained_part(settings: Settings) -> str | None:
    """Give the name of the part that needs an encoder, or None."""
    return next((name for name, part in parts(settings).items() if part.trained), None)


def encoder_recipe(settings: Settings) -> str | None:
    """Give the stored name of the encoder without which sounds cannot be described, or not even cut; else None."""
    needed = settings.slice == "learned-novelty" or trained_part(settings) is not None
    return f"learned-{AUTOENCODERS[settings.autoencoder].key(settings)}" if needed else None


def map_key(settings: Settings) -> str:
    """Give the name under which a map of these settings is stored: it follows from what the map follows from."""
    leaning = ("overview",) if settings.reducer == "tsne" and settings.overview else ()
    reduction = settings.key("reducer", "seed", *leaning)
    layout = [] if settings.layout == "scatter" else [settings.layout, "{}:{}".format(*settings.aspect)]
    return "-".join(["map", *recipes(settings).values(), reduction, *layout])


def scatter_key(settings: Settings) -> str:
    """Give the name of the scattered map that every layout starts from."""
    return map_key(replace(settings, layout="scatter"))
