from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tuimap.errors import PlayerError
from tuimap.players import keeper as keeper_module
from tuimap.players.keeper import Keeper, wanted_outputs
from tuimap.players.mixer import Mixer

if TYPE_CHECKING:
    from tuimap.players.outputs import Mix


class Fake:
    """An output that asks for nothing."""

    rate = 48_000

    def __init__(self, mix: Mix) -> None:
        self.why = ""
        self.closed = False

    def failure(self) -> str:
        return self.why

    def close(self) -> None:
        self.closed = True


def refuse(mix: Mix) -> Fake:
    raise PlayerError("first found no output device", "connect one")


def kept(outputs: dict[str, Callable[[Mix], Fake]], wanted: list[str], silent: list[str]) -> Keeper:
    keeper = Keeper(Mixer(), wanted, lambda: None, silent=silent, outputs=outputs)
    keeper.start()
    return keeper


def test_auto_wants_every_back_end_in_order_and_a_name_only_its_own() -> None:
    assert wanted_outputs("auto") == ("miniaudio", "simpleaudio")
    assert wanted_outputs("simpleaudio") == ("simpleaudio",)
    assert wanted_outputs("null") == ()


def test_the_first_output_that_opens_is_taken_and_all_is_well(wait_until: Callable[..., None]) -> None:
    keeper = kept({"first": refuse, "second": Fake, "null": Fake}, ["first", "second"], [])

    wait_until(lambda: keeper.backend)

    assert (keeper.backend, keeper.opening, keeper.problem) == ("second", "", "")


def test_without_any_device_the_null_output_is_taken_and_one_line_says_why(wait_until: Callable[..., None]) -> None:
    keeper = kept({"first": refuse, "second": Fake, "null": Fake}, ["first", "second"], ["second"])

    wait_until(lambda: keeper.backend)

    assert keeper.backend == "null"
    assert keeper.problem == (
        "no sound: first found no output device (connect one); second was given up because it crashed or did not answer"
    )


def test_null_asked_for_by_name_is_no_problem(wait_until: Callable[..., None]) -> None:
    keeper = kept({"null": Fake}, [], [])

    wait_until(lambda: keeper.backend)

    assert (keeper.backend, keeper.problem) == ("null", "")


def test_a_device_that_fails_is_told_about_closed_and_opened_again(
    wait_until: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeper_module, "WATCH_SECONDS", 0.01)
    monkeypatch.setattr(keeper_module, "REOPEN_SECONDS", 0.2)
    opened: list[Fake] = []

    def open_fake(mix: Mix) -> Fake:
        opened.append(Fake(mix))
        return opened[-1]

    keeper = kept({"first": open_fake, "null": Fake}, ["first"], [])
    wait_until(lambda: keeper.backend)
    opened[0].why = "the sound device was stopped"

    wait_until(lambda: keeper.problem)
    assert keeper.problem == "no sound: the sound device was stopped; it is being opened again"
    wait_until(lambda: not keeper.problem)
    assert len(opened) == 2
    assert opened[0].closed


def test_a_device_that_comes_later_is_found_by_a_later_clip(
    wait_until: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeper_module, "WATCH_SECONDS", 0.01)
    monkeypatch.setattr(keeper_module, "RETRY_SECONDS", 0.0)
    outputs: dict[str, Callable[[Mix], Fake]] = {"first": refuse, "null": Fake}
    mixer = Mixer()
    keeper = Keeper(mixer, ["first"], lambda: None, outputs=outputs)
    keeper.start()
    wait_until(lambda: keeper.backend == "null")
    outputs["first"] = Fake

    mixer.started += 1

    wait_until(lambda: keeper.backend == "first")
    assert keeper.problem == ""
