"""The map and what surrounds it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Vertical

from tuimap.players import Player
from tuimap.ui.charset import Charset
from tuimap.ui.keyboard.keys import KEYS, TOPICS, Key, bindings
from tuimap.ui.messages import HaltAsked
from tuimap.ui.palettes import Palette
from tuimap.ui.playhead import lively
from tuimap.ui.screens.comparing import Comparing
from tuimap.ui.screens.dressing import Dressing
from tuimap.ui.screens.driven import Driven
from tuimap.ui.screens.layouts import Layouts
from tuimap.ui.screens.looking import Looking
from tuimap.ui.screens.map_state import MapState
from tuimap.ui.screens.passages import Passages
from tuimap.ui.screens.remembering import Remembering
from tuimap.ui.screens.taking import Taking
from tuimap.ui.screens.touring import Touring
from tuimap.ui.screens.walking import Walking
from tuimap.ui.widgets.edges import Legend, StatusLine, Title, TooSmall
from tuimap.ui.widgets.key_line import KeyLine
from tuimap.ui.widgets.map_view import MapView
from tuimap.ui.widgets.prompt import Prompt
from tuimap.ui.widgets.side import AnalysisPanel, Details
from tuimap.ui.widgets.sound_list import SoundList
from tuimap.ui.widgets.wave_panel import WavePanel
from tuimap.ui.wire.frames import FrameCompositor

LISTEN_SECONDS = 0.25
"""How often the player is asked what it does."""


class MapScreen(Touring, Passages, Remembering, Comparing, Taking, Looking, Dressing, Layouts, Driven, Walking):
    """Arranges the widgets; what the keys do stands in its bases, topic by topic."""

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(KEYS)]

    def __init__(
        self,
        title: str,
        method: str,
        player: Player,
        charset: Charset,
        colours: Palette,
        topics: Mapping[str, tuple[Key, ...]] = TOPICS,
    ) -> None:
        super().__init__(player, charset)
        self._colours = colours
        self._compositor = FrameCompositor()
        self._collection_title = title
        self._method = method
        self._topics = topics
        self._keys = tuple(key for keys in topics.values() for key in keys)
        self._lively = lively(os.environ)
        self._host = "" if self._lively else _host()

    def compose(self) -> ComposeResult:
        """Arrange the widgets and hand the state down."""
        shown, state = self.charset, MapState
        yield TooSmall(shown, id="too-small")
        yield Title(self._collection_title, self._method, shown, self._host).data_bind(
            state.scene,
            state.zoom,
            state.selected,
            state.analysis,
            state.finds,
            state.listening,
            state.audio,
            state.passage,
        )
        with Container(id="body"):
            yield MapView(shown, self._colours).data_bind(
                state.scene,
                state.viewport,
                state.cursor,
                state.free,
                state.colouring,
                state.lit,
                state.starred,
                state.selected,
                state.names_shown,
            )
            with Vertical(id="side"):
                yield Details(shown).data_bind(state.scene, state.here)
                yield self._wave_panel("wave-side")
                yield SoundList(shown, id="list").data_bind(state.scene, state.cursor)
                yield SoundList(shown, id="similar").data_bind(state.scene, state.cursor)
                yield AnalysisPanel(shown, id="stages").data_bind(state.analysis)
            yield AnalysisPanel(shown, id="first-stages").data_bind(state.analysis)
        yield self._wave_panel("wave-below")
        yield Legend(shown).data_bind(state.colouring)
        yield StatusLine(shown, self._host).data_bind(state.here, state.audio, state.told)
        yield KeyLine(self._keys, shown).data_bind(
            state.zoom,
            state.free,
            state.selected,
            state.analysis,
            state.finds,
            state.covered,
            state.newcomer,
            state.touring,
            state.listening,
        )
        yield Prompt(shown)

    def on_mount(self) -> None:
        """Begin to ask the player what it does."""
        self.set_interval(LISTEN_SECONDS, self._listen)

    def action_help(self) -> None:
        """Explain the keys."""
        from tuimap.ui.screens.help_screen import HelpScreen

        self.app.push_screen(HelpScreen(self._topics, self.charset, self.colouring))

    def action_palette(self) -> None:
        """Offer everything that can be done."""
        from tuimap.ui.keyboard.commands import colour_commands, commands_of
        from tuimap.ui.screens.palette_screen import PaletteScreen

        commands = [*commands_of(self._keys), *colour_commands()]
        self.app.push_screen(PaletteScreen(commands, self.charset), self._do)

    async def _do(self, action: str | None) -> None:
        """Do what was chosen there."""
        if action is not None:
            await self.run_action(action)

    def action_skipped(self) -> None:
        """Name the files that were skipped, and tell the notice in full."""
        from tuimap.ui.screens.skipped_screen import SkippedScreen

        self.app.push_screen(SkippedScreen(self.analysis.skipped, self.charset, self.analysis.told))

    def action_back_out(self) -> None:
        """Take back the newest thing that can be, rung by rung; the analysis last."""
        if not self.stop_copying() and not self.back_out() and self.analysis.state == "running":
            self.analysis = self.analysis._replace(state="stopping")
            self.post_message(HaltAsked())

    def _wave_panel(self, id: str) -> WavePanel:
        state = MapState
        return WavePanel(self.charset, id=id).data_bind(state.here, state.pictured, state.playhead, state.passage)

    def _listen(self) -> None:
        before, self.audio = self.audio.problem, self.player.status()
        if self.audio.problem not in ("", before):
            self.told = ""  # why nothing is heard matters more than what a key said
        asked = self.ear.asked
        heard = asked is not None and self.audio.playing == asked.clip.path
        self.playhead = asked if heard and self._lively else None


def _host() -> str:
    """Give the name of this machine."""
    from socket import gethostname

    return gethostname()
