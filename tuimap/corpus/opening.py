"""Open a sound file, whatever it is called and whatever it claims about itself."""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from typing import TYPE_CHECKING

from tuimap.corpus.chunks import find_samples, peek
from tuimap.errors import DecodeError

if TYPE_CHECKING:
    import soundfile
    from _typeshed import WriteableBuffer

_MP3_AHEAD = 8 * 1152
"""Samples: so far back frames may refer to those before them."""

RATES = range(1_000, 768_001)
"""Hz; a header that claims another rate is not believed."""


@contextmanager
def opened(path: str | os.PathLike[str] | int) -> Iterator[soundfile.SoundFile]:
    """Open a sound file by descriptor, its own or the one given: any name will do, no pipe or device can block.

    Raises DecodeError where the path is no regular file or holds nothing that is known.
    """
    if isinstance(path, int):
        with _sound(path) as sound:
            yield sound
        return
    with regular_file(path) as descriptor, _sound(descriptor) as sound:
        yield sound


@contextmanager
def regular_file(path: str | os.PathLike[str]) -> Iterator[int]:
    """Give the descriptor of a file. Raises DecodeError where it cannot be opened, or is a pipe or a device."""
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(path, flags)
    except OSError as error:
        raise DecodeError(f"cannot be opened: {error.strerror}", may_pass=True) from error
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise DecodeError("not a regular file")
        yield descriptor
    finally:
        os.close(descriptor)


@contextmanager
def _sound(descriptor: int) -> Iterator[soundfile.SoundFile]:
    import soundfile

    unreadable = (soundfile.SoundFileError, TypeError, ValueError, OverflowError)
    try:
        sound = _sound_as_it_is_or_mended(descriptor)
    except unreadable as error:
        raise DecodeError(_why_unreadable(descriptor, error)) from error
    with sound:
        yield sound


def _sound_as_it_is_or_mended(descriptor: int) -> soundfile.SoundFile:
    """Open a file; one that was never closed, as by a program that wrote into a pipe, as if it had been."""
    import soundfile

    sound = refusal = None
    with suppress(OSError):  # a pipe has no place to go back to
        os.lseek(descriptor, 0, os.SEEK_SET)
    try:
        sound = _reader()(descriptor, closefd=False)
    except soundfile.SoundFileError as error:
        refusal = error
    if sound is not None and sound.frames:
        return sound
    samples = find_samples(descriptor)
    if samples is not None and samples.there and (samples.promised is None or samples.missing):
        return _reader()(_Mended(descriptor, samples.size_at, samples.size))
    if sound is None:
        assert refusal is not None
        raise refusal
    return sound


@cache
def _reader() -> type[soundfile.SoundFile]:
    """Give a SoundFile that goes nowhere where it is already.

    The plain one goes to where it is after each block, and an MP3 decoder then forgets what the next frames refer to.
    """
    import soundfile

    class Reader(soundfile.SoundFile):  # type: ignore[misc]  # soundfile tells no types
        def seek(self, frames: int, whence: int = soundfile.SEEK_SET) -> int:
            stays = whence == soundfile.SEEK_SET and self.tell() == frames
            return frames if stays else int(super().seek(frames, whence))

    return Reader


def go_to(sound: soundfile.SoundFile, place: int) -> bool:
    """Go to a sample; False where it cannot be reached. An MP3 is decoded from a little before it."""
    import soundfile

    ahead = min(place, _MP3_AHEAD) if sound.subtype.startswith("MPEG") else 0
    try:
        return sound.seek(place - ahead) == place - ahead and len(sound.read(ahead, dtype="float32")) == ahead
    except soundfile.SoundFileError:
        return False


class _Mended(io.RawIOBase):
    """A file as it would be with other bytes at one place; the file itself stays as it is."""

    def __init__(self, descriptor: int, place: int, bytes_there: bytes) -> None:
        self._descriptor, self._place, self._bytes = descriptor, place, bytes_there
        self._position = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        starts = {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: os.fstat(self._descriptor).st_size}
        self._position = max(0, starts[whence] + offset)
        return self._position

    def readinto(self, buffer: WriteableBuffer) -> int:
        target = memoryview(buffer).cast("B")
        content = bytearray(peek(self._descriptor, self._position, len(target)))
        for place, byte in enumerate(self._bytes, self._place - self._position):
            if 0 <= place < len(content):
                content[place] = byte
        target[: len(content)] = content
        self._position += len(content)
        return len(content)


def _why_unreadable(descriptor: int, error: Exception) -> str:
    if os.fstat(descriptor).st_size == 0:
        return "the file is empty"
    head = peek(descriptor, 0, 4096)
    if head[:4] == b"RIFF" and b"OggS" in head:
        return "Ogg inside RIFF: convert it"
    if "not recognised" in str(error):
        return "no known sound format"
    return f"unreadable: {_plain(error)}"


def _plain(error: Exception) -> str:
    """Give libsndfile's own words without its prefix."""
    words = str(getattr(error, "error_string", error)).strip().rstrip(".")
    return words.removeprefix("Error : ").removeprefix("Error: ") or type(error).__name__
