from threading import Thread

import numpy as np
import pytest

from tuimap.errors import DecodeError
from tuimap.players.remote.framing import Kind
from tuimap.players.remote.incoming import Incoming
from tuimap.players.remote.messages import Play, place
from tuimap.players.remote.pieces import count, cut, digest, packed
from tuimap.players.remote.shelf import Shelf

FRAMES = (np.random.default_rng(0).integers(-30_000, 30_000, (20_000, 2)) / 32768).astype(np.float32)
PIECES = [packed(frames) for frames in cut([FRAMES])]


class Line:
    """A sound, and what it asked the studio for."""

    def __init__(self, shelf: Shelf | None = None) -> None:
        self.shelf = shelf or Shelf()
        self.asked: list[tuple[Kind, bytes]] = []
        self.sound = Incoming(Play(5, "a.wav", 48_000, len(FRAMES)), self.shelf, self.ask)

    def ask(self, kind: Kind, body: bytes) -> None:
        self.asked.append((kind, body))

    def put(self, *indices: int) -> None:
        for index in indices:
            self.shelf.put(digest(PIECES[index]), PIECES[index])
            self.sound.put(index, [digest(PIECES[index])])


def test_a_sound_that_has_come_is_read_as_a_file_is() -> None:
    line = Line()
    line.put(*range(len(PIECES)))
    line.sound.end(len(PIECES))

    with line.sound.open() as opened:
        assert (opened.rate, opened.n_frames) == (48_000, 20_000)
        assert np.array_equal(np.concatenate(list(opened.blocks())), FRAMES)
        assert np.array_equal(np.concatenate(list(opened.blocks(3_333))), FRAMES[3_333:])
        assert np.array_equal(opened.read(511, 4_000), FRAMES[511:4_511])
        assert np.array_equal(opened.read(19_990, 4_000), FRAMES[19_990:])
        assert opened.read(90_000, 10).shape == (0, 2)
        assert opened.read(0, 0).shape == (0, 2)


def test_whoever_reads_waits_for_what_comes_and_the_studio_is_told_what_is_waited_for() -> None:
    line = Line()
    got: list[np.ndarray] = []
    thread = Thread(target=lambda: got.append(line.sound.read(10_000, 5_000)), daemon=True)
    thread.start()
    for index in (9, 8, 7, 6):
        line.put(index)
    thread.join(10)

    assert np.array_equal(got[0], FRAMES[10_000:15_000])
    assert line.asked[0] == (Kind.WANT, place(5, 6))


def test_what_the_shelf_no_longer_has_is_asked_for_and_waited_for(wait_until) -> None:
    line = Line()
    line.sound.put(0, [b"x" * 12])
    got: list[np.ndarray] = []
    thread = Thread(target=lambda: got.append(line.sound.read(0, 512)), daemon=True)
    thread.start()
    wait_until(lambda: line.asked)
    assert line.asked == [(Kind.LOST, place(5, 0))]

    line.put(0)
    thread.join(10)

    assert np.array_equal(got[0], FRAMES[:512])


def test_a_sound_that_no_longer_comes_lets_go_of_whoever_waits(wait_until) -> None:
    line = Line()
    line.put(0, 1, 2, 3)
    blocks = line.sound.blocks()
    next(blocks)
    said: list[str] = []

    def wait_for_more() -> None:
        with pytest.raises(DecodeError) as caught:
            next(blocks)
        said.append(str(caught.value))

    thread = Thread(target=wait_for_more, daemon=True)
    thread.start()
    wait_until(lambda: line.asked)
    line.sound.abandon()
    thread.join(10)

    assert said == ["a.wav: it no longer comes"]


def test_an_end_that_comes_late_ends_the_sound() -> None:
    line = Line()
    line.sound.end(count(20_000))
    line.put(0, 1)
    line.sound.end(2)

    assert sum(map(len, line.sound.blocks())) == 1_024
