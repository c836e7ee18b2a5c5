"""What an evaluation found out, and how it is written for other programs."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from statistics import fmean, pstdev
from typing import TYPE_CHECKING

from tuimap.settings import Settings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tuimap.evaluate.labels import Labels


@dataclass(frozen=True)
class Measure:
    """One number that judges a map."""

    name: str
    """In files."""
    heading: str
    """On the screen, at most two words of at most seven letters."""
    digits: int = 3


MEASURES = (
    Measure("knn5", "5-NN"),
    Measure("xgroup", "other groups"),
    Measure("pur10", "purity"),
    Measure("alone", "alone"),
    Measure("trustworthiness", "trust"),
    Measure("continuity", "contin."),
    Measure("seconds", "seconds", 2),
)
"""In the order of the columns."""


@dataclass(frozen=True)
class Spread:
    """One number over all seeds."""

    values: tuple[float, ...]
    """For each seed."""

    @property
    def mean(self) -> float:
        """Give the mean."""
        return fmean(self.values)

    @property
    def deviation(self) -> float:
        """Give the standard deviation of these values: the root of their mean square distance from the mean."""
        return pstdev(self.values)


@dataclass
class Row:
    """One descriptor with one reducer."""

    descriptor: str
    reducer: str
    measured: dict[str, list[float]] = field(default_factory=dict)
    """By the name of the measure: a value for each seed."""
    failure: str = ""
    """Why there are no numbers."""
    positions: NDArray[np.float32] | None = None
    """[sounds, 2] the first seed's map in the unit square, y upwards."""

    def add(self, name: str, value: float) -> None:
        """Take in what one seed's map is worth."""
        self.measured.setdefault(name, []).append(value)

    def spread(self, measure: Measure) -> Spread | None:
        """Give a number over all seeds; None where there is none."""
        values = self.measured.get(measure.name, [])
        known = values and not self.failure and all(map(math.isfinite, values))
        return Spread(tuple(values)) if known else None


@dataclass(frozen=True)
class Evaluation:
    """All maps, judged."""

    title: str
    """What the collection is called."""
    settings: Settings
    """What is the same for all maps."""
    n_seeds: int
    n_skipped: int
    labels: Sequence[str | None]
    """Of each sound."""
    notes: tuple[str, ...]
    """Lines that go with the numbers."""
    describing: tuple[float, ...]
    """Seconds that the description of all sounds took, for each seed; next to none where it was stored."""
    rows: tuple[Row, ...]

    @property
    def measures(self) -> list[Measure]:
        """The numbers that there are for any map."""
        return [measure for measure in MEASURES if any(row.spread(measure) for row in self.rows)]


def short(number: float, measure: Measure) -> str:
    """Give a number as it is shown: `.767`, or `0.42` where it is no share."""
    text = f"{number:.{measure.digits}f}"
    return text[1:] if text.startswith("0.") and measure.name != "seconds" else text


def notes(labels: Labels, n_judged: int, describing: Sequence[float], n_descriptors: int) -> tuple[str, ...]:
    """Give what has to be known to read the numbers, in lines."""
    n_sounds = len(labels.labels)
    told = [labels.told]
    if n_judged < n_sounds:
        told.append(f"neighbours of {n_judged:,} of the {n_sounds:,} sounds were looked at, the same for every map")
    told.append(f"describing what was not stored yet took {describing[0]:.1f} s" + _further(describing[1:]))
    if n_descriptors > 1:
        told.append("trust and contin. compare reducers of one descriptor; they say nothing about descriptors")
    return tuple(told)


def _further(describing: Sequence[float]) -> str:
    return f", and {fmean(describing):.1f} s with each further seed" if describing else ""


def as_csv(found: Evaluation) -> str:
    """Give a line for each pair: mean and deviation of each measure; empty where there is none."""
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\n")
    names = [name for measure in MEASURES for name in (measure.name, f"{measure.name}_deviation")]
    lines.writerow(["descriptor", "reducer", "seeds", *names, "failure"])
    for row in found.rows:
        spreads = [row.spread(measure) for measure in MEASURES]
        numbers = [number for each in spreads for number in ((each.mean, each.deviation) if each else ("", ""))]
        lines.writerow([row.descriptor, row.reducer, found.n_seeds, *numbers, row.failure])
    return text.getvalue()


def as_json(found: Evaluation) -> str:
    """Give all that was found out as one JSON object; null where there is no number."""
    settings = asdict(found.settings)
    for name in ("descriptor", "reducer", "seed"):
        del settings[name]
    whole = {
        "collection": found.title,
        "sounds": len(found.labels),
        "skipped": found.n_skipped,
        "labels": len({label for label in found.labels if label is not None}),
        "settings": settings,
        "seeds": list(range(found.n_seeds)),
        "notes": found.notes,
        "seconds_describing": found.describing,
        "maps": [_row(row) for row in found.rows],
    }
    return json.dumps(whole, indent=1) + "\n"


def _row(row: Row) -> dict[str, object]:
    spreads = {measure.name: row.spread(measure) for measure in MEASURES}
    numbers = {
        name: spread and {"mean": spread.mean, "deviation": spread.deviation, "seeds": spread.values}
        for name, spread in spreads.items()
    }
    return {"descriptor": row.descriptor, "reducer": row.reducer, **numbers, "failure": row.failure or None}


WRITERS: dict[str, Callable[[Evaluation], str]] = {"json": as_json, "csv": as_csv}
"""By the option that asks for the file."""
