"""The maps of an evaluation beside each other, as a picture. Needs matplotlib (`pip install 'tuimap[plot]'`)."""

from __future__ import annotations

import io
import logging
import math
import textwrap
import warnings
from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from tuimap.evaluate.results import MEASURES, Evaluation, Row, short
from tuimap.safe import printable

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc3399", "#e69f00", "#56b4e9", "#6b3fa0", "#5f5f5f")
_SHAPES = ("o", "^", "s", "v", "D", "P", "X")
"""As many as have no divisor in common with the colours: 56 labels differ, and those in a row by both."""

_MOST_SHOWN = len(_COLOURS) * len(_SHAPES) - 1
_REST: dict[str, Any] = {"color": "#c4c4c4", "marker": "."}
_PANEL, _LEAST_WIDTH, _LINE = 3.3, 6.6, 0.2
"""Inches: a panel's side, the width of the picture at the least, a line of the legend."""

_FONT = 8
_LONGEST_NAME = 28
_IN_A_LINE = 3
_MANY = 3000
"""Beyond so many sounds the points of an SVG are drawn as one image."""

_STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",  # text stays text
    "svg.hashsalt": "tuimap",  # the same picture is the same file
    "text.parse_math": False,  # a label may hold dollars
    "font.size": _FONT,
    "axes.linewidth": 0.5,
    "axes.edgecolor": "#b0b0b0",
}


def picture(found: Evaluation, kind: str) -> bytes:
    """Give the maps of the first seed as `svg` or `png`: a row for each descriptor, a column for each reducer.

    Each label has a colour and a shape. The numbers over a map are means over the seeds, as in the table.
    """
    logging.getLogger("matplotlib").setLevel(logging.ERROR)  # it tells of its font cache
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # labels may hold letters that the font has not
        import matplotlib

        with matplotlib.rc_context(_STYLE):
            written = io.BytesIO()
            metadata: dict[str, Any] = {"Date": None} if kind == "svg" else {}
            _figure(found).savefig(written, format=kind, dpi=160, metadata=metadata)
            return written.getvalue()


def _figure(found: Evaluation) -> Figure:
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    descriptors = list(dict.fromkeys(row.descriptor for row in found.rows))
    reducers = list(dict.fromkeys(row.reducer for row in found.rows))
    shown = _shown(found)
    width = max(_LEAST_WIDTH, _PANEL * len(reducers))
    longest = max((len(_named(name)) for name in shown), default=1)
    columns = max(1, int(width / (0.067 * longest + 0.4)))
    lines = math.ceil((len(shown) + 1) / columns) if shown else 0
    height = (_PANEL + 0.56) * len(descriptors) + _LINE * (lines + 1)
    figure = Figure((width, height), layout=ConstrainedLayoutEngine(w_pad=0.08, h_pad=0.08, hspace=0, wspace=0))
    panels = figure.subplots(len(descriptors), len(reducers), squeeze=False)
    handles: dict[str, Artist] = {}
    for row in found.rows:
        panel = panels[descriptors.index(row.descriptor), reducers.index(row.reducer)]
        handles |= _panel(panel, row, found, shown)
    figure.suptitle(_headline(found), fontsize=10, fontweight="bold")
    if len(handles) > 1:
        figure.legend(
            list(handles.values()), list(handles), loc="outside lower center", ncols=columns, frameon=False,
            markerscale=math.sqrt(28 / _area(found)), handletextpad=0.2, columnspacing=1.2,
        )  # fmt: skip
    return figure


def _headline(found: Evaluation) -> str:
    maps = f"maps of seed 0, numbers are means of {found.n_seeds} seeds" if found.n_seeds > 1 else "seed 0"
    return f"{printable(found.title)}: {len(found.labels):,} sounds, {maps}"


def _shown(found: Evaluation) -> dict[str, dict[str, Any]]:
    """Give the most frequent labels in alphabetical order with their looks; those of the commonest differ most."""
    counted = Counter(sorted(label for label in found.labels if label is not None))
    looks = {label: _look(number) for number, (label, _) in enumerate(counted.most_common(_MOST_SHOWN))}
    return dict(sorted(looks.items()))


def _named(label: str) -> str:
    return textwrap.shorten(printable(label) or "(empty)", _LONGEST_NAME, placeholder="...")


def _area(found: Evaluation) -> float:
    """Give the area of a point in square points: smaller ones where there are more."""
    return min(22.0, max(1.5, 12_000 / len(found.labels)))


def _panel(panel: Axes, row: Row, found: Evaluation, shown: dict[str, dict[str, Any]]) -> dict[str, Artist]:
    """Draw one map, and give what stands for each label in it."""
    panel.set(xticks=[], yticks=[], xlim=(-0.03, 1.03), ylim=(-0.03, 1.03), aspect="equal")
    numbers = _numbers(row)
    panel.set_title("\n".join(numbers), fontsize=_FONT, loc="left", pad=4)
    over_the_numbers = (0, 4 + 1.25 * _FONT * len(numbers))
    panel.annotate(
        f"{row.descriptor} > {row.reducer}",
        (0, 1),
        over_the_numbers,
        xycoords="axes fraction",
        textcoords="offset points",
        fontsize=_FONT + 1,
        fontweight="bold",
    )
    if row.positions is None or row.failure:
        told = textwrap.fill(f"failed: {row.failure}", 40)
        panel.text(0.5, 0.5, told, ha="center", va="center", transform=panel.transAxes)
        return {}
    labels = np.array([label if label in shown else None for label in found.labels], object)
    looks = [*shown.items(), (None, _REST if shown else _look(0))]
    drawn: dict[str, Artist] = {}
    for label, look in looks:
        points: NDArray[np.float32] = row.positions[labels == label]
        if len(points):
            as_image = len(labels) > _MANY
            drawn[_named(label) if label is not None else "others"] = panel.scatter(
                points[:, 0], points[:, 1], _area(found), linewidths=0, alpha=0.85, rasterized=as_image, **look
            )
    return drawn


def _look(number: int) -> dict[str, Any]:
    return {"color": _COLOURS[number % len(_COLOURS)], "marker": _SHAPES[number % len(_SHAPES)]}


def _numbers(row: Row) -> list[str]:
    """Give the numbers of a row in lines."""
    told = [
        f"{measure.heading} {short(spread.mean, measure)}"
        for measure in MEASURES
        if measure.name != "seconds" and (spread := row.spread(measure))
    ]
    return ["   ".join(told[start : start + _IN_A_LINE]) for start in range(0, len(told), _IN_A_LINE)]
