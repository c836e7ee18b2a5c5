"""From raw coordinates to positions in the unit square, where the screen draws them: one file for each layout."""

from tuimap.layout.scatter import scatter

__all__ = ["scatter"]
