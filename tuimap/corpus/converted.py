"""Formats that libsndfile does not know, turned to WAV by ffmpeg where that is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from subprocess import CompletedProcess
from typing import IO

from tuimap.errors import DecodeError

_SECONDS = 30.0


@contextmanager
def converted(path: str | os.PathLike[str], max_seconds: float) -> Iterator[int]:
    """Give the descriptor of a WAV file without a name that holds the first seconds of a sound.

    Whatever ends this process, nothing of it stays on the disk. Raises DecodeError where ffmpeg is missing or
    cannot read the file.
    """
    with tempfile.TemporaryFile(prefix="tuimap-") as copy:
        options = ["-map", "0:a:0", "-t", f"{max_seconds:f}", "-c:a", "pcm_f32le", "-f", "wav", "pipe:1"]
        told = _run("ffmpeg", ["-nostdin", "-v", "error", *_INPUT, os.fspath(path), *options], copy)
        if told.returncode or not copy.seek(0, os.SEEK_END):
            last = told.stderr.decode(errors="replace").strip().rpartition("\n")[2]
            raise DecodeError(f"ffmpeg cannot read it: {last}" if last else "ffmpeg cannot read it")
        copy.seek(0)
        yield copy.fileno()


def whole_duration(path: str | os.PathLike[str]) -> float:
    """Give how long the whole file is, in seconds; 0 where ffprobe cannot tell."""
    if shutil.which("ffprobe") is None:
        return 0.0
    told = _run(
        "ffprobe", ["-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0", *_INPUT, os.fspath(path)]
    )
    try:
        return float(told.stdout)
    except ValueError:
        return 0.0


_INPUT = ("-protocol_whitelist", "file,pipe", "-i")
"""A file may name others, even on the network; none of these is opened."""


def _run(program: str, arguments: list[str], output: IO[bytes] | int = subprocess.PIPE) -> CompletedProcess[bytes]:
    if shutil.which(program) is None:
        raise DecodeError("needs ffmpeg, which is not installed", needs="ffmpeg")
    command = [program, *arguments]
    try:
        return subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.PIPE, timeout=_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise DecodeError(f"ffmpeg took longer than {_SECONDS:g} s on it") from error
