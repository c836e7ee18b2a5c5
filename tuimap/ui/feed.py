"""Where the screen's news comes from: the stored map, then the engine. Runs in a thread of its own."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from threading import Lock
from typing import TYPE_CHECKING

from textual.message import Message

from tuimap.errors import DamagedError, TuimapError
from tuimap.players import Clip
from tuimap.spectrogram.pictures import Pictures
from tuimap.ui.analysis import Analysis
from tuimap.ui.messages import (
    AnalysisMoved,
    DescriptionsRead,
    MarksRead,
    OverviewRead,
    ScatterRead,
    SceneReady,
    SpectrumRead,
)

if TYPE_CHECKING:
    from tuimap.collection_view import CollectionView
    from tuimap.engine import Engine
    from tuimap.engine import Message as EngineMessage
    from tuimap.progress import Progress
    from tuimap.sound import Sound, SoundKey
    from tuimap.sound_marks import MarkChange
    from tuimap.ui.map.scene import Scene


class Feed:
    """Loads, analyses where needed, and posts what there is to see."""

    def __init__(
        self,
        collection: CollectionView,
        engine: Engine,
        post: Callable[[Message], object],
        until_drawn: Callable[[], object] = lambda: None,
    ) -> None:
        """Take in what to post with, and what waits until the map that was posted is drawn."""
        self._collection = collection
        self._engine = engine
        self._post = post
        self._until_drawn = until_drawn
        self._scene: Scene | None = None
        self._analysis = Analysis()
        self._leaving = False
        self._asked: deque[Mapping[SoundKey, MarkChange]] = deque()
        self._marking = Lock()
        self._pictures: Pictures[Sound] = Pictures(lambda sound, picture: post(SpectrumRead(sound, picture)))

    def run(self) -> None:
        """Show the stored map; where it does not fit the files any more, analyse and show what comes."""
        messages: Iterator[EngineMessage] = iter(())
        try:
            shown = self._show_whole()
            offline = self._collection.offline() if shown else ""
            if offline:
                ended = self._analysis._replace(skipped=self._collection.skipped(), notice=offline)
            else:
                messages = self._engine.messages()
                ended = self._analysed(messages, shown)
        except TuimapError as error:
            ended = self._analysis.failed(error.message, error.mend)
            self._end(messages)
        self._tell(ended)

    def _analysed(self, messages: Iterator[EngineMessage], shown: bool) -> Analysis:
        """Follow the engine and show what it has made, unless that is shown already."""
        if not shown:
            self._tell(self._analysis._replace(state="running"))
        ended = self._followed(messages)
        if not self._leaving and (ended.stages or not shown):
            try:
                self._show_stored()
            except TuimapError:
                if ended.state != "failed":  # why it failed is what the user has to know
                    raise
        return ended

    def _end(self, messages: Iterator[EngineMessage]) -> None:
        """End the engine, and wait until its process has ended."""
        self._engine.cancel()
        deque(messages, maxlen=0)

    def read_overview(self, sound: Sound) -> None:
        """Fetch the waveform of a sound; where that fails it has none."""
        try:
            overview = self._collection.overview(sound)
        except TuimapError:
            overview = b""
        self._post(OverviewRead(sound, overview))

    def ask_spectrum(self, sound: Sound) -> None:
        """Have the spectrum of a sound read; the newest that is asked for wins."""
        seconds = None if sound.length is None else min(sound.length, sound.described)
        self._pictures.ask(Clip(self._collection.root / sound.path, sound.start, seconds), sound)

    def read_descriptions(self, scene: Scene) -> None:
        """Fetch what the sounds of the stored map, shown in a scene, sound like."""
        try:
            self._post(DescriptionsRead(scene, self._collection.descriptions()))
        except TuimapError as error:
            self._post(DescriptionsRead(scene, None, str(error)))

    def read_scatter(self, gridded: Scene) -> None:
        """Fetch the scattered map of a grid's sounds, as long as it is of the very same."""
        from tuimap.ui.map.scene import scene_of

        sounds, scattered = gridded.map.sounds, None
        with suppress(TuimapError):
            stored = self._collection.scattered()
            if stored is not None and stored.sounds.joined_paths() == sounds.joined_paths():
                scattered = scene_of(replace(stored, sounds=sounds), gridded)
        self._post(ScatterRead(gridded, scattered))

    def halt(self) -> None:
        """Stop the analysis and show what is stored by then; may take a moment."""
        self._engine.cancel()

    def ask_marks(self, changes: Mapping[SoundKey, MarkChange]) -> None:
        """Remember to store changes of marks."""
        self._asked.append(changes)

    def store_marks(self) -> TuimapError | None:
        """Store the changes asked for, in their order, and give what went wrong last; may take a moment."""
        problem = None
        with self._marking:
            while self._asked:
                try:
                    marks = self._collection.change_marks(self._asked.popleft())
                except TuimapError as error:
                    problem = error
                    self._tell(self._analysis._replace(notice=str(error)))
                    with suppress(TuimapError):
                        self._post(MarksRead(self._collection.marks(), kept=False))
                else:
                    if not self._asked:
                        self._post(MarksRead(marks))
        return problem

    def leave(self) -> None:
        """End, and show nothing more; may take a moment."""
        self._leaving = True
        self._pictures.close()
        self._engine.cancel()

    def _followed(self, messages: Iterator[EngineMessage]) -> Analysis:
        """Follow the engine to its end, and give the account closed."""
        from tuimap.engine import Failed, Finished

        for message in messages:
            if isinstance(message, Finished):
                return self._analysis._replace(state="finished", skipped=self._collection.skipped())
            if isinstance(message, Failed):
                return self._analysis.failed(message.message, message.mend)
            self._advance(message)
        return self._analysis._replace(state="stopped")

    def _advance(self, progress: Progress) -> None:
        self._tell(self._analysis.after(progress, time.monotonic())._replace(state="running"))
        growing = self._scene is None or self._scene.provisional
        if growing and progress.preview is not None and len(progress.preview.sounds):
            from tuimap.ui.map.scene import preview_scene

            self._show(preview_scene(progress.preview, self._collection.root, self._scene))

    def _show_whole(self) -> bool:
        """Show the stored map, and tell whether there is one; a damaged one is for the engine to mend first."""
        try:
            return self._show_stored()
        except DamagedError:
            return False

    def _show_stored(self) -> bool:
        """Show the stored map, and tell whether there is one."""
        from tuimap.ui.map.scene import scene_of

        stored = self._collection.load()
        if stored is None or not len(stored):
            return False
        settled = self._scene if self._scene is not None and not self._scene.provisional else None
        self._show(scene_of(stored, settled))
        self._until_drawn()  # what comes now, and the engine's process, would hold the picture up
        self._post(MarksRead(self._collection.marks()))
        return True

    def _show(self, scene: Scene) -> None:
        self._scene = scene
        self._post(SceneReady(scene))

    def _tell(self, analysis: Analysis) -> None:
        self._analysis = analysis
        self._post(AnalysisMoved(analysis))
