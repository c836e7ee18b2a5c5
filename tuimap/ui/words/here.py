"""Where the cursor is, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, get_args

from tuimap.sound import Sound
from tuimap.sound_marks import NOTHING, SoundMarks

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tuimap.sound_map import Direction
    from tuimap.ui.map.classes import Classes
    from tuimap.ui.map.lattice import Lattice
    from tuimap.ui.map.scene import Scene


class Here(NamedTuple):
    """One sound and what lies around it."""

    sound: Sound
    class_number: int
    class_name: str
    x: float
    y: float
    place: int
    """Which of the sounds in the cell it is, from 1."""
    stack: int
    """Sounds in the cell."""
    around: tuple[tuple[str, str], ...]
    """Direction and the name of the sound that way, where there is one."""
    marks: SoundMarks = NOTHING
    """What the user says of it."""
    cluster: str = ""
    """The name of the cluster that it belongs to; empty where it belongs to none."""
    near: tuple[int, ...] = ()
    """The numbers of the sounds to which one step leads, each once."""


def here(
    scene: Scene, places: Lattice, index: int, marks: SoundMarks = NOTHING, classes: Classes | None = None
) -> Here:
    """Describe where a sound lies; its class is that by folder unless there are other classes."""
    classes = classes or scene.classes
    members, place = _stack(places, index)
    around = _around(places, index)
    after = int(members[(place + 1) % len(members)])
    x, y = scene.map.positions[index].tolist()
    return Here(
        sound=scene.sound(index),
        class_number=int(classes.of[index]),
        class_name=classes.name_of(index, scene.sound(index).folder),
        x=x,
        y=y,
        place=place + 1,
        stack=len(members),
        around=tuple((direction, scene.sound(there).name) for direction, there in around),
        marks=marks,
        cluster=scene.map.cluster_name(index),
        near=tuple(dict.fromkeys(there for there in (*(there for _, there in around), after) if there != index)),
    )


def neighbour_in_cell(places: Lattice, index: int, offset: int) -> int:
    """Give the sound `offset` places further in the same cell, around its end."""
    members, place = _stack(places, index)
    return int(members[(place + offset) % len(members)])


def _stack(places: Lattice, index: int) -> tuple[NDArray[np.int32], int]:
    """Give the sounds in a sound's cell, rising, and its own place among them, also where one walks among others."""
    import numpy as np

    members = places.members(index)
    place = int(np.searchsorted(members, index))
    if place == len(members) or members[place] != index:
        members = np.insert(members, place, index)
    return members, place


def _around(places: Lattice, index: int) -> list[tuple[Direction, int]]:
    """Give the directions in which there is a sound, with its number."""
    from tuimap.sound_map import Direction

    reached = ((direction, places.step(index, direction)) for direction in get_args(Direction))
    return [(direction, there) for direction, there in reached if there is not None]
