"""A file's sounds: the whole of it, or slices cut where it changes. Slices are virtual: a start and a length."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tuimap.corpus.changes import (
    REACH_SECONDS,
    band_power,
    calm_before,
    difference,
    novelty,
    onset_strength,
    peaks,
    rough_spectrum,
)
from tuimap.corpus.decode import Audio, decode
from tuimap.corpus.frames import Frames, frames
from tuimap.errors import DecodeError
from tuimap.settings import DETECTORS, HOP, SAMPLE_RATE, Settings

STRETCH_SECONDS = 120
"""Long files are read so much at a time."""

CONTEXT_SECONDS = 3
"""So much on either side is read with it: a seam between two stretches is a place like any other."""

_LONGEST_REACH_SECONDS = 2.0
_MOMENTS, _MOMENT_SECONDS = 60, 4
_UNIFORM_DB = 6.0
"""A recording whose moments differ by less than this hardly changes at all, and is cut as if they differed so much."""

Features: TypeAlias = Callable[[NDArray[np.uint8]], NDArray[np.float32]]
"""[frames, BANDS] decibel codes -> [frames, features]"""


class Piece(NamedTuple):
    """A sound in a file."""

    audio: Audio
    """As if it were a file of its own."""
    start: float
    """In its file, in seconds."""
    is_slice: bool
    """Whether it is not the whole file."""


def pieces(path: str | os.PathLike[str], settings: Settings, features: Features | None = None) -> Iterator[Piece]:
    """Go through the sounds of a file as the settings cut it; `learned-novelty` needs the encoder's features.

    A file in which no place is worth a cut, as one shorter than two slices may be, is one sound.
    Raises DecodeError with the reason where there is no sound in it.
    """
    if not settings.slice:
        yield Piece(decode(path, settings.max_seconds), 0.0, is_slice=False)
        return
    begun, cut = 0, False
    kept = _Beginning(settings.max_seconds)
    for stretch in _stretches(path, _Finder(settings, features), settings.least_slice):
        last = stretch.audio
        at = 0
        for end in stretch.cuts:
            kept.add(stretch.samples[at : end - stretch.first])
            yield _piece(last, kept.samples(), begun / SAMPLE_RATE, end / SAMPLE_RATE, is_slice=True)
            begun, cut, at = end, True, end - stretch.first
            kept = _Beginning(settings.max_seconds)
        kept.add(stretch.samples[at:])
    yield _piece(last, kept.samples(), begun / SAMPLE_RATE, last.duration, is_slice=cut)


def survey(path: str | os.PathLike[str]) -> Iterator[NDArray[np.float32]]:
    """Give seconds of a file, [samples] each: of a short one all, of a long one moments spread over it.

    An encoder learns from them where a file can be cut, or described, only with it.
    """
    first = decode(path, STRETCH_SECONDS)
    long = first.duration > STRETCH_SECONDS
    for audio in _moments(path, first.duration) if long else [first]:
        yield from np.split(audio.samples, range(SAMPLE_RATE, len(audio.samples), SAMPLE_RATE))


def _moments(path: str | os.PathLike[str], duration: float) -> Iterator[Audio]:
    """Read moments spread over a long file, as far as it can be read."""
    for place in np.linspace(0, duration - _MOMENT_SECONDS, _MOMENTS).round():
        try:
            yield decode(path, _MOMENT_SECONDS, float(place))
        except DecodeError as error:
            if not place or error.may_pass:
                raise
            return


class _Beginning:
    """The first seconds of the slice that is open; what comes after is not kept."""

    def __init__(self, seconds: float) -> None:
        self._room = max(1, round(seconds * SAMPLE_RATE))
        self._parts: list[NDArray[np.float32]] = []

    def add(self, samples: NDArray[np.float32]) -> None:
        self._parts.append(samples[: self._room].copy())
        self._room -= len(self._parts[-1])

    def samples(self) -> NDArray[np.float32]:
        return np.concatenate(self._parts)


def _piece(file: Audio, samples: NDArray[np.float32], start: float, end: float, *, is_slice: bool) -> Piece:
    samples = samples if len(samples) else np.zeros(1, np.float32)
    peak = float(np.abs(samples).max())
    samples = samples / np.float32(peak) if peak > 1 else samples
    start = round(start, 6)
    return Piece(replace(file, samples=samples, peak=peak, duration=round(end - start, 6)), start, is_slice)


class _Stretch(NamedTuple):
    """A part of a file, without what was read around it."""

    audio: Audio
    samples: NDArray[np.float32]
    """[samples] at SAMPLE_RATE, not scaled."""
    first: int
    """Which sample of the file its first is."""
    cuts: list[int]
    """Samples of the file, in order."""


def _stretches(path: str | os.PathLike[str], finder: _Finder, least_seconds: float) -> Iterator[_Stretch]:
    """Read a file from beginning to end, and find the cuts, which lie `least_seconds` or more from each other."""
    latest, begun, least = 0, 0, round(least_seconds * SAMPLE_RATE)
    while True:
        lead = min(begun, CONTEXT_SECONDS)
        try:
            audio = decode(path, lead + STRETCH_SECONDS + CONTEXT_SECONDS, begun - lead)
        except DecodeError as error:
            if not begun or error.may_pass:
                raise
            return  # it is damaged from here on, as the note of what came before tells
        samples = audio.samples * np.float32(max(1.0, audio.peak))
        first, end = begun * SAMPLE_RATE, round(audio.duration * SAMPLE_RATE)
        cuts = []
        for cut in finder.cuts(samples, first - lead * SAMPLE_RATE):
            if max(first, latest + least) <= cut <= min(first + STRETCH_SECONDS * SAMPLE_RATE - 1, end - least):
                cuts.append(cut)
                latest = cut
        own = samples[lead * SAMPLE_RATE : (lead + STRETCH_SECONDS) * SAMPLE_RATE]
        yield _Stretch(audio, own, first, cuts)
        begun += STRETCH_SECONDS
        if audio.duration <= begun:
            return


class _Finder:
    """Finds the places where a file is to be cut, stretch by stretch."""

    def __init__(self, settings: Settings, features: Features | None) -> None:
        self._settings = settings
        self._features = features
        self._loudest = 0.0

    def cuts(self, samples: NDArray[np.float32], first: int) -> list[int]:
        """Give the samples of the file, in order, where `samples`, which begin at its sample `first`, change."""
        if self._settings.slice not in DETECTORS:
            step = float(self._settings.slice or 0) * SAMPLE_RATE
            numbers = range(int(first / step), int((first + len(samples)) / step) + 1)
            return [round(number * step) for number in numbers]
        skipped = -first % HOP  # frames lie at the same places whatever stretch they are read with
        samples, first = samples[skipped:], first + skipped
        sound = frames(samples)
        bands = band_power(sound)
        self._loudest = max(self._loudest, float(bands.max()))
        places = HOP * self._peaks(sound, rough_spectrum(bands, self._loudest))
        if self._settings.slice == "onset":
            return sorted({first + calm_before(samples, place) for place in places.tolist()})
        return [first + place for place in places.tolist()]

    def _peaks(self, sound: Frames, decibels: NDArray[np.float32]) -> NDArray[np.intp]:
        """Give the frames at which the sound changes."""
        least = self._settings.least_slice
        usual = max(difference(decibels), _UNIFORM_DB)
        if self._settings.slice == "onset":
            strength = onset_strength(decibels)
        else:
            reach = _in_frames(min(max(least, REACH_SECONDS), _LONGEST_REACH_SECONDS))
            rows = decibels
            if self._features is not None and self._settings.slice == "learned-novelty":
                rows = self._features(sound.decibels)
                usual = usual / max(difference(decibels), 1e-6) * max(difference(rows), 1e-6)
            strength = novelty(rows, reach)
        return peaks(strength, self._settings.threshold * usual, _in_frames(least))


def _in_frames(seconds: float) -> int:
    return max(1, round(seconds * SAMPLE_RATE / HOP))
