"""What the map screen knows: every panel around the map is handed its part of it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from threading import Event
from typing import TYPE_CHECKING

from textual.reactive import reactive
from textual.screen import Screen

from tuimap.players import Player, PlayerStatus
from tuimap.sound import Sound, SoundKey
from tuimap.sound_marks import NOTHING, MarkChange, SoundMarks
from tuimap.ui.analysis import Analysis
from tuimap.ui.charset import Charset
from tuimap.ui.listening import Listening
from tuimap.ui.map.viewport import Size, Viewport
from tuimap.ui.messages import AnalysisMoved, MarksRead, OverviewRead, SceneReady, SpectrumRead
from tuimap.ui.panels import Panels
from tuimap.ui.passage import Passage
from tuimap.ui.pictured import Pictured
from tuimap.ui.playhead import Playhead
from tuimap.ui.widgets.map_view import MapView
from tuimap.ui.words.finds import Finds
from tuimap.ui.words.here import Here, here

if TYPE_CHECKING:
    from tuimap.ui.map.colour_names import ColourBy
    from tuimap.ui.map.colouring import Colouring
    from tuimap.ui.map.lattice import Lattice
    from tuimap.ui.map.scene import Scene
    from tuimap.ui.map.selection import Selection
    from tuimap.ui.map.subset import Subset
    from tuimap.ui.marking import Marking


class MapState(Screen[None]):
    """Takes in what comes from the feed and keeps cursor, viewport and description in step."""

    scene: reactive[Scene | None] = reactive(None, repaint=False)
    cursor: reactive[int | None] = reactive(None, repaint=False)
    """The sound on which one stands, by its number in the scene."""
    free: reactive[tuple[float, float] | None] = reactive(None, repaint=False)
    """Where the free cursor is in the unit square, y upwards; None where one goes from sound to sound."""
    viewport: reactive[Viewport] = reactive(Viewport(), repaint=False)
    zoom: reactive[float] = reactive(1.0, repaint=False)
    here: reactive[Here | None] = reactive(None, repaint=False)
    analysis: reactive[Analysis] = reactive(Analysis(), repaint=False)
    marks: reactive[Mapping[SoundKey, SoundMarks]] = reactive[Mapping[SoundKey, SoundMarks]](
        {}, repaint=False, always_update=True
    )
    """What the user says of sounds; those of which nothing is said are not among them."""
    selected: reactive[Selection | None] = reactive(None, repaint=False)
    """The sounds that what is done next is done to; None: the one under the cursor."""
    told: reactive[str] = reactive("", repaint=False)
    """What was just done, in a few words; gone with the next step."""
    audio: reactive[PlayerStatus] = reactive(PlayerStatus(""), repaint=False)
    listening: reactive[Listening] = reactive(Listening(), repaint=False)
    """How one listens."""
    passage: reactive[Passage | None] = reactive(None, repaint=False)
    """The stretch that is heard of the sound under the cursor; None: all of it."""
    touring: reactive[bool] = reactive(False, repaint=False)
    """Whether sounds are heard one after the other by themselves."""
    playhead: reactive[Playhead | None] = reactive(None, repaint=False)
    """What is heard and since when; None while nothing is, or the line is too slow to see it move."""
    pictured: reactive[Pictured | None] = reactive(None, repaint=False)
    """The pictures read last."""
    newcomer: reactive[bool] = reactive(False, repaint=False)
    """Whether nobody has walked a map here before."""
    panels: reactive[Panels] = reactive(Panels(), repaint=False)
    covered: reactive[bool] = reactive(False, repaint=False)
    """Whether Esc closes a panel."""
    lit: reactive[Subset | None] = reactive(None, repaint=False)
    """The sounds drawn brightly, the others are dimmed; None: all."""
    within: reactive[Subset | None] = reactive(None, repaint=False)
    """The sounds that one walks among; None: all."""
    finds: reactive[Finds] = reactive(Finds(), repaint=False)
    """What is searched for and what a filter keeps."""

    colouring: reactive[Colouring | None] = reactive(None, repaint=False)
    """What the colours say."""
    colour_by: reactive[ColourBy | None] = reactive(None, repaint=False)
    """What the user wants them to say; None: whatever suits the map."""
    starred: reactive[Subset | None] = reactive(None, repaint=False)
    """The favourites on the map."""
    names_shown: reactive[bool] = reactive(True, repaint=False)
    """Whether the clusters' names stand on the map."""

    def __init__(self, player: Player, charset: Charset, *, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self.unstored: deque[Mapping[SoundKey, MarkChange]] = deque()
        """Changes of marks that nobody stores yet; they are also stored when the screen ends."""
        self.working: list[Callable[[], Marking]] = []
        """Changes of marks that are not worked out yet."""
        self.reversals: list[tuple[str, Mapping[SoundKey, MarkChange]]] = []
        """Changes of marks, each with what takes it back; the newest last."""
        self.exporting: Event | None = None
        """Set to stop the copying of sounds; None while there is none."""
        self.exported_to = ""
        """The folder that sounds were copied to last, as it was typed."""
        self.player = player
        self.charset = charset
        self._still = False

    def back_out(self) -> bool:
        """Take back the newest thing that Esc takes back; False where there is nothing.

        Each topic asks its own things first and then `super()`: their order in MapScreen is the order of the rungs.
        """
        return False

    def shows(self, scene: Scene) -> bool:
        """Tell whether the sounds of a scene are those on the map, with the same numbers, in whatever layout."""
        return self.scene is not None and self.scene.map.sounds is scene.map.sounds

    def land(self, index: int | None) -> None:
        """Stand on a sound; nothing where there is none."""
        if self.scene is not None and index is not None:
            self.cursor = index

    def on_scene_ready(self, message: SceneReady) -> None:
        """Show a new map, the cursor on the same sound as before where it is still there."""
        scene = message.scene
        kept = self._kept(scene)
        if self.scene is not None and self.selected is not None:
            from tuimap.ui.map.selection import moved

            self.selected = moved(self.selected, self.scene.map.sounds, scene.map.sounds)
        self.set_reactive(MapState.cursor, None)
        self.scene = scene
        self.viewport = self.viewport._replace(grid=scene.grid)
        self.set_class(not len(scene), "-empty")
        self.cursor = scene.map.nearest(0.5, 0.5) if kept is None else kept

    def on_analysis_moved(self, message: AnalysisMoved) -> None:
        """Show how far the analysis is."""
        stopping = self.analysis.state == "stopping" and message.analysis.running
        self.analysis = message.analysis._replace(state="stopping") if stopping else message.analysis
        running, skipped = self.analysis.running, bool(self.analysis.skipped)
        self.update_classes({"-empty": not self.scene, "-analysing": running, "-skipped": skipped})

    def on_marks_read(self, message: MarksRead) -> None:
        """Show what the user says of sounds."""
        self.marks = message.marks
        if not message.kept:
            self.told = ""

    def watch_marks(self) -> None:
        """Tell what is said of the sound under the cursor."""
        self._describe()

    def on_overview_read(self, message: OverviewRead) -> None:
        """Show the waveform of a sound."""
        self.pictured = self._pictured(message.sound)._replace(overview=message.overview)

    def on_spectrum_read(self, message: SpectrumRead) -> None:
        """Show the spectrum of a sound."""
        self.pictured = self._pictured(message.sound)._replace(spectrum=message.spectrum)

    def on_map_view_resized(self) -> None:
        """Find out what shares a cell now."""
        self._follow()

    def watch_within(self) -> None:
        """Find out what lies around now."""
        self._describe()

    def watch_free(self) -> None:
        """Keep the free cursor in view."""
        self._follow()

    def watch_cursor(self) -> None:
        """Keep the cursor in view and tell where it is."""
        self.told = ""
        self._follow()

    def watch_viewport(self, viewport: Viewport) -> None:
        """Tell the zoom and what shares a cell now."""
        self.zoom = viewport.zoom
        self._describe()

    def _pictured(self, sound: Sound) -> Pictured:
        return self.pictured if self.pictured and self.pictured.sound == sound else Pictured(sound)

    def places(self) -> Lattice | None:
        """Give the cells, as the map is drawn now, of the sounds that one walks among."""
        return self.scene.lattice(self.viewport, self.map_size, self.within) if self.scene else None

    @property
    def map_size(self) -> Size:
        """Columns and rows of the map on the screen."""
        return self._map_view.screen_size

    @property
    def standing(self) -> tuple[float, float] | None:
        """Where one is in the unit square: at the free cursor, or on a sound; None while there is none."""
        if self.free is not None or self.scene is None or self.cursor is None:
            return self.free
        return self.scene.point(self.cursor)

    @contextmanager
    def standing_still(self) -> Iterator[None]:
        """Leave the view as it is, wherever the cursor goes."""
        self._still = True
        try:
            yield
        finally:
            self._still = False

    @cached_property
    def _map_view(self) -> MapView:
        return self.query_one(MapView)

    def _kept(self, scene: Scene) -> int | None:
        """Find the sound under the cursor in another scene."""
        if self.scene is None or self.cursor is None:
            return None
        return scene.index_of(self.scene.sound(self.cursor))

    def _follow(self) -> None:
        places, standing = self.places(), self.standing
        if places is not None and standing is not None and not self._still and self._map_view.size:
            before, window = self.viewport, self.viewport.window(self.map_size)
            self.viewport = before.following(*standing, *places.cell_at(*standing), window)
            if self.viewport != before:
                return  # has been described
        self._describe()

    def _describe(self) -> None:
        places = self.places()
        if self.scene is not None and places is not None and self.cursor is not None:
            marks = self.marks.get(self.scene.sound(self.cursor).key, NOTHING)
            classes = self.colouring.classes if self.colouring else None
            self.here = here(self.scene, places, self.cursor, marks, classes)
