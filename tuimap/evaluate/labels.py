"""What each sound is: from a CSV file, or from the folders that hold the sounds."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from tuimap.errors import TuimapError
from tuimap.safe import printable

FOLDER = "folder"
"""The word that asks for the folders' names as labels."""

_LONGEST_TAIL = 6
_FORM = "It wants a first line path,label or path,label,group, and then a line for each sound"


class LabelsError(TuimapError):
    """A file of labels that cannot be understood."""


@dataclass(frozen=True)
class Label:
    """What somebody says of one sound."""

    name: str
    group: str = ""
    """What it comes from, such as a drum kit: sounds of one group are alike without being the same thing."""


@dataclass(frozen=True)
class Labels:
    """What is said of the sounds of a collection."""

    labels: Sequence[Label | None]
    """Of each sound, in order; None where nothing is said."""
    told: str
    """Where that is from and how far it goes, in a line; where nothing is said, why not."""

    @property
    def names(self) -> list[str]:
        """The different labels, in alphabetical order; none where they could not tell two sounds apart."""
        found = sorted({label.name for label in self.labels if label is not None})
        return found if len(found) > 1 else []

    @property
    def grouped(self) -> bool:
        """Whether any sound has a group."""
        return any(label is not None and label.group for label in self.labels)


def read_labels(path: Path) -> dict[str, Label]:
    """Read `path,label[,group]`, in capitals or not, other columns ignored; the last of several rows for a path counts.

    Raises LabelsError with what is wrong where.
    """
    where = printable(str(path))
    try:
        content = path.read_bytes()
    except OSError as error:
        mend = f"Name a CSV file, or --labels {FOLDER}"
        raise LabelsError(f"{where}: the labels cannot be read: {error.strerror}", mend) from error
    text = _decoded(content, where)
    lines = csv.DictReader(io.StringIO(text, newline=""), restval="")
    try:
        lines.fieldnames = [name.strip().lower() for name in lines.fieldnames or ()]
        _check_columns(lines.fieldnames, text, where)
        return {
            row["path"]: Label(row["label"].strip(), (row.get("group") or "").strip()) for row in lines if row["path"]
        }
    except csv.Error as error:
        raise LabelsError(f"{where}, line {lines.reader.line_num}: {error}", _FORM) from error


def _decoded(content: bytes, where: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise LabelsError(f"{where}, line {line}: this is not UTF-8 text", "Save it as a CSV file in UTF-8") from error


def _check_columns(columns: Iterable[str], text: str, where: str) -> None:
    found = list(columns)
    missing = [name for name in ("path", "label") if name not in found]
    if not text.strip():
        raise LabelsError(f"{where} is empty", _FORM)
    for mark, name in ((";", "semicolons"), ("\t", "tabs"), ("|", "bars")):
        if missing and len(found) == 1 and mark in found[0]:
            raise LabelsError(f"{where}, line 1: its columns are separated by {name}", "Save it with commas")
    if missing:
        raise LabelsError(f"{where}, line 1: there is no column {' and no column '.join(missing)}", _FORM)


def from_table(paths: Sequence[str], table: Mapping[str, Label], name: str) -> Labels:
    """Give each path the row whose path has the longest common tail with it, if there is only one such row.

    Rows may so hold paths from another machine. A row without a label says nothing.
    """
    candidates = _candidates(paths, table)
    rows = [each[0] if len(each) == 1 else None for each in candidates]
    labels = [table[row] if row is not None and table[row].name else None for row in rows]
    n_unused = len(table.keys() - {row for each in candidates for row in each})
    n_unclear = sum(len(each) > 1 for each in candidates)
    told = f"labels: {name}, {sum(label is not None for label in labels):,} of {len(paths):,} sounds have one"
    told += f", {n_unused:,} of {len(table):,} rows fit no sound" if n_unused else ""
    told += f", {n_unclear:,} sounds fit several rows and have none" if n_unclear else ""
    return _useful(labels, told)


def _candidates(paths: Sequence[str], table: Mapping[str, Label]) -> list[list[str]]:
    """Give the paths of the rows that share the longest tail with each of `paths`."""
    by_tail: dict[tuple[str, ...], list[str]] = {}
    for row in table:
        for tail in _tails(row):
            by_tail.setdefault(tail, []).append(row)
    return [
        [path] if path in table else next((by_tail[tail] for tail in _tails(path) if tail in by_tail), [])
        for path in paths
    ]


def _tails(path: str) -> list[tuple[str, ...]]:
    """Give the last components of a path, most of them first."""
    parts = path.replace("\\", "/").strip("/").split("/")[-_LONGEST_TAIL:]
    return [tuple(parts[start:]) for start in range(len(parts))]


def from_folders(paths: Sequence[str], *, asked: bool) -> Labels:
    """Give each sound the name of the folder that holds it; `asked` tells whether the user named that."""
    labels = [Label(PurePosixPath(path).parent.name or ".") for path in paths]
    how = "" if asked else " (--labels FILE.csv reads others)"
    return _useful(labels, f"labels: the folders that hold the sounds{how}")


def _useful(labels: Sequence[Label | None], told: str) -> Labels:
    """Say how many labels there are, and what that means for the columns that ask for them."""
    n_labels = len(Labels(labels, "").names)
    if n_labels:
        counted = Counter(label.name for label in labels if label is not None)
        share = counted.most_common(1)[0][1] / counted.total()
        return Labels(labels, f"{told}; {n_labels:,} different, the most frequent on {share:.0%}")
    why = "all sounds have the same label" if any(labels) else "no sound has a label"
    return Labels(labels, f"{told}; {why}, so what needs labels is left out")
