"""Where the whole story of a failure goes that should not have been: a file, never the screen."""

from __future__ import annotations

import traceback
from pathlib import Path

from tuimap.safe import printable


def crash_path() -> Path:
    """Give the file that holds the traceback of the latest crash."""
    from platformdirs import user_log_path

    return Path(user_log_path("tuimap")) / "crash.log"


def kept(error: BaseException) -> str:
    """Write the error's traceback into the file, and say `please report it`, with the file where there is one."""
    try:
        crash_path().parent.mkdir(parents=True, exist_ok=True)
        story = "".join(traceback.format_exception(error))
        crash_path().write_text(story, encoding="utf-8", errors="backslashreplace")
    except (OSError, RuntimeError):  # a disk that is full, a user without a home
        return "please report it"
    return f"please report it with {printable(str(crash_path()))}"
