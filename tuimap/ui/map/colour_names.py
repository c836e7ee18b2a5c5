"""What the colours of the map can say, by name; light, for what is needed before the first map is."""

from __future__ import annotations

from typing import Literal, TypeAlias, get_args

ClassName: TypeAlias = Literal["cluster", "folder", "mark"]
ValueName: TypeAlias = Literal["centroid", "loudness", "duration", "pitch", "flatness"]
ColourBy: TypeAlias = Literal[ClassName, ValueName]

COLOURINGS: tuple[ColourBy, ...] = get_args(ColourBy)
"""In the order in which a key goes through them."""

CLASSES: tuple[ClassName, ...] = get_args(ClassName)
