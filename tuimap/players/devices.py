"""Which device is meant by part of its name."""

from __future__ import annotations

from collections.abc import Sequence

from tuimap.errors import PlayerError
from tuimap.safe import printable


def device_named(wanted: str, names: Sequence[str], backend: str) -> int:
    """Give the place in `names` of the device meant; raises PlayerError with the names it could be.

    Part of the name will do, in capitals or not; where several hold that part, the whole name is meant.
    Of devices of one name the first is taken.
    """
    places = {name.casefold(): place for place, name in reversed(list(enumerate(names)))}
    sought = wanted.strip().casefold()
    if sought in places:
        return places[sought]
    found = sorted(place for name, place in places.items() if sought in name)
    if len(found) == 1:
        return found[0]
    if found:
        several = quoted([names[place] for place in found])
        raise PlayerError(f"{backend} has several devices named like {wanted!r}", f"name one of {several}")
    mend = f"there is {quoted(names)}" if names else "it has none at all"
    raise PlayerError(f"{backend} has no device named like {wanted!r}", mend)


def quoted(names: Sequence[str]) -> str:
    """Give each name once, fit to be shown, within one line."""
    return ", ".join(f"'{printable(name)}'" for name in dict.fromkeys(names))
