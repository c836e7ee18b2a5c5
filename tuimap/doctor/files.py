"""Where tuimap keeps what it has found out, and whether there is room."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from tuimap.crash_log import crash_path
from tuimap.doctor.findings import Finding, Topic
from tuimap.doctor.shown import shown
from tuimap.errors import SetupError
from tuimap.safe import printable
from tuimap.ui.keyboard.keymap import keymap_path, read_keymap

SET_HOME = "set HOME to a folder that is yours"

LITTLE_BYTES = 200_000_000
"""With less room than that an analysis may fail."""


def files() -> Topic:
    """Tell the folders, the file of keys, and the latest crash."""
    try:
        return Topic("files", (*_folders(), _keys(), _crash()))
    except RuntimeError:  # what platformdirs raises
        return Topic("files", (Finding("home", "you have none, so nothing can be kept", SET_HOME, broken=True),))


def _folders() -> Iterator[Finding]:
    from platformdirs import user_cache_path, user_data_path, user_state_path

    yield _folder("libraries", Path(user_data_path("tuimap")) / "libraries", essential=True)
    yield _folder("compiled", Path(user_cache_path("tuimap")) / "compiled")
    yield _folder("state", Path(user_state_path("tuimap")))


def _folder(name: str, path: Path, *, essential: bool = False) -> Finding:
    """Tell a folder of ours and whether there can be written; one that is missing will be made."""
    there = next((each for each in (path, *path.parents) if each.is_dir()), None)
    if not path.is_absolute() or there is None or not os.access(there, os.W_OK | os.X_OK):
        return Finding(name, f"{shown(path)} cannot be written", SET_HOME, broken=essential)
    free = shutil.disk_usage(there).free
    told = shown(path) if path == there else f"{shown(path)}, made when it is needed"
    scarce = "make room: an analysis may fail" if free < LITTLE_BYTES else ""
    return Finding(name, f"{told}; {_bytes_text(free)} free", scarce)


def _keys() -> Finding:
    path = keymap_path()
    try:
        keymap = read_keymap(path)
    except SetupError as error:
        return Finding("keys.toml", printable(str(error)), broken=True)
    if not path.exists():
        return Finding("keys.toml", f"none: the keys are as they come ({shown(path)})")
    return Finding("keys.toml", f"{shown(path)}: right, {len(keymap)} keys of your own")


def _crash() -> Finding:
    path = crash_path()
    try:
        day = time.strftime("%Y-%m-%d %H:%M", time.localtime(path.stat().st_mtime))
    except OSError:
        return Finding("crash log", "none")
    return Finding("crash log", f"{shown(path)} of {day}", "please report it with this file")


def _bytes_text(count: int) -> str:
    if count < 1e9:
        return f"{count / 1e6:,.0f} MB"
    return f"{count / 1e9:,.0f} GB" if count >= 10e9 else f"{count / 1e9:.1f} GB"
