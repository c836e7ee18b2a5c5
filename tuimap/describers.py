"""What the worker processes of an analysis do; imports nothing heavy before it is asked to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tuimap.nursery import Nursery
from tuimap.settings import Settings

if TYPE_CHECKING:
    from tuimap.autoencoder.model import Encoder
    from tuimap.corpus.scan import FoundFile
    from tuimap.descriptors.describe import Described


@dataclass(frozen=True)
class Context:
    """What a worker knows besides the file's path."""

    root: str
    settings: Settings
    encoder: Encoder | None


def open_nursery() -> Nursery:
    """Begin to get ready for decoding. Called before this process imports NumPy, both happen at once."""
    return Nursery(_describe, _import_all)


def _describe(context: Context, file: FoundFile) -> Described:
    from tuimap.descriptors.describe import describe

    return describe(context.root, file.path, context.settings, context.encoder)


def _import_all() -> None:

    import tuimap.descriptors.describe
    import tuimap.descriptors.mfcc  # noqa: F401
