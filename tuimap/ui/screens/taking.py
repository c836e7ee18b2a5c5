"""Taking sounds along: their paths to the clipboard, lists of them, copies."""

from __future__ import annotations

import os
import time
from functools import partial
from threading import Event
from typing import TYPE_CHECKING

from textual.worker import get_current_worker

from tuimap.errors import TuimapError
from tuimap.ui.chosen import Chosen
from tuimap.ui.messages import ExportEnded, Told
from tuimap.ui.screens.keeping import Keeping

if TYPE_CHECKING:
    from tuimap.ui.destination import Destination

REPORT_SECONDS = 0.2
"""How often it is told how far the copying is."""

WHERE = "a list (.m3u8, .txt, .csv) or a folder/"
"""What can be asked for."""


class Taking(Keeping):
    """Hands chosen sounds to other programs."""

    def meant_files(self) -> Chosen | None:
        """Give the sounds that a key is meant for; None, and that is told, where they have no files."""
        chosen = self.meant()
        if chosen is None or chosen.sounds.named:
            return chosen
        self.told = "this map names no files, only places"
        return None

    def action_copy(self) -> None:
        """Copy the paths of the chosen sounds."""
        if chosen := self.meant_files():
            self.run_worker(partial(self._copy, chosen), thread=True, name="copy")

    def action_export(self) -> None:
        """Ask where the chosen sounds are to go, as a list or as copies."""
        if self.exporting is not None:
            self.told = "still copying; esc stops it"
        elif chosen := self.meant_files():
            from tuimap.ui.destination import completer, destination_of, wrong_destination

            def answered(line: str) -> None:
                self.exported_to = line if line.strip().endswith("/") else ""
                self.exporting = Event()
                work = partial(self._export, chosen, destination_of(line), self.exporting)
                self.run_worker(work, thread=True, name="export")

            question = f"export {chosen.told} to:"
            self.ask(question, WHERE, self.exported_to, answered, completer(), wrong_destination)

    def stop_copying(self) -> bool:
        """Stop the copying; False where there is none."""
        if self.exporting is None or self.exporting.is_set():
            return False
        self.exporting.set()
        return True

    def on_told(self, message: Told) -> None:
        """Say what a worker says."""
        self.told = message.words

    def on_export_ended(self, message: ExportEnded) -> None:
        """Say what came of it; another export may begin."""
        self.told = message.words
        self.exporting = None

    def _copy(self, chosen: Chosen) -> None:
        from tuimap.ui.clipboard import MOST_BYTES, copy

        paths = chosen.files()
        content = os.fsencode("\n".join(paths))
        if len(content) > MOST_BYTES:
            told = f"too much to copy: {len(content):,} bytes, terminals take {MOST_BYTES:,}; x writes a list"
        else:
            copy(content, self._write, os.environ)
            told = f"copied {paths[0]}" if len(paths) == 1 else f"copied {len(paths):,} paths"
        self.post_message(Told(told))

    def _write(self, sequences: str) -> None:
        """Write to the terminal what is no part of the picture; the driver takes it from any thread."""
        if self.app._driver is not None:
            self.app._driver.write(sequences)

    def _export(self, chosen: Chosen, destination: Destination, stop: Event) -> None:
        """Write or copy, and tell how far it is; what is whole by the time it is stopped stays."""
        from tuimap.ui.destination import carried_out

        worker = get_current_worker()
        work = carried_out(chosen, self.marks, destination)
        told_at, done, told = 0.0, 0, ""
        try:
            while not stop.is_set() and not worker.is_cancelled:
                done = next(work)
                if time.monotonic() - told_at > REPORT_SECONDS:
                    told_at = time.monotonic()
                    self.post_message(Told(f"copied {done:,} of {len(chosen.indices):,}  esc stops"))
            told = f"stopped: {done:,} of {len(chosen.indices):,} copied to {destination.path}"
        except StopIteration as end:
            told = end.value
        except TuimapError as error:
            told = str(error)
        finally:
            work.close()
            self.post_message(ExportEnded(told))
