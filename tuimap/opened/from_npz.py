"""Read the points of a map from NumPy arrays: positions or x and y, and more where it is known."""

from __future__ import annotations

import os
import zipfile
import zlib
from array import array
from pathlib import Path

import numpy as np
from numpy.lib.npyio import NpzFile
from numpy.typing import NDArray

from tuimap.errors import CorpusError
from tuimap.opened.points import NUMBERS, LeftOut, Points
from tuimap.safe import printable

MEND = "Save it with numpy.savez(file, positions=..., paths=..., labels=...)"

MOST_BYTES = 1 << 30
"""Of one array, unpacked: a small archive may hold what no memory does."""

ARCHIVE, ARRAY = b"PK", b"\x93NUMPY"
"""How files begin."""


def read_npz(file: Path) -> Points:
    """Read an archive of arrays; nothing in it is run. Raises CorpusError where it has no points."""
    try:
        with file.open("rb") as stream:
            if not stream.read(len(ARRAY)).startswith((ARCHIVE, ARRAY)):
                raise CorpusError(f"{printable(str(file))} is no archive of arrays", MEND)
            stream.seek(0)
            arrays = np.load(stream, allow_pickle=False)
            if not isinstance(arrays, NpzFile):
                raise CorpusError(f"{printable(str(file))} is one array, not an archive of them", MEND)
            with arrays:
                return _points(_Arrays(arrays, file))
    except (ValueError, zipfile.BadZipFile, zlib.error, EOFError, MemoryError, NotImplementedError) as error:
        reason = printable(str(error).splitlines()[0] if str(error) else type(error).__name__)
        raise CorpusError(f"{printable(str(file))} cannot be read: {reason}", MEND) from error


class _Arrays:
    """The arrays of an archive, one at a time."""

    def __init__(self, arrays: NpzFile, file: Path) -> None:
        self._arrays = arrays
        self._file = file
        self._infos = arrays.zip.infolist() if arrays.zip else []

    def __contains__(self, name: str) -> bool:
        return name in self._arrays.files

    def _read(self, name: str) -> NDArray[np.generic]:
        sizes = {info.filename: info.file_size for info in self._infos}
        if (size := max(sizes.get(name, 0), sizes.get(f"{name}.npy", 0))) > MOST_BYTES:
            raise self.error(f"{name} would take {size:,} bytes; of more than {MOST_BYTES:,} nothing is read")
        found: object = self._arrays[name]
        if not isinstance(found, np.ndarray):
            raise self.error(f"{name} is no array")
        return found

    def column(self, name: str, kinds: str, words: str, n: int | None = None) -> NDArray[np.generic]:
        """Give an array of one dimension, and of `n` entries."""
        found = self._read(name)
        if found.ndim != 1 or found.dtype.kind not in kinds or (n is not None and len(found) != n):
            wanted = words if n is None else f"{n:,} {words}"
            raise self.error(f"{name} should hold {wanted}, and has {found.shape} of {found.dtype}")
        return found

    def places(self) -> tuple[NDArray[np.floating], NDArray[np.floating]]:
        """Give x and y."""
        if "positions" in self:
            positions = self._read("positions")
            if positions.ndim != 2 or positions.shape[1] != 2 or positions.dtype.kind not in "fiu":
                raise self.error(f"positions should be numbers [points, 2], and is {positions.shape}")
            return _floating(positions[:, 0]), _floating(positions[:, 1])
        if "x" in self and "y" in self:
            x = self.column("x", "fiu", "numbers")
            return _floating(x), _floating(self.column("y", "fiu", "numbers", len(x)))
        held = printable(", ".join(self._arrays.files[:8])) or "nothing"
        raise self.error(f"there are no positions, nor x and y; it holds {held}")

    def error(self, what: str) -> CorpusError:
        """Say what is wrong with it."""
        return CorpusError(f"{printable(str(self._file))}: {what}", MEND)


def _points(arrays: _Arrays) -> Points:
    x, y = arrays.places()
    n = len(x)
    kept = np.isfinite(x) & np.isfinite(y)
    paths = arrays.column("paths", "US", "paths", n) if "paths" in arrays else None
    left_out = LeftOut()
    for index in np.flatnonzero(~kept).tolist():
        left_out.add(str(index + 1) if paths is None else str(paths[index]), "its place is not a finite number")
    whole = bool(kept.all())
    labels, names = _groups(arrays, n) if "labels" in arrays else (None, ())
    numbers = {name: arrays.column(name, "fiu", "numbers", n) for name in NUMBERS if name in arrays}
    return Points(
        x if whole else x[kept],
        y if whole else y[kept],
        None if paths is None else _joined(paths if whole else paths[kept]),
        None if labels is None else labels if whole else labels[kept],
        names,
        {name: array("f", each[kept].astype(np.float32).tobytes()) for name, each in numbers.items()},
        left_out.all(),
    )


def _floating(numbers: NDArray[np.generic]) -> NDArray[np.floating]:
    """Give numbers as they are where they are floating, else as such."""
    floating: NDArray[np.floating] = numbers.astype(np.result_type(numbers, np.float32), copy=False)
    return floating


def _groups(arrays: _Arrays, n: int) -> tuple[NDArray[np.int32], tuple[str, ...]]:
    """Give the number of each one's group, and the names; an empty name, and -1, are no group."""
    found, group = np.unique(arrays.column("labels", "USiub", "labels", n), return_inverse=True)
    names = [each.decode("utf-8", "replace") if isinstance(each, bytes) else str(each) for each in found.tolist()]
    none = np.array([name in ("", "-1") for name in names], bool)
    return np.where(none[group], -1, group).astype(np.int32), tuple(names)


def _joined(paths: NDArray[np.generic]) -> bytearray:
    """Give paths, each followed by a zero."""
    joined = bytearray()
    for path in paths:
        joined += (os.fsencode(str(path)) if isinstance(path, str) else bytes(path)).replace(b"\0", b"") + b"\0"
    return joined
