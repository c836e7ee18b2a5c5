"""Hearing sounds one after the other: the selected ones, what is found, or a way."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from tuimap.ui.listening import FASTEST_TEMPO, SLOWEST_TEMPO
from tuimap.ui.screens.auditioning import Auditioning
from tuimap.ui.screens.expecting import Expecting
from tuimap.ui.screens.keeping import Keeping
from tuimap.ui.screens.listed import Listed

if TYPE_CHECKING:
    from textual.timer import Timer

    from tuimap.sound import Sound
    from tuimap.ui.tour import Tour

WHAT = f"{SLOWEST_TEMPO:g} to {FASTEST_TEMPO:g}; empty: each to its end"
"""What a tempo can be."""

FORESEEN = 3
"""So many sounds of a tour are at hand before they are heard."""


class Touring(Listed, Keeping, Expecting, Auditioning):
    """Walks by itself; whatever else is to be heard ends the tour."""

    _tour: Tour | None = None
    _next: Timer | None = None
    """Runs out when the next sound is due."""

    def action_tour(self) -> None:
        """Hear the chosen sounds one after the other, or no more."""
        if self._tour is not None:
            self.hush()
            self.told = "the tour is over"
            return
        stops = self._chosen_stops()
        if self.scene is None or not stops:
            self.told = "nothing is selected, found or on a way"
            return
        from tuimap.ui.tour import Tour

        self._tour = Tour(self.scene.map.sounds, stops, due=monotonic())
        self.touring = True
        self._go_on()

    def action_tempo(self) -> None:
        """Ask how fast sounds follow each other in a tour."""
        tempo = self.listening.tempo
        value = "" if tempo is None else f"{tempo:g}"
        self.ask("beats a minute:", WHAT, value, self._take_tempo, wrong=_wrong_tempo)

    def land(self, index: int | None) -> None:
        """Go one's own way: the tour is over."""
        self._end_tour()
        super().land(index)

    def hear(self, index: int) -> None:
        """Hear something else than the tour has next."""
        self._end_tour()
        super().hear(index)

    def hush(self) -> None:
        """Be quiet, and stay where one is."""
        self._end_tour()
        super().hush()

    def back_out(self) -> bool:
        """End the tour."""
        if self._tour is None:
            return super().back_out()
        self.hush()
        self.told = "the tour is over"
        return True

    def next_stops(self) -> tuple[int, ...]:
        """Give what the tour has next, where there is one."""
        tour = self._tour
        if tour is None or self.scene is None or self.scene.map.sounds is not tour.sounds:
            return super().next_stops()
        return tuple(tour.stops[tour.at + 1 : tour.at + 1 + FORESEEN])

    def _take_tempo(self, line: str) -> None:
        from tuimap.ui.tour import tempo_of
        from tuimap.ui.words.hearing import tempo_text

        self.listening = self.listening._replace(tempo=tempo_of(line))
        self.told = tempo_text(self.listening.tempo)
        if self._tour is not None and self.scene is not None and self.cursor is not None:
            self._tour = self._tour._replace(due=monotonic())
            self._wait_for_next(self.scene.sound(self.cursor))

    def _chosen_stops(self) -> list[int]:
        """Give the sounds to be heard, in their order: that of the list where it shows what is lit."""
        if self.selected is not None:
            return [int(stop) for stop in self.selected.order]
        if self.way is not None:
            return [int(stop) for stop in self.way]
        if self.lit is None:
            return []
        if "list" in self.open_panels and self._list.listing is not None:
            return [int(row) for row in self._list.listing.rows]
        order = self.lit.indices if self._found is None else self._within(self._found.order)
        return [int(stop) for stop in order]

    def _go_on(self) -> None:
        """Hear the next sound that is still there."""
        tour, scene = self._tour, self.scene
        if tour is None or scene is None:
            return
        for at in range(tour.at + 1, len(tour.stops)):
            sound = tour.sounds[tour.stops[at]]
            if (index := scene.index_of(sound)) is not None:
                self._tour = tour._replace(at=at)
                super().hear(index)
                self.free, self.cursor = None, index
                self.told = f"{self._tour.told}  esc ends"
                self._wait_for_next(sound)
                return
        self._end_tour()
        if self.listening.endless:
            self.hush()
        self.told = f"the tour of {len(tour.stops):,} is over"

    def _wait_for_next(self, sound: Sound) -> None:
        """Have the next sound heard when it is due."""
        from tuimap.ui.tour import next_beat, seconds_of

        assert self._tour is not None
        now, tempo = monotonic(), self.listening.tempo
        speed = self.listening.speed
        due = now + seconds_of(sound, speed) if tempo is None else next_beat(self._tour.due, now, tempo)
        self._tour = self._tour._replace(due=due)
        if self._next is not None:
            self._next.stop()
        self._next = self.set_timer(max(0.0, due - now), self._go_on)

    def _end_tour(self) -> None:
        if self._next is not None:
            self._next.stop()
        self._tour = self._next = None
        self.touring = False


def _wrong_tempo(line: str) -> str:
    from tuimap.ui.tour import tempo_of

    try:
        tempo_of(line)
    except ValueError as error:
        return str(error)
    return ""
