"""Sounds spoken and heard one after the other in a walk in sentences."""

from __future__ import annotations

from time import monotonic

from tuimap.ui.listening import FASTEST_TEMPO, SLOWEST_TEMPO, Listening
from tuimap.ui.plain.find import Finding
from tuimap.ui.plain.listen import Hearing
from tuimap.ui.plain.walk import Ways
from tuimap.ui.safe_text import escaped
from tuimap.ui.tour import Tour, next_beat, seconds_of, tempo_of
from tuimap.ui.words.hearing import tempo_text


class Touring(Hearing, Finding):
    """Walks by itself; any step of one's own ends that."""

    def __init__(self, ways: Ways, listening: Listening = Listening()) -> None:  # noqa: B008 (it never changes)
        super().__init__(ways, listening)
        self._tour: Tour | None = None

    def do_tour(self) -> None:
        """Hear what was found, what the filter keeps or the list that was spoken, or no more of it."""
        stops = self._found or ([] if self.within is None else self.within.indices.tolist())
        if self._tour is not None:
            self.hush()
            self.ways.say("the tour is over")
        elif not stops:
            self.ways.say("nothing is found, kept by a filter or on a way")
        else:
            self._tour = Tour(self.map.map.sounds, stops, due=monotonic())
            self._go_on()

    def do_tempo(self) -> None:
        """Ask how fast sounds follow each other in a tour."""
        what = f"{SLOWEST_TEMPO:g} to {FASTEST_TEMPO:g}, empty for each to its end"
        if (line := self.ways.ask(f"beats a minute, {what}, now {tempo_text(self.listening.tempo)}")) is None:
            return
        try:
            self.listening = self.listening._replace(tempo=tempo_of(line))
        except ValueError as error:
            self.ways.say(str(error))
        else:
            self.ways.say(tempo_text(self.listening.tempo))

    def go(self, index: int | None, nothing: str = "nothing there") -> None:
        """Go one's own way: the tour is over."""
        self._end_tour()
        super().go(index, nothing)

    def stand(self, index: int) -> None:
        """Stand elsewhere: the tour is over."""
        self._end_tour()
        super().stand(index)

    def hear(self) -> None:
        """Hear something else than the tour has next."""
        self._end_tour()
        super().hear()

    def hush(self) -> None:
        """Be quiet, and stay where one is."""
        self._end_tour()
        super().hush()

    def back_out(self) -> bool:
        """End the tour."""
        if self._tour is None:
            return super().back_out()
        self.do_tour()
        return True

    def _go_on(self) -> None:
        tour = self._tour
        assert tour is not None
        for at in range(tour.at + 1, len(tour.stops)):
            sound = tour.sounds[tour.stops[at]]
            if (index := self.map.index_of(sound)) is not None:
                now, tempo = monotonic(), self.listening.tempo
                length = seconds_of(sound, self.listening.speed)
                due = now + length if tempo is None else next_beat(tour.due, now, tempo)
                self._tour = tour._replace(at=at, due=due)
                self.cursor, self.passage = index, None
                super().hear()
                self.ways.say(f"{self._tour.told}, {escaped(sound.name, self.ways.charset.name == 'ascii')}")
                self.alarms.set("tour", due - now, self._go_on)
                return
        if self.listening.endless:
            self.hush()
        self._end_tour()
        self.ways.say(f"the tour of {len(tour.stops):,} is over")

    def _end_tour(self) -> None:
        self._tour = None
        self.alarms.drop("tour")
