"""The class of each sound, whose glyph it has: its cluster, its folder, or the mark that it bears."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tuimap.ui.charset import NAMED, OTHER

Kind: TypeAlias = Literal["cluster", "folder", "mark"]


@dataclass(frozen=True, eq=False)
class Classes:
    """A class for each sound, and what to call them."""

    names: tuple[str, ...]
    """Of the classes 0 to NAMED - 1, at most; the empty name is the collection's own folder."""
    counts: tuple[int, ...]
    """Sounds in each class, the last for OTHER: NAMED + 1 numbers."""
    of: NDArray[np.uint8]
    """[sounds], 0 to OTHER."""
    depth: int = 0
    """How many leading folders all sounds share."""
    kind: Kind = "folder"
    """What the classes are."""

    def label(self, folder: str) -> str:
        """Name the folder that a sound in `folder` is sorted by, also one without a glyph of its own."""
        return _label(folder, self.depth)

    def name_of(self, index: int, folder: str) -> str:
        """Name the class of a sound that lies in `folder`."""
        number = int(self.of[index])
        if self.kind == "folder":
            return self.label(folder)
        return self.other if number == OTHER else self.names[number]

    def short(self, number: int, width: int) -> str:
        """Name a class in so many characters, by fewer of its words where it is a cluster."""
        name = self.names[number]
        if self.kind != "cluster":
            return name
        words = name.split(", ")
        fitting = [fewer for n in range(len(words), 0, -1) if len(fewer := ", ".join(words[:n])) <= width]
        return fitting[0] if fitting else words[0]

    @property
    def other(self) -> str:
        """What the sounds without a class are called."""
        return {"cluster": "between clusters", "folder": "other", "mark": "unmarked"}[self.kind]


def classify(folders: Sequence[str], before: Classes | None = None) -> Classes:
    """Sort sounds by folder into classes, the largest first; those named before keep their numbers while they last."""
    depth = _shared_depth([folder.split("/") if folder else [] for folder in set(folders)])
    label = {folder: _label(folder, depth) for folder in set(folders)}
    labels = [label[folder] for folder in folders]
    counted = Counter(labels)
    largest = sorted(counted, key=lambda label: (-counted[label], label))[:NAMED]
    names = _settled(largest, before.names if before else ())
    number = {name: place for place, name in enumerate(names)}
    of = np.fromiter((number.get(label, OTHER) for label in labels), np.uint8, len(labels))
    return Classes(names, counted_of(of), of, depth)


def cluster_classes(clusters: NDArray[np.int64], names: Sequence[str]) -> Classes:
    """Sort sounds by cluster [sounds], -1 for none, into classes by the clusters' numbers."""
    of = np.where((clusters >= 0) & (clusters < NAMED), clusters, OTHER).astype(np.uint8)
    return Classes(tuple(names[:NAMED]), counted_of(of), of, kind="cluster")


def counted_of(of: NDArray[np.uint8]) -> tuple[int, ...]:
    """Count the sounds of each class, NAMED + 1 numbers."""
    return tuple(np.bincount(of, minlength=NAMED + 1).tolist())


def _label(folder: str, depth: int) -> str:
    """Give a folder's first part below the folders that all share; empty at that place itself."""
    parts = folder.split("/") if folder else []
    return parts[depth] if len(parts) > depth else ""


def _shared_depth(paths: list[list[str]]) -> int:
    """Count the leading parts common to all; a single folder keeps its last part as its name."""
    if not paths:
        return 0
    first, last = min(paths), max(paths)
    shared = next((n for n, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), min(len(first), len(last)))
    return max(shared - 1, 0) if len(paths) == 1 else shared


def _settled(largest: list[str], before: tuple[str, ...]) -> tuple[str, ...]:
    """Order names so that those in `before` keep their places."""
    new = iter([name for name in largest if name not in before])
    kept = [name if name in largest else next(new, None) for name in before]
    return tuple(name for name in (*kept, *new) if name is not None)
