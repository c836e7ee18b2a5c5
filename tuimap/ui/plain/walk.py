"""A walk in sentences: where one is, what a key does there, and what is said of it."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from tuimap.players import Player
from tuimap.sound_marks import NOTHING, MarkChange, SoundMarks
from tuimap.ui.charset import Charset
from tuimap.ui.ear import Ear
from tuimap.ui.heard import Heard
from tuimap.ui.keyboard.key_names import CHARACTERS
from tuimap.ui.keyboard.keys import KEYS, Key
from tuimap.ui.listening import Listening
from tuimap.ui.map.viewport import Size, Viewport
from tuimap.ui.passage import Passage, clip_of
from tuimap.ui.plain.alarms import Alarms
from tuimap.ui.plain.sentences import facts_sentence, help_lines, place_sentence
from tuimap.ui.words.here import Here, here, neighbour_in_cell

if TYPE_CHECKING:
    from tuimap.finding.descriptions import Descriptions
    from tuimap.sound import SoundKey
    from tuimap.sound_map import Direction
    from tuimap.ui.map.lattice import Lattice
    from tuimap.ui.map.scene import Scene
    from tuimap.ui.map.subset import Subset

SIZE = Size(120, 60)
"""Columns and rows of the cells that one walks: finer than most screens, so that few sounds share one."""

NEEDS_SCREEN = "this key needs the screen; ? speaks those that do something here"


@dataclass(frozen=True)
class Ways:
    """How a walk reaches the world."""

    player: Player
    charset: Charset
    say: Callable[[str], None]
    ask: Callable[[str], str | None]
    """Asks for a line; None where there is none."""
    store: Callable[[Mapping[SoundKey, MarkChange]], None]
    """Stores changes of marks."""
    describe: Callable[[], Descriptions]
    """Gives what the sounds sound like. Raises TuimapError."""
    write: Callable[[str], object] | None
    """Writes to the terminal what is not seen; None where there is none."""
    keys: tuple[Key, ...] = KEYS
    """What the keys mean."""


class Walk:
    """Goes from sound to sound; a method `do_X` is the action X of the table of keys."""

    def __init__(self, ways: Ways, listening: Listening = Listening()) -> None:  # noqa: B008 (it never changes)
        self.scene: Scene | None = None
        self.cursor: int | None = None
        self.marks: Mapping[SoundKey, SoundMarks] = {}
        self.within: Subset | None = None
        """What one walks among; None: all."""
        self.left = False
        """Whether the user has asked to leave."""
        self.ways = ways
        self.listening = listening
        self.passage: Passage | None = None
        """The stretch that is heard of the sound on which one stands; None: all of it."""
        self.ear, self.alarms = Ear(ways.player), Alarms()
        self._heard, self._chance = Heard(), Random()
        self._actions = {CHARACTERS.get(name, name): key.action for key in ways.keys for name in key.keys}

    def press(self, key: str) -> None:
        """Do what a key does."""
        if key not in self._actions:
            return
        name, arguments = called(self._actions[key])
        if not self.knows(self._actions[key]):
            self.ways.say(NEEDS_SCREEN)
        elif self.cursor is None and name not in ("leave", "interrupt", "help", "skipped", "back_out"):
            self.ways.say("no sound is there yet")
        else:
            getattr(self, f"do_{name}")(*arguments)

    def knows(self, action: str) -> bool:
        """Tell whether an action of the table of keys does something without a screen."""
        name, arguments = called(action)
        return hasattr(self, f"do_{name}") and (name != "panel" or arguments == ("details",))

    def show(self, scene: Scene) -> None:
        """Walk on another map, on the same sound where it is still there."""
        kept = None
        if self.scene is not None and self.cursor is not None:
            kept = scene.index_of(self.scene.sound(self.cursor))
        self._heard.renumber(scene.map.sounds)
        self.scene, self.within = scene, None
        self.cursor = scene.map.nearest(0.5, 0.5) if kept is None else kept

    def place(self) -> str:
        """Say where one is; empty while there is no sound."""
        return place_sentence(self.here(), self.ways.charset) if self.cursor is not None else ""

    def here(self) -> Here:
        """Describe where one is."""
        return here(self.map, self.places, self.at, self.marks.get(self.map.sound(self.at).key, NOTHING))

    def go(self, index: int | None, nothing: str = "nothing there") -> None:
        """Stand on a sound, hear it where steps are heard, and say where that is; where there is none, say so."""
        if index is None:
            self.ways.say(nothing)
            return
        self.stand(index)
        self.ways.say(self.place())

    def stand(self, index: int) -> None:
        """Stand on a sound, and hear it where steps are heard."""
        if index != self.cursor:
            self.passage = None
        self.cursor = index
        heard = self.ear.step(self.listening)
        if heard == "heard":
            self.hear()
        elif heard == "waits":
            if self.ear.hears:
                self.hush()
            self.alarms.set("rest", self.listening.rest_seconds, self.hear)

    def hear(self) -> None:
        """Hear where one stands, at once."""
        self.alarms.drop("rest")
        self._heard.hear(self.at)
        sound = self.map.sound(self.at)
        self.ear.play(sound, clip_of(self.map.map.file(self.at), sound, self.passage), self.listening)

    def hush(self) -> None:
        """Be quiet."""
        self.alarms.drop("rest")
        self.ear.stop()

    def back_out(self) -> bool:
        """Take back the newest thing that can be; False where there is nothing."""
        return False

    @property
    def map(self) -> Scene:
        """What one walks on; no key but few does anything while there is nothing."""
        assert self.scene is not None
        return self.scene

    @property
    def at(self) -> int:
        """The sound on which one stands."""
        assert self.cursor is not None
        return self.cursor

    @property
    def places(self) -> Lattice:
        """The cells of the sounds that one walks among."""
        return self.map.lattice(Viewport(grid=self.map.grid), SIZE, self.within)

    def do_walk(self, direction: Direction) -> None:
        """Go one step and listen."""
        self.go(self.places.step(self.at, direction), f"nothing {WAY[direction]}")

    def do_cluster(self, direction: Direction) -> None:
        """Go to the next cluster and listen."""
        from tuimap.ui.map.middles import next_cluster

        there = next_cluster(self.map, self.places, self.at, direction, self.within)
        self.go(there, f"no cluster {WAY[direction]}")

    def do_stack(self, offset: int) -> None:
        """Go to another sound in the same cell and listen."""
        self.go(neighbour_in_cell(self.places, self.at, offset))

    def do_heard(self, offset: int) -> None:
        """Go back, or forward, to what was heard."""
        self.go(self._heard.go(offset), "nothing was heard before" if offset < 0 else "this is the newest")

    def do_random(self) -> None:
        """Go to any sound and listen."""
        self.go(self._heard.unheard(self._chance, self.within))

    def do_again(self) -> None:
        """Listen once more, and say where one is."""
        self.hear()
        self.ways.say(self.place())

    def do_stop(self) -> None:
        """Be quiet."""
        self.hush()

    def do_panel(self, _: str) -> None:
        """Say what is known of the sound."""
        self.ways.say(facts_sentence(self.here(), self.ways.charset))

    def do_help(self) -> None:
        """Say what the keys do here."""
        for line in help_lines(tuple(key for key in self.ways.keys if self.knows(key.action))):
            self.ways.say(line)

    def do_leave(self) -> None:
        """End."""
        self.left = True


def called(action: str) -> tuple[str, tuple[object, ...]]:
    """Take an action of the table of keys apart: `walk('left')` is `walk` and `left`."""
    name, _, arguments = action.removeprefix("app.").removesuffix(")").partition("(")
    return name, ast.literal_eval(f"({arguments},)") if arguments else ()


WAY: dict[Direction, str] = {"left": "to the left", "right": "to the right", "up": "above", "down": "below"}
"""How a direction is said."""
