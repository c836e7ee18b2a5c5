"""What is on the map now, and moving about in it cell by cell."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tuimap.layout.grid import Cells as GridCells
from tuimap.layout.grid import cells_of, grid
from tuimap.layout.quick_grid import quick_grid
from tuimap.progress import Preview
from tuimap.sound import Sound, SoundKey
from tuimap.sound_map import SoundMap
from tuimap.ui.charset import Charset
from tuimap.ui.map.canvas import Cells, draw, filled, seen_of
from tuimap.ui.map.classes import Classes, classify, cluster_classes
from tuimap.ui.map.colour_names import CLASSES, ColourBy
from tuimap.ui.map.colouring import UNITS, Colouring
from tuimap.ui.map.lattice import Lattice
from tuimap.ui.map.look import Look
from tuimap.ui.map.minimap import dots_of
from tuimap.ui.map.oblongs import Oblongs, oblongs
from tuimap.ui.map.subset import Subset
from tuimap.ui.map.viewport import MARGIN, Size, Viewport, Window

MOST_ARRANGED = 10_000
"""With more sounds a grid is made in less time."""


@dataclass(frozen=True, eq=False)
class Scene:
    """A map and the classes of its sounds; positions and names never change, a newer scene replaces it."""

    map: SoundMap
    classes: Classes
    """By folder."""
    provisional: bool = False
    """Whether the analysis still runs."""
    scattered: Scene | None = None
    """The same sounds scattered, of which this one was made a grid for the screen."""

    def __len__(self) -> int:
        return len(self.map)

    @cached_property
    def ways(self) -> dict[str, Classes]:
        """The classes by what they are: by cluster where there are clusters, and by folder."""
        clusters = self.map.clusters
        if clusters is None or not any(self.map.cluster_names):
            return {"folder": self.classes}
        return {"cluster": cluster_classes(clusters, self.map.cluster_names), "folder": self.classes}

    @cached_property
    def colouring(self) -> Colouring:
        """What the colours say as long as nobody asks for something else."""
        classes = next(iter(self.ways.values()))
        return Colouring(classes.kind, classes)

    @cached_property
    def colourings(self) -> frozenset[ColourBy]:
        """What its colours can say besides marks: by cluster, by folder, and by what at least one sound has."""
        sounds = self.map.sounds
        values = (name for name in UNITS if np.isfinite(np.asarray(sounds.column(name))).any())
        return frozenset([*(name for name in CLASSES if name in self.ways), *values])

    def sound(self, index: int) -> Sound:
        """Give one sound."""
        return self.map.sounds[index]

    @cached_property
    def positions(self) -> NDArray[np.float32]:
        """[sounds, 2] where sounds are drawn: the map, stretched to the sides of the unit square."""
        if self._cells is None:
            return filled(self.map.positions)
        last = np.maximum([self._cells.columns - 1, self._cells.rows - 1], 1)
        places = np.stack([self._cells.column, self._cells.rows - 1 - self._cells.row], axis=1)
        return np.asfortranarray(places / last, np.float32)

    @cached_property
    def _cells(self) -> GridCells | None:
        return cells_of(self.map.positions) if self.map.grid and len(self.map) else None

    @property
    def grid(self) -> Size | None:
        """Columns and rows of a grid; None for a scattered map."""
        return Size(self._cells.columns, self._cells.rows) if self._cells else None

    @cached_property
    def dots(self) -> NDArray[np.bool_]:
        """Where a small picture of the whole has dots."""
        return dots_of(self.positions)

    def point(self, index: int) -> tuple[float, float]:
        """Give where a sound is drawn in the unit square, y upwards."""
        x, y = self.positions[index]
        return float(x), float(y)

    def index_of(self, sound: Sound | SoundKey) -> int | None:
        """Find the sound of another scene in this one."""
        return self.map.sounds.index_of(sound)

    @cached_property
    def oblongs(self) -> Oblongs:
        """All sounds, sorted by place."""
        return oblongs(self.positions)

    def lattice(self, viewport: Viewport, screen: Size, within: Subset | None = None) -> Lattice:
        """Give the cells at the zoom of a viewport, of the sounds among which one walks."""
        return _lattice(self.oblongs if within is None else _among(self.oblongs, within), viewport.lattice(screen))

    def cells(
        self, viewport: Viewport, screen: Size, window: Window, charset: Charset, look: Look | None = None
    ) -> Cells:
        """Draw what a window shows, as the folders look unless something else is told."""
        seen = seen_of(self.lattice(viewport, screen), window)
        return draw(seen, look or Look(self.classes.of), Size(window.columns, window.rows), charset)


def scene_of(sound_map: SoundMap, before: Scene | None = None, provisional: bool = False) -> Scene:
    """Make a scene, keeping the glyphs that the classes had before."""
    classes = classify(sound_map.sounds.folders(), before.classes if before else None)
    scene = Scene(sound_map, classes, provisional)
    scene.colourings, scene.dots  # noqa: B018 (looked through here, in a thread, not when a key asks)
    return scene


def in_grid(scene: Scene, screen: Size) -> Scene:
    """Arrange the same sounds in a grid of a screen's proportions; takes a second or two."""
    aspect = room_for(len(scene), Size(*(max(1, n - 2 * margin) for n, margin in zip(screen, MARGIN, strict=True))))
    arrange = grid if len(scene) <= MOST_ARRANGED else quick_grid
    positions = arrange(scene.map.positions, aspect).astype(np.float32)
    gridded = Scene(replace(scene.map, positions=positions, grid=True), scene.classes, scene.provisional, scene)
    gridded.oblongs, gridded.dots, gridded.colourings  # noqa: B018 (sorted here, in a thread, not when it is shown)
    return gridded


def room_for(n_sounds: int, screen: Size) -> Size:
    """Give how many columns and rows a grid can have at the widest spacing at which so many cells fit on a screen.

    Cells lie as far apart across as down, or further, up to what looks as far; where they do not fit, at no distance.
    """
    fitting = [
        (across * down, room)
        for down in range(1, screen.rows)
        for across in range(down, 2 * down + 1)
        if (room := Size((screen.columns - 1) // across + 1, (screen.rows - 1) // down + 1))[0] * room[1] >= n_sounds
    ]
    return max(fitting)[1] if fitting else screen


def preview_scene(preview: Preview, root: Path, before: Scene | None) -> Scene:
    """Make a scene of provisional positions; `before` shows the preview before."""
    known = before is not None and not preview.afresh
    sounds = before.map.sounds.joined(preview.sounds) if before and known else preview.sounds
    return scene_of(SoundMap(root, sounds, preview.positions), before, provisional=True)


@lru_cache(maxsize=1)
def _among(held: Oblongs, within: Subset) -> Oblongs:
    return held.among(within.mask)


@lru_cache(maxsize=2)
def _lattice(held: Oblongs, size: Size) -> Lattice:
    return Lattice(size, held)
