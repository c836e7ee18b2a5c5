"""Paths as they are shown to whoever may read a report."""

from __future__ import annotations

import os
from pathlib import Path

from tuimap.safe import printable


def shown(path: Path) -> str:
    """Give a path fit to be shown, and without the user's name."""
    home = os.path.expanduser("~")  # noqa: PTH111 (Path raises where there is no home)
    text = str(path)
    return printable(f"~{text[len(home) :]}" if len(home) > 1 and text.startswith(home + os.sep) else text)
