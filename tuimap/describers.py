"""What the worker processes of an analysis do; imports nothing heavy before it is asked to."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from importlib import import_module
from typing import TYPE_CHECKING

from tuimap.nursery import Nursery
from tuimap.settings import Settings

if TYPE_CHECKING:
    from tuimap.autoencoder.model import Encoder
    from tuimap.corpus.scan import FoundFile
    from tuimap.descriptors.describe import DescribedFile


@dataclass(frozen=True)
class Context:
    """What a worker knows besides the file's path."""

    root: str
    settings: Settings
    encoder: Encoder | None


def open_nursery() -> Nursery:
    """Begin to get ready for decoding. Called before this process imports NumPy, both happen at once."""
    return Nursery(describe_file, _import_all)


def describe_file(context: Context, file: FoundFile) -> DescribedFile:
    """Describe a file; what one holds that has changed since it was found counts as not known."""
    from tuimap.descriptors.describe import describe

    described = describe(context.root, file.path, context.settings, context.encoder)
    status = os.stat(os.path.join(context.root, file.path))  # noqa: PTH116, PTH118
    unchanged = (status.st_size, status.st_mtime_ns) == (file.size, file.modified)
    return described if unchanged else replace(described, content=None)


def _import_all() -> None:
    for module in ("scipy.fft", "soundfile", "soxr", "tuimap.descriptors.describe", "tuimap.descriptors.mfcc"):
        import_module(module)
