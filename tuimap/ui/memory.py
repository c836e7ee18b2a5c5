"""What the screen keeps in the user's state folder from one start to the next."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from tuimap.atomic import replace_file
from tuimap.ui.session import Session, session_of, text_of

MOST_BYTES = 1 << 16
"""Of a session's file; a larger one is none of ours."""


class Memory(NamedTuple):
    """Of one collection. What cannot be read is as if it were not there, and what cannot be written is let go."""

    folder: Path
    name: str
    """Tells the collection from others."""

    def session(self) -> Session:
        """Give how the collection was last looked at."""
        try:
            if self._session.stat().st_size <= MOST_BYTES:
                return session_of(self._session.read_bytes())
        except OSError:
            pass
        return Session()

    def knows_the_user(self) -> bool:
        """Tell whether somebody has walked a map here before."""
        return self._welcomed.exists()

    def keep(self, session: Session, walked: bool) -> None:
        """Keep the session, and whether somebody has walked."""
        with suppress(OSError):  # a full or read-only disk: the next start begins at the beginning
            self.folder.mkdir(parents=True, exist_ok=True)
            replace_file(self._session, text_of(session).encode())
            if walked and not self.knows_the_user():
                self._welcomed.touch()

    @property
    def _session(self) -> Path:
        return self.folder / f"{self.name}.json"

    @property
    def _welcomed(self) -> Path:
        return self.folder / "welcomed"


def memory_of(library: Path) -> Memory:
    """Give the memory of the collection that has its library, or its map, in a file."""
    from platformdirs import user_state_path

    name = hashlib.blake2b(os.fsencode(os.path.realpath(library)), digest_size=8).hexdigest()
    return Memory(Path(user_state_path("tuimap")) / "screens", name)
