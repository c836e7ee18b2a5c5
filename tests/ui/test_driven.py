"""Other programs that follow the map and move it: real ones, over UDP."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import numpy as np
from osc_programs import LOOPBACK, Program, controller, free_port, message, program, send_raw, text
from ui_fakes import ROOT, FakeCollection, clustered_map, sound
from ui_run import Run, running, stored

from tuimap.osc.ends import open_ends
from tuimap.progress import Progress
from tuimap.sound_map import SoundMap
from tuimap.sounds import Sounds
from tuimap.ui.map.subset import Subset


class Driven:
    """An app that is followed and moved, the program that follows it, and the port where it is moved."""

    def __init__(self, run: Run, other: Program, port: int) -> None:
        self.run, self.other, self.port = run, other, port

    async def ask(self, name: str, *place: float) -> None:
        with controller(self.port) as client:
            client.send_message(f"/tuimap/{name}", place)

    async def heard(self, count: int) -> None:
        await self.run.until(lambda: len(self.run.heard) == count)


@asynccontextmanager
async def driven(collection: FakeCollection, *script: object, **changes: object) -> AsyncIterator[Driven]:
    port = free_port()
    with program() as other:
        ends = open_ends((LOOPBACK, other.port), port)
        try:
            async with running(collection, *script, ends=ends, **changes) as run:  # type: ignore[arg-type]
                yield Driven(run, other, port)
        finally:
            ends.close()


async def test_each_step_is_followed_with_path_start_duration_and_place() -> None:
    async with driven(stored()) as it:
        await it.run.press("right")
        await it.run.until(lambda: it.other.heard)
        x, y = it.run.map.scene.point(2)
        assert (x, y) == (1.0, 0.0)
        duration = float(np.float32(0.42))
        assert it.other.heard == [("/tuimap/play", "/sounds/snare/c.wav", 0.0, duration, x, y)]
        await it.run.press("space")
        await it.run.until(lambda: it.other.of("stop"))


async def test_what_is_selected_is_told() -> None:
    async with driven(stored()) as it:
        await it.run.press("v", "right", "v")
        await it.run.until(lambda: len(it.other.of("select")) >= 3)
        assert [told[:3] for told in it.other.of("select")[-2:]] == [
            [1, 2, "/sounds/kick/b.wav"],
            [2, 2, "/sounds/snare/c.wav"],
        ]
        await it.run.press("escape")
        await it.run.until(lambda: it.other.of("select")[-1] == [0, 0])


async def test_nearest_goes_to_a_sound_and_is_heard_and_followed() -> None:
    async with driven(stored()) as it:
        await it.run.press("e")
        await it.ask("nearest", 0.9, 0.1)
        await it.heard(1)
        assert (it.run.heard, it.run.map.cursor, it.run.map.free) == (["c.wav"], 2, None)
        await it.run.until(lambda: it.other.of("play"))
        assert it.other.of("play")[0][3:] == [1.0, 0.0]


async def test_what_was_told_of_a_sound_leads_back_to_it() -> None:
    async with driven(FakeCollection(stored=clustered_map(300)), size=(120, 34)) as it:
        for count in range(1, 6):
            await it.run.press("r")
            await it.run.until(lambda: len(it.other.of("play")) == 2 * count - 1)  # noqa: B023
            there = it.run.map.places().cell_of(it.run.map.cursor)
            await it.ask("nearest", *it.other.of("play")[-1][3:])
            await it.heard(2 * count)
            assert it.run.map.places().cell_of(it.run.map.cursor) == there
            await it.run.until(lambda: len(it.other.of("play")) == 2 * count)  # noqa: B023


async def test_where_steps_are_not_heard_nearest_is_and_the_cursor_is_not() -> None:
    async with driven(stored()) as it:
        await it.run.press("a", "a")
        await it.ask("cursor", 1.0, 0.0)
        await it.run.until(lambda: it.run.map.cursor == 2)
        await it.ask("nearest", 0.0, 0.0)
        await it.heard(1)
        assert (it.run.heard, it.run.map.cursor) == (["a.wav"], 0)


async def test_each_nearest_is_heard_once_where_only_rests_are() -> None:
    async with driven(stored()) as it:
        await it.run.press("a")
        for count, (x, y) in enumerate([(1.0, 0.0), (0.0, 0.0), (1.0, 0.0)], 1):
            await it.ask("nearest", x, y)
            await it.heard(count)
        await it.run.press("space")
        await it.run.until(lambda: it.other.of("stop"))
        assert it.run.heard == ["c.wav", "a.wav", "c.wav"]
        assert [told[3] for told in it.other.of("play")] == [1.0, 0.0, 1.0]


async def test_of_slices_of_one_file_and_of_files_elsewhere_the_right_place_is_told() -> None:
    sounds = [sound("long.wav", start=float(n), duration=1.0, slice=True) for n in range(3)]
    sounds += [sound("/elsewhere/a.wav"), sound("./b.wav")]
    places = np.array([[n / 4, 0.5] for n in range(5)], np.float32)
    async with driven(FakeCollection(stored=SoundMap(ROOT, Sounds(sounds), places))) as it:
        await it.run.press("left", "left", "right", "right", "right", "right")
        await it.heard(6)
        await it.run.until(lambda: len(it.other.of("play")) == 6)
        told = [(path, start, x) for path, start, _, x, _ in it.other.of("play")]
        assert told == [
            ("/sounds/long.wav", 1.0, 0.25),
            ("/sounds/long.wav", 0.0, 0.0),
            ("/sounds/long.wav", 1.0, 0.25),
            ("/sounds/long.wav", 2.0, 0.5),
            ("/elsewhere/a.wav", 0.0, 0.75),
            ("/sounds/b.wav", 0.0, 1.0),
        ]


async def test_the_cursor_goes_anywhere_and_hears_what_is_near() -> None:
    async with driven(stored()) as it:
        await it.ask("cursor", 0.5, 0.625)
        await it.run.until(lambda: it.run.map.free == (0.5, 0.625))
        assert it.run.heard == []
        await it.ask("cursor", 1.0, 0.0)
        await it.heard(1)
        assert (it.run.heard, it.run.map.free) == (["c.wav"], (1.0, 0.0))
        await it.run.press("escape")
        assert it.run.map.free is None


async def test_of_a_thousand_places_at_once_the_last_is_where_one_ends() -> None:
    async with driven(FakeCollection(stored=clustered_map())) as it:
        steps = [message("/tuimap/cursor", "ff", number / 1_000, 0.5) for number in range(1_000)]
        for at in range(0, 1_000, 50):
            send_raw(it.port, *steps[at : at + 50])
            await it.run.pilot.pause()
        send_raw(it.port, message("/tuimap/cursor", "ff", 1.0, 1.0))
        await it.run.until(lambda: it.run.map.free == (1.0, 1.0))
        assert len(it.run.heard) < 500


async def test_play_is_heard_once_more_and_stop_is_silence() -> None:
    async with driven(stored()) as it:
        await it.run.press("right")
        send_raw(it.port, text("/tuimap/play") + text(","))
        await it.heard(2)
        assert it.run.heard == ["c.wav", "c.wav"]
        send_raw(it.port, text("/tuimap/stop"))
        await it.run.until(lambda: it.run.player.stops == 1)


async def test_what_one_walks_among_binds_other_programs_too() -> None:
    async with driven(stored()) as it:
        it.run.map.within = Subset(np.array([True, False, False, False, True]))
        await it.ask("nearest", 1.0, 0.5)
        await it.heard(1)
        assert it.run.heard == ["e.wav"]


async def test_before_there_is_a_map_nothing_happens() -> None:
    async with driven(FakeCollection(), Progress("scan", 0, 5), None) as it:
        for name, place in (("cursor", (0.5, 0.5)), ("nearest", (0.5, 0.5)), ("play", ()), ("stop", ())):
            await it.ask(name, *place)
            await it.run.pilot.pause()
        await it.run.until(lambda: it.run.player.stops == 1)
        assert it.run.heard == []


async def test_where_osc_goes_and_comes_in_is_told_until_the_first_step() -> None:
    async with driven(stored()) as it:
        await it.run.until(lambda: f"comes in at 127.0.0.1:{it.port}" in it.run.text)
        await it.run.press("right")
        assert "OSC" not in it.run.text
