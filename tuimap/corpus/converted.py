"""Formats that libsndfile does not know, read through ffmpeg where that is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from subprocess import DEVNULL, PIPE, CompletedProcess, Popen
from typing import IO, TYPE_CHECKING

from tuimap.corpus.opening import opened
from tuimap.errors import DecodeError

if TYPE_CHECKING:
    import soundfile

_SECONDS = 30.0
_INPUT = ("-protocol_whitelist", "file,pipe", "-i")
"""A file may name others, even on the network; none of these is opened."""


@contextmanager
def converting(path: str | os.PathLike[str], max_seconds: float) -> Iterator[soundfile.SoundFile]:
    """Open the first seconds of a sound as ffmpeg gives them, to be read once from the front; no copy is made.

    Raises DecodeError where ffmpeg is missing, cannot read the file, or takes too long.
    """
    with tempfile.TemporaryFile(prefix="tuimap-") as told, _running(path, max_seconds, told) as process:
        assert process.stdout is not None
        with ExitStack() as stack:
            try:
                sound = stack.enter_context(opened(process.stdout.fileno()))
            except DecodeError as error:
                process.wait()
                told.seek(0)
                raise DecodeError(_refusal(told.read())) from error
            yield sound


@contextmanager
def _running(path: str | os.PathLike[str], max_seconds: float, told: IO[bytes]) -> Iterator[Popen[bytes]]:
    """Run ffmpeg until the body ends; raises DecodeError where it was stopped for being slow."""
    command = _command("ffmpeg", *_conversion(path, max_seconds, "pcm_f32be", "au"))
    late = threading.Event()
    with Popen(command, stdin=DEVNULL, stdout=PIPE, stderr=told) as process:
        watch = threading.Timer(_SECONDS, _give_up, (process, late))
        watch.start()
        try:
            yield process
        except DecodeError:
            if not late.is_set():
                raise
        finally:
            watch.cancel()
            process.kill()
    if late.is_set():
        raise DecodeError(_slow())


def _give_up(process: Popen[bytes], late: threading.Event) -> None:
    late.set()
    process.kill()


@contextmanager
def converted(path: str | os.PathLike[str], max_seconds: float) -> Iterator[int]:
    """Give the descriptor of a WAV file without a name that holds the first seconds of a sound.

    Whatever ends this process, nothing of it stays on the disk. Raises DecodeError where ffmpeg is missing or
    cannot read the file.
    """
    with tempfile.TemporaryFile(prefix="tuimap-") as copy:
        told = _run(_command("ffmpeg", *_conversion(path, max_seconds, "pcm_f32le", "wav")), copy)
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


def _conversion(path: str | os.PathLike[str], max_seconds: float, codec: str, container: str) -> list[str]:
    output = ["-map", "0:a:0", "-t", f"{max_seconds:f}", "-c:a", codec, "-f", container, "pipe:1"]
    return ["-nostdin", "-v", "error", *_INPUT, os.fspath(path), *output]


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
