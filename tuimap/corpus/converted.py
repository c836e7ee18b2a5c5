"""Formats that libsndfile does not know, read through ffmpeg where that is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import ExitStack, contextmanager
from io import BufferedReader
from subprocess import DEVNULL, PIPE, CompletedProcess, Popen
from typing import IO, TYPE_CHECKING

from tuimap.corpus.opening import opened
from tuimap.errors import DecodeError

if TYPE_CHECKING:
    import soundfile

_SECONDS = 30.0
_LAST_WORDS = 4096
_INPUT = ("-protocol_whitelist", "file,pipe", "-i")
"""A file may name others, even on the network; none of these is opened."""


@contextmanager
def converting(path: str | os.PathLike[str], max_seconds: float, start: float = 0.0) -> Iterator[soundfile.SoundFile]:
    """Open so many seconds of a sound from `start` on as ffmpeg gives them, to be read once; no copy is made.

    Raises DecodeError where ffmpeg is missing, cannot read the file, or takes too long.
    """
    arguments = _conversion(path, start, max_seconds, "pcm_f32be", "au")
    with _running(arguments) as (process, last_words), ExitStack() as stack:
        assert process.stdout is not None
        try:
            sound = stack.enter_context(opened(process.stdout.fileno()))
        except DecodeError as error:
            raise DecodeError(_refusal(last_words.result())) from error
        yield sound


@contextmanager
def _running(arguments: list[str]) -> Iterator[tuple[Popen[bytes], Future[bytes]]]:
    """Run ffmpeg until the body ends, with what it says at its end; raises DecodeError where it was too slow."""
    command = _command("ffmpeg", *arguments)
    last_words: Future[bytes] = Future()
    late = threading.Event()
    with Popen(command, stdin=DEVNULL, stdout=PIPE, stderr=PIPE) as process:
        threading.Thread(target=_listen, args=(process.stderr, last_words), daemon=True).start()
        watch = threading.Timer(_SECONDS, _give_up, (process, late))
        watch.start()
        try:
            yield process, last_words
        except DecodeError:
            if not late.is_set():
                raise
        finally:
            watch.cancel()
            process.kill()
            last_words.result()
    if late.is_set():
        raise DecodeError(_slow())


def _listen(stream: BufferedReader, last_words: Future[bytes]) -> None:
    """Hear a program out, however much it says, and keep the end of it."""
    kept = b""
    while heard := stream.read1(_LAST_WORDS):
        kept = (kept + heard)[-_LAST_WORDS:]
    last_words.set_result(kept)


def _give_up(process: Popen[bytes], late: threading.Event) -> None:
    late.set()
    process.kill()


@contextmanager
def converted(path: str | os.PathLike[str], max_seconds: float, start: float = 0.0) -> Iterator[int]:
    """Give the descriptor of a WAV file without a name that holds so many seconds of a sound from `start` on.

    Whatever ends this process, nothing of it stays on the disk. Raises DecodeError where ffmpeg is missing or
    cannot read the file.
    """
    with tempfile.TemporaryFile(prefix="tuimap-") as copy:
        told = _run(_command("ffmpeg", *_conversion(path, start, max_seconds, "pcm_f32le", "wav")), copy)
        if told.returncode or not copy.seek(0, os.SEEK_END):
            raise DecodeError(_refusal(told.stderr))
        yield copy.fileno()


def whole_duration(path: str | os.PathLike[str]) -> float:
    """Give how long the whole file is, in seconds; 0 where ffprobe cannot tell."""
    if shutil.which("ffprobe") is None:
        return 0.0
    asked = ("-show_entries", "format=duration", "-of", "csv=p=0")
    try:
        return float(_run(_command("ffprobe", "-v", "error", *asked, *_INPUT, os.fspath(path))).stdout)
    except ValueError:
        return 0.0


def _conversion(
    path: str | os.PathLike[str], start: float, max_seconds: float, codec: str, container: str
) -> list[str]:
    place = ["-ss", f"{start:f}"] if start else []
    output = ["-map", "0:a:0", "-t", f"{max_seconds:f}", "-c:a", codec, "-f", container, "pipe:1"]
    return ["-nostdin", "-v", "error", *place, *_INPUT, os.fspath(path), *output]


def _command(program: str, *arguments: str) -> list[str]:
    if shutil.which(program) is None:
        raise DecodeError("needs ffmpeg, which is not installed", needs="ffmpeg")
    return [program, *arguments]


def _slow() -> str:
    return f"ffmpeg took longer than {_SECONDS:g} s on it"


def _refusal(told: bytes) -> str:
    last = told.decode(errors="replace").strip().rpartition("\n")[2]
    return f"ffmpeg cannot read it: {last}" if last else "ffmpeg cannot read it"


def _run(command: list[str], output: IO[bytes] | int = PIPE) -> CompletedProcess[bytes]:
    try:
        return subprocess.run(command, stdin=DEVNULL, stdout=output, stderr=PIPE, timeout=_SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise DecodeError(_slow()) from error
