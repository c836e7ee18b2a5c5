from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tuimap.errors import PlayerError
from tuimap.players import Clip
from tuimap.players import keeper as keeper_module
from tuimap.players.choice import AudioChoice
from tuimap.players.keeper import Keeper, wanted_outputs
from tuimap.players.mixer import Mixer
from tuimap.players.source import FileSource
from tuimap.players.voice import Voice

if TYPE_CHECKING:
    from tuimap.players.outputs import Mix


class Fake:
    """An output that asks for nothing."""

    rate = 48_000

    occupies = True

    def __init__(self, mix: Mix, device: str) -> None:
        self.device = device
        self.why = ""
        self.closed = False

    def failure(self) -> str:
        return self.why

    def close(self) -> None:
        self.closed = True


def refuse(mix: Mix, device: str) -> Fake:
    raise PlayerError("first found no output device", "connect one")


Start = Callable[..., Keeper]


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> Start:
    monkeypatch.setattr(keeper_module, "WATCH_SECONDS", 0.01)

    def start(outputs: dict[str, Callable[[Mix, str], Fake]], mixer: Mixer | None = None, **more: object) -> Keeper:
        choice = AudioChoice(*str(more.pop("audio", "auto")).split(":"))
        keeper = Keeper(mixer or Mixer(), choice, lambda: None, outputs=outputs, **more)  # type: ignore[arg-type]
        keeper.start()
        return keeper

    return start


def test_auto_wants_every_back_end_in_order_and_a_name_only_its_own() -> None:
    assert wanted_outputs(AudioChoice("auto")) == ("miniaudio", "sounddevice", "simpleaudio", "command")
    assert wanted_outputs(AudioChoice("simpleaudio")) == ("simpleaudio",)
    assert wanted_outputs(AudioChoice("null")) == ()


def test_the_first_output_that_opens_is_taken_and_all_is_well(kept: Start, wait_until: Callable[..., None]) -> None:
    keeper = kept({"first": refuse, "second": Fake, "null": Fake})

    wait_until(lambda: keeper.backend)

    assert (keeper.backend, keeper.opening, keeper.problem) == ("second", "", "")


def test_without_any_device_the_null_output_is_taken_and_one_line_says_why(
    kept: Start, wait_until: Callable[..., None]
) -> None:
    keeper = kept({"first": refuse, "second": Fake, "null": Fake}, silent=["second"])

    wait_until(lambda: keeper.backend)

    assert keeper.backend == "null"
    assert keeper.problem == (
        "no sound: first found no output device (connect one); second was given up because it crashed or did not answer"
    )


def test_null_asked_for_by_name_is_no_problem(kept: Start, wait_until: Callable[..., None]) -> None:
    keeper = kept({"null": Fake}, audio="null")

    wait_until(lambda: keeper.backend)

    assert (keeper.backend, keeper.problem) == ("null", "")


def test_a_device_that_fails_is_told_about_closed_and_opened_again(
    kept: Start, wait_until: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeper_module, "REOPEN_SECONDS", 0.2)
    opened: list[Fake] = []
    keeper = kept({"first": counted(opened), "null": Fake})
    wait_until(lambda: keeper.backend)
    opened[0].why = "the sound device was stopped"

    wait_until(lambda: keeper.problem)
    assert keeper.problem == "no sound: the sound device was stopped; it is being opened again"
    wait_until(lambda: not keeper.problem)
    assert len(opened) == 2
    assert opened[0].closed


def test_a_device_that_comes_later_is_found_while_something_sounds(
    kept: Start, wait_until: Callable[..., None]
) -> None:
    outputs: dict[str, Callable[[Mix, str], Fake]] = {"first": refuse, "null": Fake}
    mixer = Mixer()
    keeper = kept(outputs, mixer)
    wait_until(lambda: keeper.backend == "null")
    outputs["first"] = Fake

    mixer.start(voice())

    wait_until(lambda: keeper.backend == "first")
    assert keeper.problem == ""


def test_a_silent_device_is_released_and_opened_again_by_the_next_sound(
    kept: Start, wait_until: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeper_module, "IDLE_SECONDS", 0.05)
    opened: list[Fake] = []
    mixer = Mixer()
    keeper = kept({"first": counted(opened), "null": Fake}, mixer)

    wait_until(lambda: opened and opened[0].closed)
    assert (keeper.backend, keeper.problem) == ("first", "")
    mixer.start(voice())

    wait_until(lambda: len(opened) == 2)
    assert mixer.busy
    mixer.stop()
    mixer.mix(480)
    wait_until(lambda: opened[1].closed)


def test_a_device_is_kept_while_something_sounds_and_while_it_is_slow_to_open(
    kept: Start, wait_until: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeper_module, "IDLE_SECONDS", 0.0)
    monkeypatch.setattr(keeper_module, "SLOW_TO_OPEN_SECONDS", 0.0)
    slow, sounding, silent = [], [], []
    kept({"first": counted(slow), "null": Fake})
    monkeypatch.setattr(keeper_module, "SLOW_TO_OPEN_SECONDS", 60.0)
    mixer = Mixer()
    mixer.start(voice())
    kept({"first": counted(sounding), "null": Fake}, mixer)
    kept({"first": counted(silent), "null": Fake})

    wait_until(lambda: silent and silent[0].closed)

    assert not slow[0].closed
    assert not sounding[0].closed


def test_an_output_that_occupies_nothing_is_left_as_it_is(
    kept: Start, wait_until: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeper_module, "IDLE_SECONDS", 0.0)
    free, occupied = [], []
    monkeypatch.setattr(Fake, "occupies", property(lambda fake: fake not in free))
    kept({"first": counted(free), "null": Fake})
    wait_until(lambda: free)
    kept({"first": counted(occupied), "null": Fake})

    wait_until(lambda: occupied and occupied[0].closed)

    assert not free[0].closed


def test_the_device_named_is_asked_for_but_null_needs_none(kept: Start, wait_until: Callable[..., None]) -> None:
    opened: list[Fake] = []
    keeper = kept({"first": refuse, "second": counted(opened), "null": Fake}, audio="second:USB")

    wait_until(lambda: keeper.backend)

    assert [fake.device for fake in opened] == ["USB"]


def test_what_worked_before_is_opened_first_and_what_was_given_up_is_tried_again_later(
    kept: Start, wait_until: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeper_module, "REOPEN_SECONDS", 0.0)
    monkeypatch.setattr(keeper_module, "PARDON_SECONDS", 0.0)
    first: list[Fake] = []
    second: list[Fake] = []
    outputs: dict[str, Callable[[Mix, str], Fake]] = {"first": refuse, "second": counted(second), "null": Fake}
    keeper = kept(outputs, silent=["first"])
    wait_until(lambda: keeper.backend == "second")
    outputs["first"] = counted(first)
    second[0].why = "gone"
    wait_until(lambda: len(second) == 2 and not keeper.problem)
    outputs["second"] = refuse

    second[1].why = "gone"

    wait_until(lambda: keeper.backend == "first")
    assert len(first) == 1


def counted(opened: list[Fake]) -> Callable[[Mix, str], Fake]:
    def open_fake(mix: Mix, device: str) -> Fake:
        opened.append(Fake(mix, device))
        return opened[-1]

    return open_fake


def voice() -> Voice:
    return Voice(FileSource(Clip(Path("/a.wav"))))
