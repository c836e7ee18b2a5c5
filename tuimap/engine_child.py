"""The child process of the engine: a Collection comes over standard input, messages leave over standard output."""

from __future__ import annotations

import os
import pickle
import signal
import sys
from collections.abc import Generator
from typing import NoReturn

from tuimap.collection import Collection
from tuimap.engine import Failed, Finished, Message
from tuimap.errors import TuimapError
from tuimap.library import Library

_NICENESS = 5
"""The analysis gives way to the screen and to what is being heard."""


def serve() -> int:
    """Analyse one collection and tell what happens; give the exit code."""
    signal.signal(signal.SIGTERM, _interrupt)
    if hasattr(os, "nice"):
        os.nice(_NICENESS)
    messages = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints goes to the log
    collection: Collection = pickle.load(sys.stdin.buffer)

    def send(message: Message) -> None:
        pickle.dump(message, messages, protocol=pickle.HIGHEST_PROTOCOL)
        messages.flush()

    told = _told(collection)
    try:
        for message in told:
            send(message)
    except TuimapError as error:
        send(Failed(error.message, error.mend))
    except (KeyboardInterrupt, BrokenPipeError):
        told.close()
        return 130
    return 0


def _told(collection: Collection) -> Generator[Message]:
    """Give the reports of an analysis and its outcome; the outcome alone where the stored map fits and is whole."""
    if not (collection.is_current() and collection.is_whole()):
        from tuimap.compile_cache import keep_compiled_programs
        from tuimap.describers import open_nursery

        keep_compiled_programs()  # before NumPy is imported: it settles how many threads NumPy uses
        with open_nursery() as nursery:
            from tuimap.pipeline import analyse

            yield from analyse(collection, nursery, previews=True)
    with Library(collection.library_path) as library:
        yield Finished(library.count_sounds(collection.reading_recipe), len(library.skipped()))


def _interrupt(*_: object) -> NoReturn:
    raise KeyboardInterrupt


if __name__ == "__main__":
    code = serve()
    os._exit(code)  # a training thread may still be at work; nothing of it is wanted any more
