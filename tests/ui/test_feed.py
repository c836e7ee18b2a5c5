"""What the screen is told, and when."""

from __future__ import annotations

from ui_fakes import FakeCollection, ScriptedEngine, finished, small_map

from tuimap.ui.feed import Feed


def test_the_engine_is_started_and_marks_are_read_once_the_stored_map_is_drawn() -> None:
    happened: list[str] = []

    class Engine(ScriptedEngine):
        def messages(self):
            happened.append("engine")
            return super().messages()

    feed = Feed(
        FakeCollection(small_map()),
        Engine(finished()),
        lambda message: happened.append(type(message).__name__),
        lambda: happened.append("drawn"),
    )
    feed.run()
    assert happened == ["SceneReady", "drawn", "MarksRead", "engine", "AnalysisMoved"]
