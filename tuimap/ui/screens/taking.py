"""Taking sounds along: their paths to the clipboard."""

from __future__ import annotations

import os
from functools import partial

from tuimap.ui.chosen import Chosen
from tuimap.ui.screens.keeping import Keeping


class Taking(Keeping):
    """Hands chosen sounds to other programs."""

    def action_copy(self) -> None:
        """Copy the paths of the chosen sounds."""
        if chosen := self.meant():
            self.run_worker(partial(self._copy, chosen), thread=True, name="copy")

    def _copy(self, chosen: Chosen) -> None:
        from tuimap.ui.clipboard import MOST_BYTES, copy

        paths = chosen.files()
        content = os.fsencode("\n".join(paths))
        if len(content) > MOST_BYTES:
            told = f"too much to copy: {len(content):,} bytes, terminals take {MOST_BYTES:,}; x writes a list"
        else:
            copy(content, partial(self.app.call_from_thread, self._write), os.environ)
            told = f"copied {paths[0]}" if len(paths) == 1 else f"copied {len(paths):,} paths"
        self.app.call_from_thread(setattr, self, "told", told)

    def _write(self, sequences: str) -> None:
        """Write to the terminal what is no part of the picture."""
        if self.app._driver is not None:
            self.app._driver.write(sequences)
