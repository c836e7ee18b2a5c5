"""Every default, once. Command-line options, cache keys, help and README read it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass

SAMPLE_RATE = 44_100
"""Hz; every sound is brought to this rate before it is described."""

WINDOW = 1024
"""Samples in one spectral frame."""

HOP = 512
"""Samples between the starts of two frames."""

BINS = WINDOW // 2 + 1
"""Magnitudes in one frame."""

BANDS = 64
"""Mel bands that the autoencoder and the MFCCs read of a frame."""

FLOOR_DB = 80.0
"""A frame holds decibels from the file's own loudest band down to this far below it."""

OVERVIEW_COLUMNS = 128
"""Columns of the stored waveform picture of a sound."""

GONE_DAYS = 90
"""What is known of a file that has been missing for longer is forgotten; the user's marks never are."""

MOST_SECONDS = 600.0
"""Of one sound that can be described: a decoder holds half a megabyte for each."""

MOST_LAYERS, MOST_WIDTH = 8, 1024
"""Of the autoencoder, on the way to its bottleneck: so large a network can still be stored."""

PUBLISHED_FEATURES = 13
"""Values per frame of the autoencoder that was published in 2019."""

LONGEST_SECONDS = 1e9
"""No sound is longer; a header that claims more is not believed."""

RECIPE = 6
"""Number of the way vectors are made; raised when the same settings would give other vectors."""


DETECTORS = ("onset", "novelty", "learned-novelty")
"""What can find the places where a recording is cut, beside a number of seconds."""

ENCODER_FIELDS = ("features", "hidden", "steps", "seed", "max_seconds")
"""Of Settings: what the autoencoder follows from."""


@dataclass(frozen=True)
class Settings:
    """What decides the map: two runs with equal settings on equal files give equal maps."""

    descriptor: str = "learned"
    """What a sound is described by: one of `descriptors.DESCRIPTORS`, or several joined by a plus."""
    autoencoder: str = "ours"
    """Which network `learned` is: `ours`, or that of 2019, `published`, read as it was then, `published-misread`."""
    features: int = 16
    """Values per frame: the width of the autoencoder's bottleneck, and the number of MFCCs."""
    hidden: tuple[int, ...] = (64,)
    """Widths of the autoencoder's layers between the 64 bands and the bottleneck."""
    steps: int = 1250
    """Training steps of the autoencoder, whatever the size of the collection."""
    reducer: str = "tsne"
    """How the vectors become two dimensions: one of the reducers."""
    overview: float = 0.0
    """What a t-SNE map is to show, from 0, which sounds are the nearest, to 1, how far apart groups lie."""
    seed: int = 0
    """Every random choice follows from it."""
    max_seconds: float = 30.0
    """Only the first so many seconds of a sound are described."""
    layout: str = "scatter"
    """`scatter`, or `grid`: a cell of its own for each sound."""
    aspect: tuple[int, int] = (4, 1)
    """Of a grid, columns to rows: 4 to 1 is what the map has on a terminal of 80 columns and 24 lines."""
    slice: str | None = None
    """How files are cut into several sounds: `onset`, `novelty`, `learned-novelty`, a number of seconds; None: not."""
    least_slice: float = 0.1
    """No slice is shorter, in seconds."""
    threshold: float = 0.4
    """How strong a change is cut at, as a share of how much two moments of the recording differ on average."""

    @property
    def slice_fields(self) -> tuple[str, ...]:
        """The names of the fields that the slices follow from; none where nothing is cut."""
        if not self.slice:
            return ()
        if self.slice not in DETECTORS:
            return "slice", "least_slice"
        learned = ENCODER_FIELDS if self.slice == "learned-novelty" else ()
        return "slice", "least_slice", "threshold", *learned

    def key(self, *names: str) -> str:
        """Give a short stable name for the values of the fields `names` (all when empty)."""
        values = asdict(self)
        chosen = {name: values[name] for name in names or values}
        text = json.dumps({"recipe": RECIPE, **chosen}, sort_keys=True)
        return hashlib.blake2b(text.encode(), digest_size=12).hexdigest()


@dataclass(frozen=True)
class Training:
    """How the autoencoder is trained; the same for every collection."""

    frames: int = 20_000
    """Frames the network is trained on: a seeded sample, spread over the sounds."""
    frames_of_a_sound: int = 64
    """At most so many come from one sound, so that a long one does not outweigh a hundred short ones."""
    batch: int = 256
    """Frames in one step."""
    learning_rate: float = 5e-3
    """Adam's first step size; it falls to 0 along a cosine."""
    reports: int = 10
    """How often, over a whole training, the loss is reported."""


@dataclass(frozen=True)
class Limits:
    """What bounds a run without changing its result."""

    jobs: int = 0
    """Decoding processes; 0 means one for each processor core."""
    file_seconds: float = 60.0
    """A file whose decoding takes longer is skipped."""
    slicing_seconds: float = 4.0
    """More time for each megabyte of a file that is cut into slices: such a one is read to its end."""
    held_megabytes: int = 256
    """Spectra kept in memory while the network is still being trained; what goes beyond is decoded a second time."""
    commit_seconds: float = 1.0
    """Finished sounds wait at most so long before they are stored."""
