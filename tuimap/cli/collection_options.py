"""The options that say what the map is made from, and the collection that follows from them."""

from __future__ import annotations

from argparse import SUPPRESS, ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import fields
from typing import Any

from tuimap.cli import values
from tuimap.collection import Collection
from tuimap.descriptors import AUTOENCODERS, DESCRIPTORS, MOST_FEATURES
from tuimap.settings import BANDS, FLOOR_DB, HOP, SAMPLE_RATE, WINDOW, Limits, Settings, Training

LAYOUT_CHOICES = ("scatter", "grid")

REDUCER_CHOICES = ("tsne", "umap", "pca", "mds", "isomap", "som", "graph")

MOST_MEGABYTES = 1_000_000

FIXED = (
    f"Fixed: sounds are described at {SAMPLE_RATE:,} Hz, in frames of {WINDOW:,} samples every {HOP}, in decibels of "
    f"{BANDS} mel bands down to {FLOOR_DB:g} below the sound's loudest. The autoencoder is trained on "
    f"{Training.frames:,} frames, at most {Training.frames_of_a_sound} of each sound, in batches of {Training.batch}, "
    f"with Adam from {Training.learning_rate:g}, and tells its loss {Training.reports} times. A file that takes longer "
    f"than {Limits.file_seconds:g} s to decode is skipped; one that is cut into slices has {Limits.slicing_seconds:g} "
    f"s more for each megabyte. What is finished is stored every {Limits.commit_seconds:g} s."
)
"""The settings that have no option."""


def collection(chosen: Namespace) -> Collection:
    """Give the collection that the options describe."""
    settings = settings_of(chosen)
    limits = Limits(jobs=chosen.jobs, held_megabytes=chosen.memory)
    return Collection(tuple(chosen.paths), settings, limits, chosen.library, chosen.refit)


def settings_of(chosen: Namespace) -> Settings:
    """Give the settings that the options name; what was not asked for is as it is by default."""
    named = {field.name for field in fields(Settings)} & set(vars(chosen))
    return Settings(**{name: getattr(chosen, name) for name in named})


def add_collection_options(parser: ArgumentParser, without: frozenset[str] = frozenset()) -> None:
    """Add them all, but for those that a command settles itself; every default comes from the settings."""
    _map_options(_Options(parser, without))
    _place_options(_Options(parser, without))


class _Options:
    """Options in groups, some of which the command settles itself: their values are the defaults."""

    def __init__(self, parser: ArgumentParser, settled: frozenset[str]) -> None:
        self._parser, self._settled = parser, settled
        self._add: Callable[..., object] = parser.add_argument

    def add_argument_group(self, title: str) -> _Options:
        """Begin a group; what is added from now on belongs to it."""
        self._add = self._parser.add_argument_group(title).add_argument
        return self

    def add_argument(self, option: str, **details: Any) -> None:
        """Add an option with what argparse asks for."""
        if option not in self._settled:
            self._add(option, **details)
        elif details.get("default") is not SUPPRESS:
            self._parser.set_defaults(**{option[2:].replace("-", "_"): details.get("default", False)})


def _map_options(parser: _Options) -> None:
    default = Settings()
    group = parser.add_argument_group("what the map is made from")
    group.add_argument(
        "--descriptor",
        metavar="NAME",
        type=values.descriptor,
        default=default.descriptor,
        help=f"what sounds are compared by: {', '.join(DESCRIPTORS)}, or several joined by + "
        f"(default: {default.descriptor})",
    )
    group.add_argument(
        "--autoencoder",
        choices=tuple(AUTOENCODERS),
        default=default.autoencoder,
        help=f"the network of learned: {default.autoencoder} (default), or that of FluidCorpusMap in 2019, also with "
        "the error in its reading; --features, --hidden and --steps are for ours",
    )
    group.add_argument(
        "--features",
        metavar="N",
        type=values.count(1, MOST_FEATURES),
        default=SUPPRESS,
        help=f"values per frame: the autoencoder's bottleneck, the number of MFCCs (default: {default.features})",
    )
    group.add_argument(
        "--hidden",
        metavar="N,N",
        type=values.widths,
        default=SUPPRESS,
        help=f"widths of the layers before the bottleneck (default: {','.join(map(str, default.hidden))})",
    )
    group.add_argument(
        "--steps",
        metavar="N",
        type=values.count(1, 1_000_000),
        default=SUPPRESS,
        help=f"training steps (default: {default.steps})",
    )
    group.add_argument(
        "--reducer",
        choices=REDUCER_CHOICES,
        default=default.reducer,
        help=f"how the vectors become two dimensions (default: {default.reducer})",
    )
    group.add_argument(
        "--overview",
        metavar="X",
        type=values.share,
        default=SUPPRESS,
        help="for tsne: from 0, the nearest sounds are those that sound most alike, to 1, far on the map is far in "
        f"sound, while near neighbours mix (default: {default.overview:g})",
    )
    group.add_argument(
        "--seed",
        metavar="N",
        type=values.count(0, 2**32 - 1),
        default=default.seed,
        help=f"the same seed gives the same map (default: {default.seed})",
    )
    group.add_argument(
        "--max-seconds",
        metavar="S",
        type=values.seconds,
        default=default.max_seconds,
        help=f"describe the first S seconds of each sound (default: {default.max_seconds:g})",
    )
    group.add_argument(
        "--slice",
        metavar="HOW",
        type=values.slicing,
        default=default.slice,
        help="cut long recordings into many sounds; the files stay as they are. onset: where a sound begins; novelty: "
        "where the sound changes; learned-novelty: where it changes for the autoencoder; a number: every so many "
        "seconds (default: each file is one sound)",
    )
    group.add_argument(
        "--least-slice",
        metavar="S",
        type=values.seconds,
        default=SUPPRESS,
        help=f"no slice is shorter than S seconds (default: {default.least_slice:g})",
    )
    group.add_argument(
        "--threshold",
        metavar="T",
        type=values.threshold,
        default=SUPPRESS,
        help="how strong a change is cut at: 1 is as much as two moments of the recording differ on average, less "
        f"cuts more (default: {default.threshold:g})",
    )
    group.add_argument(
        "--layout",
        choices=LAYOUT_CHOICES,
        default=default.layout,
        help=f"points where they fall, or a cell of its own for each sound (default: {default.layout})",
    )
    group.add_argument(
        "--aspect",
        metavar="W:H",
        type=values.aspect,
        default=SUPPRESS,
        help=f"columns of the grid to its rows, a row twice as tall (default: {'{}:{}'.format(*default.aspect)})",
    )


def _place_options(parser: _Options) -> None:
    group = parser.add_argument_group("where and how")
    group.add_argument(
        "--library",
        metavar="FILE",
        type=values.path,
        help="keep what is found out in FILE (default: in your data folder, a file for each collection)",
    )
    group.add_argument(
        "--refit",
        action="store_true",
        help="arrange the map afresh, not from the places that sounds had; nothing is decoded again",
    )
    group.add_argument(
        "--jobs",
        metavar="N",
        type=values.count(1, 1024),
        default=Limits.jobs,
        help="decoding processes (default: one for each core)",
    )
    group.add_argument(
        "--memory",
        metavar="MB",
        type=values.count(0, MOST_MEGABYTES),
        default=Limits.held_megabytes,
        help="spectra that may wait in memory for the autoencoder, in megabytes; "
        f"what has no room is decoded a second time (default: {Limits.held_megabytes})",
    )
