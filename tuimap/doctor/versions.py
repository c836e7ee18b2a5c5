"""Which versions are installed of what tuimap stands on."""

from __future__ import annotations

import platform
import re
import sys
from collections.abc import Iterator, Mapping
from importlib import metadata
from pathlib import Path

from tuimap import __version__
from tuimap.doctor.findings import Finding, Topic
from tuimap.doctor.shown import shown

NEEDED: Mapping[str, tuple[int, ...]] = {
    "textual": (8, 2),
    "rich": (14, 2),
    "numpy": (2, 1),
    "scipy": (1, 14),
    "soundfile": (0, 13),
    "soxr": (0, 5),
    "librosa": (0, 11),
    "jax": (0, 6),
    "optax": (0, 2, 4),
    "umap-learn": (0, 5, 7),
    "shufflesnap": (0, 4),
    "scikit-learn": (1, 5),
    "platformdirs": (4, 2),
    "python-osc": (1, 8),
}
"""The oldest version that will do, by the name that pip knows."""

OPTIONAL: Mapping[str, tuple[str, ...]] = {
    "miniaudio": ("miniaudio",),
    "sounddevice": ("sounddevice",),
    "simpleaudio": ("simpleaudio", "simpleaudio-patched"),
    "matplotlib": ("matplotlib",),
}
"""What one can do without, and under which names it comes."""

REPAIR = "pip install --upgrade tuimap"


def versions() -> Topic:
    """Tell them all; what is missing or too old is broken, unless it is an extra."""
    return Topic("versions", (*_ourselves(), *map(_needed, NEEDED), *map(_optional, OPTIONAL)))


def _ourselves() -> Iterator[Finding]:
    yield Finding("tuimap", __version__)
    yield Finding("Python", f"{platform.python_version()}, {shown(Path(sys.executable))}")
    yield Finding("system", f"{platform.system()} {platform.release()}, {platform.machine()}")


def _needed(name: str) -> Finding:
    found = _version(name)
    least = ".".join(map(str, NEEDED[name]))
    if not found:
        return Finding(name, "missing", REPAIR, broken=True)
    if _numbers(found) < NEEDED[name]:
        return Finding(name, f"{found} is too old: {least} is needed", REPAIR, broken=True)
    return Finding(name, found)


def _optional(name: str) -> Finding:
    found = next(((each, version) for each in OPTIONAL[name] if (version := _version(each))), None)
    return Finding(*found) if found else Finding(name, "not installed: tuimap does without")


def _version(name: str) -> str:
    """Give the version that is installed; empty where there is none."""
    try:
        return metadata.version(name) or ""
    except metadata.PackageNotFoundError:
        return ""


def _numbers(version: str) -> tuple[int, ...]:
    """Give the leading numbers of a version."""
    found = re.match(r"\d+(\.\d+)*", version)
    return tuple(map(int, found[0].split("."))) if found else ()
