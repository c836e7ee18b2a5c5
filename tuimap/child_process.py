"""How a Python child of ours is started, whatever folder this process was started in."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import tuimap


def child_command(module: str) -> list[str]:
    """Give the command line of a module of ours; the working folder is no place to import from."""
    return [sys.executable, "-P", "-m", module]


def child_environment(**more: str) -> dict[str, str]:
    """Let a child import what this process imports, wherever that lies."""
    here = str(Path(tuimap.__file__).parent.parent)
    path = os.pathsep.join([*(entry for entry in sys.path if entry), here])
    return {**os.environ, "PYTHONPATH": path, **more}
