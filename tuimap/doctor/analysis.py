"""Whether sounds can be analysed here: what that needs is loaded, and a first program compiled, in a child process."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from contextlib import suppress

from tuimap.child_process import child_environment
from tuimap.compile_cache import keep_compiled_programs
from tuimap.doctor.findings import Finding, Topic
from tuimap.safe import printable

SECONDS = 60.0
"""What the child gets: the first start on a slow disk takes long."""

REPAIR = "pip install --force-reinstall tuimap"

_TRIAL = """
import json, soundfile, soxr, scipy.fft, optax, jax, jax.numpy
jax.jit(lambda square: square @ square)(jax.numpy.ones((8, 8))).block_until_ready()
devices = [f"{each.platform}:{each.id}" for each in jax.devices()]
print(json.dumps({"devices": devices, "libsndfile": soundfile.__libsndfile_version__}))
"""


def analysis() -> Topic:
    """Tell whether JAX works and on what, and what reads files."""
    return Topic("analysis", (*_trial(), _ffmpeg(), _processors()))


def _trial(seconds: float = SECONDS, trial: str = _TRIAL) -> tuple[Finding, ...]:
    with suppress(RuntimeError):  # there is no home to keep them in
        keep_compiled_programs()
    begun = time.monotonic()
    try:
        child = subprocess.run(
            [sys.executable, "-P", "-c", trial],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            env=child_environment(),
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return (Finding("JAX", f"does not answer within {seconds:g} s", REPAIR, broken=True),)
    except OSError as error:
        return (Finding("JAX", f"cannot be tried ({error.strerror})", broken=True),)
    took = time.monotonic() - begun
    try:
        found = json.loads(child.stdout)
    except ValueError:
        return (Finding("JAX", _failure(child), REPAIR, broken=True),)
    return (
        Finding("JAX", f"works on {printable(', '.join(found['devices']))}; ready in {took:.1f} s"),
        Finding("libsndfile", found["libsndfile"]),
    )


def _failure(child: subprocess.CompletedProcess[str]) -> str:
    """Say why the trial failed: the last thing that it said, or how it ended."""
    said = [line for line in child.stderr.splitlines() if line.strip()]
    return f"fails: {printable(said[-1].strip())}" if said else f"crashes (exit code {child.returncode})"


def _ffmpeg() -> Finding:
    path = shutil.which("ffmpeg")
    if path is None:
        return Finding("ffmpeg", "not found: M4A, AAC and WMA are skipped", "install ffmpeg, if you have such files")
    return Finding("ffmpeg", f"{printable(path)} reads M4A, AAC and WMA")


def _processors() -> Finding:
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return Finding("processors", f"{usable}")
