from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from tests.players.sounds import RATE, noise
from tuimap.errors import DecodeError
from tuimap.players.held import Held
from tuimap.players.warmer import Warmer


class Noted:
    """A source that notes when it is opened, and may not be fit to be."""

    def __init__(self, key: str, opened: list[str], refusal: Exception | None = None) -> None:
        self.key = self.name = key
        self._opened, self._refusal = opened, refusal

    @contextmanager
    def open(self) -> Iterator[Held]:
        self._opened.append(self.key)
        if self._refusal is not None:
            raise self._refusal
        yield Held(noise(RATE), RATE)


def test_what_is_expected_is_opened_once_the_likeliest_first(wait_until: Callable[..., None]) -> None:
    opened: list[str] = []
    warmer = Warmer()

    warmer.warm([Noted("a", opened), Noted("b", opened)])
    wait_until(lambda: opened == ["a", "b"])
    warmer.warm([Noted("b", opened), Noted("c", opened)])

    wait_until(lambda: opened == ["a", "b", "c"])


@pytest.mark.parametrize("refusal", [DecodeError("torn"), RuntimeError("what is this"), OSError(5, "disk")])
def test_a_sound_that_cannot_be_read_does_not_end_the_warming(
    refusal: Exception, wait_until: Callable[..., None]
) -> None:
    opened: list[str] = []

    Warmer().warm([Noted("bad", opened, refusal), Noted("good", opened)])

    wait_until(lambda: opened == ["bad", "good"])
