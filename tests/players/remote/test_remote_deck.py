"""The whole way: a file here, a line on loopback, a listener, and what it sounds."""

import socket
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tuimap.players import Clip
from tuimap.players.remote.client import READERS, Client
from tuimap.players.remote.shelf import Shelf
from tuimap.players.source import FileSource

Start = Callable[..., Any]


@pytest.fixture
def noise(tmp_path: Path) -> Callable[..., Path]:
    """Write noise, of which no piece is like another."""
    import soundfile

    def write(name: str = "noise.wav", seconds: float = 1.0, seed: int = 1) -> Path:
        path = tmp_path / name
        values = np.random.default_rng(seed).uniform(-0.5, 0.5, round(48_000 * seconds))
        soundfile.write(path, values, 48_000, "PCM_16", format="WAV")
        return path

    return write


def heard(ear: Any, path: Path) -> float:
    """Give how like the file what was heard is, as far as both go: 1 is equal."""
    import soundfile

    values, sound = soundfile.read(path)[0], ear.sound
    later = int(np.argmax(np.correlate(sound[:2000], values[500:1500], "valid"))) - 500
    n_frames = min(len(values), len(sound)) - 300
    return float(np.corrcoef(values[100:n_frames], sound[100 + later : n_frames + later])[0, 1])


def test_what_is_played_here_sounds_there_and_to_its_end(
    ear: Start, studio: Start, noise: Start, wait_until: Start
) -> None:
    there = ear()
    here = studio(there.port)
    path = noise(seconds=1.2)
    wait_until(lambda: here.state().place)

    here.start(FileSource(Clip(path)))
    wait_until(lambda: here.state().playing == str(path))
    wait_until(lambda: here.state().playing is None)

    assert here.state().started == 1
    assert here.state().problem == ""
    assert here.state().place == there.listener.host
    assert abs(len(there.sound) - 57_600) < 300
    assert heard(there, path) > 0.9999


def test_a_stop_and_the_newest_sound_win(ear: Start, studio: Start, noise: Start, wait_until: Start) -> None:
    there = ear()
    here = studio(there.port)
    first, second = noise("a.wav", seconds=60), noise("b.wav", seconds=60, seed=2)
    for path in (first, second):
        here.start(FileSource(Clip(path)))
        wait_until(lambda path=path: here.state().playing == str(path))

    here.stop()

    wait_until(lambda: there.playing is None and here.state().playing is None)
    assert here.state().started == 2


def test_of_a_long_sound_only_what_will_soon_be_heard_is_sent(
    ear: Start, studio: Start, proxy: Start, noise: Start, wait_until: Start
) -> None:
    there = ear()
    line = proxy(there.port)
    here = studio(line.port)

    here.start(FileSource(Clip(noise(seconds=120))))
    wait_until(lambda: line.forwarded > 10 * 96_000)
    wait_until(lambda: here.state().playing)

    assert line.forwarded < 30 * 96_000  # of 120


def test_a_sound_heard_once_costs_nothing_again_also_under_another_name_and_after_a_new_connection(
    ear: Start, studio: Start, proxy: Start, noise: Start, wait_until: Start, tmp_path: Path
) -> None:
    there = ear()
    line = proxy(there.port)
    path = noise(seconds=2.0)
    copy = tmp_path / "another name.wav"
    copy.write_bytes(path.read_bytes())

    def cost(deck: Any, sound: Path) -> int:
        begun, before = deck.state().started, line.forwarded
        deck.start(FileSource(Clip(sound)))
        wait_until(lambda: deck.state().started > begun and deck.state().playing is None)
        return line.forwarded - before

    here = studio(line.port)
    wait_until(lambda: here.state().place)
    assert cost(here, path) > 190_000
    assert cost(here, path) < 2_000
    assert cost(here, copy) < 2_000
    again = studio(line.port)
    wait_until(lambda: len(again._client.line.known) > 45 if again._client.line else False)
    assert cost(again, copy) < 2_000
    assert heard(there, path) > 0.9999


def test_a_sound_that_is_expected_is_there_before_it_is_asked_for(
    ear: Start, studio: Start, proxy: Start, noise: Start, wait_until: Start
) -> None:
    there = ear()
    line = proxy(there.port)
    here = studio(line.port)
    first, second = noise("a.wav", seconds=0.3), noise("b.wav", seconds=1.0, seed=2)
    here.start(FileSource(Clip(first)))

    here.expect([FileSource(Clip(second))])

    wait_until(lambda: line.forwarded > 1.3 * 96_000)
    before = line.forwarded
    here.start(FileSource(Clip(second)))
    wait_until(lambda: here.state().playing == str(second))
    assert line.forwarded - before < 2_000


def test_a_shelf_too_small_for_the_sound_costs_data_and_no_sound(
    ear: Start, studio: Start, noise: Start, wait_until: Start
) -> None:
    there = ear(Shelf(60_000))
    here = studio(there.port)
    path = noise(seconds=1.5)

    for _ in range(2):
        begun = here.state().started
        here.start(FileSource(Clip(path)))
        wait_until(lambda begun=begun: here.state().started > begun and here.state().playing is None)

    assert abs(len(there.sound) / 48_000 - 3.0) < 2.0
    assert heard(there, path) > 0.9999


def test_a_line_that_is_cut_is_told_comes_back_by_itself_and_sounds_again(
    ear: Start, studio: Start, proxy: Start, noise: Start, wait_until: Start
) -> None:
    there = ear()
    line = proxy(there.port)
    here = studio(line.port)
    path = noise(seconds=60)
    here.start(FileSource(Clip(path)))
    wait_until(lambda: here.state().playing)

    line.cut()

    wait_until(lambda: there.playing is None)
    wait_until(lambda: (state := here.state()).place and state.playing is None)
    here.start(FileSource(Clip(path)))
    wait_until(lambda: here.state().playing == str(path))
    assert here.state().started == 2
    assert here.state().problem == ""


def test_a_line_that_falls_silent_is_told_and_left(
    ear: Start, studio: Start, proxy: Start, wait_until: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tuimap.players.remote.line.PING_SECONDS", 0.05)
    monkeypatch.setattr("tuimap.players.remote.line.SILENT_SECONDS", 0.2)
    monkeypatch.setattr("tuimap.players.remote.line.GONE_SECONDS", 0.5)
    monkeypatch.setattr("tuimap.players.remote.session.SILENT_SECONDS", 0.5)
    there = ear()
    line = proxy(there.port)
    here = studio(line.port)
    wait_until(lambda: here.state().place)

    line.hold()

    wait_until(lambda: "no answer" in here.state().problem)
    wait_until(lambda: "fell silent" in there.told[-1])
    line.let_go()
    wait_until(lambda: here.state().place and not here.state().problem)


def test_frames_that_come_late_still_sound_whole(
    ear: Start, studio: Start, proxy: Start, noise: Start, wait_until: Start
) -> None:
    there = ear()
    line = proxy(there.port)
    line.delay = 0.05
    here = studio(line.port)
    path = noise(seconds=1.0)
    wait_until(lambda: here.state().place)

    here.start(FileSource(Clip(path)))
    wait_until(lambda: here.state().started and here.state().playing is None)

    assert heard(there, path) > 0.999


def test_a_listener_that_is_not_there_is_said_and_found_once_it_is(
    ear: Start, studio: Start, noise: Start, wait_until: Start, loop: Any
) -> None:
    there = ear()
    there.server.close()
    here = studio(there.port)
    wait_until(lambda: here.state().problem)
    assert here.state().problem == (
        f"no sound: no answer from 127.0.0.1:{there.port} (run `tuimap listen` where you sit)"
    )

    there.listen()
    path = noise(seconds=60)
    here.start(FileSource(Clip(path)))

    wait_until(lambda: here.state().playing == str(path))
    assert here.state().problem == ""


def test_another_program_at_the_port_is_told_in_plain_words(studio: Start, wait_until: Start) -> None:
    with socket.create_server(("127.0.0.1", 0)) as another:
        port = another.getsockname()[1]
        here = studio(port)
        stranger, _ = another.accept()
        with stranger:
            stranger.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            wait_until(lambda: here.state().problem)

    assert here.state().problem == f"no sound: 127.0.0.1:{port}: it does not greet as tuimap listen does"


def test_a_wrong_token_is_told_on_both_sides(ear: Start, studio: Start, wait_until: Start) -> None:
    there = ear()

    here = studio(there.port, "another token")

    wait_until(lambda: here.state().problem)
    assert here.state().problem == (
        f"no sound: 127.0.0.1:{there.port}: wrong token. Use the TUIMAP_TOKEN that `tuimap listen` prints"
    )
    wait_until(lambda: there.told[:1] and there.told[0].endswith("was refused: it does not know the token"))


def test_without_a_token_nothing_is_tried(studio: Start) -> None:
    here = studio(9, "")

    here.start(FileSource(Clip(Path("/a.wav"))))

    assert here.state().problem == (
        "no sound: TUIMAP_TOKEN is not set (start with the line that `tuimap listen` prints)"
    )


def test_the_newest_studio_wins_and_the_other_comes_back_when_it_plays(
    ear: Start, studio: Start, noise: Start, wait_until: Start
) -> None:
    there = ear()
    path = noise(seconds=60)
    first = studio(there.port)
    first.start(FileSource(Clip(path)))
    wait_until(lambda: first.state().playing)

    second = studio(there.port)

    wait_until(lambda: first.state().problem)
    assert first.state().problem.startswith("no sound here: another tuimap plays on")
    wait_until(lambda: second.state().place and there.playing is None)
    first.start(FileSource(Clip(path)))
    wait_until(lambda: first.state().playing)
    wait_until(lambda: second.state().problem.startswith("no sound here"))


def test_a_file_that_cannot_be_played_is_named(
    ear: Start, studio: Start, noise: Start, wait_until: Start, tmp_path: Path
) -> None:
    there = ear()
    here = studio(there.port)
    here.start(FileSource(Clip(tmp_path / "gone.wav")))
    wait_until(lambda: here.state().problem)
    assert here.state().problem == "gone.wav: cannot be opened: No such file or directory"

    here.start(FileSource(Clip(noise())))

    wait_until(lambda: here.state().playing)
    assert here.state().problem == ""


def test_many_sounds_leave_no_thread_behind(ear: Start, studio: Start, noise: Start, wait_until: Start) -> None:
    there = ear()
    here = studio(there.port)
    paths = [noise(f"{seed}.wav", seconds=0.2, seed=seed) for seed in range(8)]
    wait_until(lambda: here.state().place)
    for path in paths:
        here.start(FileSource(Clip(path)))
    wait_until(lambda: here.state().playing)
    before = threading.active_count()

    for path in paths * 20:
        here.start(FileSource(Clip(path)))

    wait_until(lambda: here.state().playing == str(paths[-1]) or here.state().started > 100)
    wait_until(lambda: here.state().playing is None)
    assert threading.active_count() <= before + READERS  # those start when they are first needed


def test_what_was_asked_for_long_before_the_line_was_there_is_not_heard_any_more(
    ear: Start, studio: Start, loop: Any, noise: Start, wait_until: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tuimap.players.remote.client.FRESH_SECONDS", 0.0)
    there = ear()
    there.server.close()
    here = studio(there.port)
    here.start(FileSource(Clip(noise("old.wav", seconds=60))))
    wait_until(lambda: here.state().problem)

    there.listen()
    wait_until(lambda: here.state().place)
    path = noise("new.wav", seconds=60)
    here.expect([FileSource(Clip(path))])
    wait_until(lambda: there.listener._shelf.digests())

    assert here.state().started == 0


def test_a_call_that_fails_ends_the_thread_which_ends_the_audio_child(
    ear: Start, studio: Start, wait_until: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    failures: list[threading.ExceptHookArgs] = []
    monkeypatch.setattr(threading, "excepthook", failures.append)
    monkeypatch.setattr(Client, "set_volume", lambda client, volume_db: 1 / 0)
    here = studio(ear().port)

    here.set_volume(-3.0)

    wait_until(lambda: failures)
    assert failures[0].thread is not None
    assert failures[0].thread.name == "line"
