"""The map and what surrounds it: walking, listening, looking closer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Vertical

from tuimap.players import Clip, Player
from tuimap.ui.charset import Charset
from tuimap.ui.crop import CroppingCompositor
from tuimap.ui.here import neighbour_in_cell
from tuimap.ui.keys import KEYS, bindings
from tuimap.ui.messages import HaltAsked, MarkAsked
from tuimap.ui.screens.help_screen import HelpScreen
from tuimap.ui.screens.map_state import MapState
from tuimap.ui.screens.skipped_screen import SkippedScreen
from tuimap.ui.widgets.edges import KeyLine, Legend, StatusLine, Title, TooSmall
from tuimap.ui.widgets.map_view import MapView
from tuimap.ui.widgets.side import AnalysisPanel, Details

if TYPE_CHECKING:
    from tuimap.sound_map import Direction

LISTEN_SECONDS = 0.25
"""How often the player is asked what it does."""


class MapScreen(MapState):
    """Arranges the widgets and does what the keys say."""

    AUTO_FOCUS = None
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(KEYS)]
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (40, "-narrow"), (100, "-wide")]  # noqa: RUF012 (Textual's declaration)
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (12, "-tall")]  # noqa: RUF012

    def __init__(self, title: str, method: str, player: Player, charset: Charset) -> None:
        super().__init__(classes="-empty")
        self._compositor = CroppingCompositor()
        self._collection_title = title
        self._method = method
        self._player = player
        self._charset = charset

    def compose(self) -> ComposeResult:
        """Arrange the widgets and hand the state down."""
        shown, state = self._charset, MapState
        yield TooSmall(shown, id="too-small")
        yield Title(self._collection_title, self._method, shown).data_bind(state.scene, state.zoom, state.analysis)
        with Container(id="body"):
            yield MapView(shown).data_bind(state.scene, state.viewport, state.cursor)
            with Vertical(id="side"):
                yield Details(shown).data_bind(state.here)
                yield AnalysisPanel(shown, id="stages").data_bind(state.analysis)
            yield AnalysisPanel(shown, id="first-stages").data_bind(state.analysis)
        yield Legend(shown).data_bind(state.scene)
        yield StatusLine(shown).data_bind(state.here, state.audio)
        yield KeyLine(KEYS, shown)

    def on_mount(self) -> None:
        """Begin to ask the player what it does."""
        self.set_interval(LISTEN_SECONDS, self._listen)

    def on_map_view_pointed(self, message: MapView.Pointed) -> None:
        """Go to the sound nearest to where someone pointed."""
        if places := self.places():
            self._land(places.nearest(message.column, message.row))

    def action_walk(self, direction: Direction) -> None:
        """Go one step and listen."""
        if self.scene and self.cursor is not None and (places := self.places()):
            self._land(self.scene.step(places, self.cursor, direction))

    def action_stack(self, offset: int) -> None:
        """Go to another sound in the same cell and listen."""
        if self.cursor is not None and (places := self.places()):
            self._land(neighbour_in_cell(places, self.cursor, offset))

    def action_again(self) -> None:
        """Listen once more."""
        self._land(self.cursor)

    def action_stop(self) -> None:
        """Be quiet."""
        self._player.stop()

    def action_zoom(self, steps: int) -> None:
        """Look closer or further away, at the cursor."""
        if self.scene and self.cursor is not None:
            self.viewport = self.viewport.zoomed(steps, *self.scene.point(self.cursor))

    def action_favourite(self) -> None:
        """Mark the sound as a favourite, or take the mark off."""
        if self.here is not None:
            key, favourite = self.here.sound.key, not self.here.favourite
            self.favourites = self.favourites | {key} if favourite else self.favourites - {key}
            self.post_message(MarkAsked(key, favourite))

    def action_details(self) -> None:
        """Show or hide the details."""
        self.toggle_class("-toggled")

    def action_help(self) -> None:
        """Explain the keys."""
        self.app.push_screen(HelpScreen(self._charset))

    def action_skipped(self) -> None:
        """Name the files that were skipped, and tell the notice in full."""
        self.app.push_screen(SkippedScreen(self.analysis.skipped, self._charset, self.analysis.told))

    def action_halt(self) -> None:
        """Ask for the end of the analysis."""
        if self.analysis.state == "running":
            self.analysis = replace(self.analysis, state="stopping")
            self.post_message(HaltAsked())

    def _land(self, index: int | None) -> None:
        """Stand on a sound and hear it."""
        if self.scene is None or index is None:
            return
        self.cursor = index
        sound = self.scene.sound(index)
        self._player.play(Clip(self.scene.map.file(index), sound.start, sound.duration))

    def _listen(self) -> None:
        self.audio = self._player.status()
