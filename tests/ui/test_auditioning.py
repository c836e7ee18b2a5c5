"""Which steps are heard, and how: keys and mouse at a fixed size."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from test_walking import cell_on_screen
from textual.app import App
from textual.pilot import Pilot
from ui_fakes import FakeCollection, clustered_map
from ui_run import Run, running, stored

from tuimap.finding.descriptions import Descriptions
from tuimap.players import Manner
from tuimap.ui.listening import MUTED_DB, Listening
from tuimap.ui.widgets import pointing
from tuimap.ui.widgets.map_view import MapView


@dataclass
class Clock:
    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("tuimap.ui.ear.monotonic", clock)
    return clock


def title(run: Run) -> str:
    return run.text.splitlines()[0].rstrip()


def status(run: Run) -> str:
    return run.text.splitlines()[-2].rstrip()


async def test_m_changes_what_sounds_at_once_and_walking_swaps_it() -> None:
    async with running(stored()) as run:
        await run.press("right", "m")
        assert "loop: over and over" in status(run)
        await run.press("left", "m", "m")
        assert run.heard == ["c.wav", "c.wav", "b.wav", "b.wav", "b.wav"]
        assert [manner.mode for manner in run.player.manners] == ["shot", "loop", "loop", "grains", "shot"]
        assert run.player.stops == 0


async def test_what_a_key_said_gives_way_to_what_is_heard_when_one_hears_it_again() -> None:
    async with running(stored()) as run:
        await run.press("right", "m")
        assert "loop: over and over" in status(run)
        await run.press("enter")
        await run.until(lambda: status(run).endswith("playing"))


async def test_where_nothing_sounds_no_key_that_changes_how_begins_a_sound() -> None:
    async with running(stored()) as run:
        await run.press(*"mSROLa,")
        assert run.heard == []
        await run.press("right", "space", "m")
        assert run.heard == ["c.wav"]


async def test_each_way_to_listen_has_its_key_and_the_title_tells_it() -> None:
    async with running(stored(), size=(120, 30)) as run:
        await run.press("enter", *"SROLa,,")
        assert run.player.manners[-1] == Manner("shot", 0.5, True, True, pytest.approx(0.2))
        assert title(run).endswith("silent  half  reverse  onset  matched  auto at rest  vol -6 dB")
        await run.press(*"SSROLaa..m")
        assert run.player.manners[-1] == Manner("loop")
        assert title(run).endswith("silent  loop  vol 0 dB")


async def test_the_volume_changes_at_once_and_is_known_before_the_first_sound() -> None:
    async with running(stored()) as run:
        run.map.listening = Listening(volume_db=-12)
        assert run.player.volumes == []
        await run.press("enter", ",", ".", ".")
        assert run.player.volumes == [-12, -15, -12, -9]
        await run.press(*[","] * 20)
        assert run.player.volumes[-1] == MUTED_DB
        assert status(run).endswith("muted")
        assert run.heard == ["b.wav"]


async def go_everywhere(run: Run, pilot: Pilot[int]) -> list[int | None]:
    """Go to sounds in every way there is, and give where each led."""
    led = []
    for keys in (["right"], ["tab"], ["ctrl+left"], ["n"], ["N"], ["r"], ["o", "down"], ["pagedown"], ["["]):
        await run.press(*keys)
        led.append(run.map.cursor)
    await run.press("escape", "s")
    await run.until(lambda: run.map.query_one("#similar").listing)
    await run.press("down", "escape", "e", *["right"] * 9, "escape")
    led.append(run.map.cursor)
    await pilot.click(MapView, offset=cell_on_screen(run, 100))
    await pilot.hover(MapView, offset=cell_on_screen(run, 200))
    await run.until(lambda: run.map.cursor == run.map.places().nearest(*run.map.places().cell_of(200)))
    return led


async def test_without_auto_audition_nothing_that_leads_to_a_sound_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pointing, "REST_SECONDS", 0.01)
    whole = clustered_map()
    collection = FakeCollection(whole, described=Descriptions(whole.positions.astype(np.float16)))
    async with running(collection, size=(120, 34)) as run:
        await run.press("a", "a", "/", *"take", "down", "enter")
        await run.until(lambda: "take" in title(run))
        led = await go_everywhere(run, run.pilot)
        assert len(set(led)) > 4
        assert run.heard == []
        await run.press("enter")
        assert len(run.heard) == 1


async def test_a_switch_of_it_and_silent_steps_leave_what_enter_began(clock: Clock) -> None:
    async with running(stored()) as run:
        await run.press("m", "enter", "a", "a", "right", "left", "a", "a", "a")
        assert (run.heard, run.player.stops) == (["b.wav"], 0)
        await run.press("right", "[")
        assert (run.heard, run.player.stops) == (["b.wav"], 0)


async def test_at_rest_of_steps_in_a_hurry_only_the_first_and_the_one_where_one_stops_are_heard(clock: Clock) -> None:
    async with running(stored()) as run:
        run.map.listening = Listening(audition="at rest", rate=0.5)
        for key in ("right", "left", "left"):
            await run.press(key)
            clock.now += 1.9
        assert (run.heard, run.player.stops) == (["c.wav"], 1)
        await run.until(lambda: run.heard == ["c.wav", "a.wav"])
        clock.now += 0.2
        await run.press("right")
        assert run.heard == ["c.wav", "a.wav", "b.wav"]
        clock.now += 2.1
        await run.press("right")
        assert run.heard[3:] == ["c.wav"]


async def test_what_waits_for_a_rest_is_not_heard_once_it_is_stopped_or_switched_off(clock: Clock) -> None:
    async with running(stored()) as run:
        run.map.listening = Listening(audition="at rest", rate=0.5)
        await run.press("right")
        for stop in ("space", "a"):
            await run.press("left", "right")
            assert run.map._waiting is not None
            await run.press(stop)
            assert run.map._waiting is None
            assert run.heard == ["c.wav"]


async def test_brackets_lead_through_what_was_heard_not_through_silent_steps() -> None:
    async with running(stored()) as run:
        await run.press("right", "a", "a", "left", "left", "enter", "a", "[")
        assert run.heard == ["c.wav", "a.wav", "c.wav"]


async def test_esc_stops_what_would_go_on_without_end_before_it_stops_anything_else() -> None:
    async with running(stored()) as run:
        await run.press("m", "right", "v", "escape")
        assert (run.map.selected, run.player.stops) == (None, 0)
        await run.press("escape")
        assert run.player.stops == 1
        await run.press("escape")
        assert run.player.stops == 1


async def test_in_the_background_there_is_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    stops_before_sleep: list[int] = []
    async with running(stored()) as run:
        # from here on the process would stand still, so that nothing left for later is done
        monkeypatch.setattr(App, "action_suspend_process", lambda _: stops_before_sleep.append(run.player.stops))
        await run.press("m", "right", "ctrl+z")
        assert stops_before_sleep == [1]
        await run.press("m")
        assert run.heard == ["c.wav"]


async def test_over_ssh_the_status_line_names_the_machine_that_plays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSH_CONNECTION", "10.0.0.2 50000 10.0.0.1 22")
    monkeypatch.setattr("socket.gethostname", lambda: "studio-1")
    async with running(stored(), size=(120, 30)) as run:
        await run.press("right")
        await run.until(lambda: status(run).endswith("playing on studio-1"))
        assert title(run).endswith("studio-1: silent  vol 0 dB")
        run.player.place = "laptop"
        await run.until(lambda: status(run).endswith("playing on laptop"))
        assert title(run).endswith("laptop: silent  vol 0 dB")


async def test_at_the_machine_itself_the_status_line_says_that_it_plays(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY"):
        monkeypatch.delenv(name, raising=False)
    async with running(stored(), size=(120, 30)) as run:
        await run.press("right")
        await run.until(lambda: status(run).endswith("  playing"))
