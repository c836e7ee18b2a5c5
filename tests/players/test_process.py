import os
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tuimap.players import Clip, Manner, Mode
from tuimap.players.link import Link
from tuimap.players.patience import Patience
from tuimap.players.process import AudioProcess, open_player
from tuimap.players.wire import Order

Start = Callable[..., AudioProcess]
WaitUntil = Callable[..., None]
Sine = Callable[..., Path]

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="needs signals, unix sockets and names of any bytes")


def hear(player: AudioProcess, path: Path, wait_until: WaitUntil) -> None:
    before = player.status().started
    player.play(Clip(path))
    wait_until(lambda: player.status().started > before and player.status().playing == path)


def test_a_clip_is_played_to_its_end(start: Start, sine: Sine, wait_until: WaitUntil) -> None:
    player = start("null")
    path = sine(seconds=0.3)

    hear(player, path, wait_until)
    wait_until(lambda: player.status().playing is None)

    assert player.status().backend == "null"
    assert player.status().started == 1
    assert player.status().problem == ""


def test_stop_ends_a_clip_and_the_newest_clip_wins(start: Start, sine: Sine, wait_until: WaitUntil) -> None:
    player = start("null")
    first, second = sine("first.wav", seconds=60), sine("second.wav", seconds=60)
    hear(player, first, wait_until)
    hear(player, second, wait_until)

    player.stop()

    wait_until(lambda: player.status().playing is None)
    assert player.status().started == 2


def test_a_clip_ends_where_its_duration_ends(start: Start, sine: Sine, wait_until: WaitUntil) -> None:
    player = start("null")
    path = sine(seconds=60)
    player.play(Clip(path, start=10.0, duration=0.2))
    wait_until(lambda: player.status().playing == path)
    begun = time.monotonic()

    wait_until(lambda: player.status().playing is None)

    assert time.monotonic() - begun < 30  # the file would go on for 50


def test_calls_do_not_wait_not_even_while_the_child_starts(start: Start, sine: Sine) -> None:
    player = start("null")
    clip = Clip(sine(seconds=60))
    seconds = []
    for _ in range(200):
        begun = time.perf_counter()
        player.play(clip)
        player.status()
        seconds.append(time.perf_counter() - begun)

    assert statistics.median(seconds) < 0.02  # a child takes ten times as long to start


def test_a_flood_of_clips_ends_with_the_last(start: Start, sine: Sine, wait_until: WaitUntil) -> None:
    player = start("null")
    flood, last = sine("flood.wav", seconds=60), sine("last.wav", seconds=60)
    wait_until(lambda: player.status().backend)
    for _ in range(2_000):
        player.play(Clip(flood))
    player.play(Clip(last))

    wait_until(lambda: player.status().playing == last)


@on_linux
def test_a_name_that_is_not_utf_8_is_played_and_told(start: Start, sine: Sine, wait_until: WaitUntil) -> None:
    path = sine(seconds=60)
    odd = path.with_name("kick\udcff\udce9 \u97f3.wav")
    path.rename(odd)

    hear(start("null"), odd, wait_until)


def test_a_file_that_cannot_be_played_is_named_until_the_next_one_plays(
    start: Start, sine: Sine, tmp_path: Path, wait_until: WaitUntil
) -> None:
    player = start("null")
    player.play(Clip(tmp_path / "gone.wav"))
    wait_until(lambda: player.status().problem)
    assert player.status().problem == "gone.wav: cannot be opened: No such file or directory"

    hear(player, sine(), wait_until)

    assert player.status().problem == ""


@on_linux
def test_a_child_that_is_killed_is_told_about_started_again_and_plays(
    start: Start, sine: Sine, wait_until: WaitUntil
) -> None:
    player = start("null")
    path = sine(seconds=60)
    hear(player, path, wait_until)
    killed = player.pid
    assert killed is not None

    os.kill(killed, signal.SIGKILL)

    wait_until(lambda: player.status().problem == "the sound player stopped and is started again")
    wait_until(lambda: player.pid not in (None, killed))
    hear(player, path, wait_until)
    assert player.status().started == 2
    assert player.status().problem == ""


@on_linux
def test_a_child_that_hangs_is_told_about_and_replaced(start: Start, sine: Sine, wait_until: WaitUntil) -> None:
    player = start("null", Patience(silence=0.9, hang=1.2))
    path = sine(seconds=60)
    hear(player, path, wait_until)
    stuck = player.pid
    assert stuck is not None

    os.kill(stuck, signal.SIGSTOP)

    wait_until(lambda: player.status().problem == "the sound device does not answer", 2.0)
    wait_until(lambda: player.pid not in (None, stuck))
    hear(player, path, wait_until)


@on_linux
def test_every_order_tells_the_volume_also_to_the_next_child(
    start: Start, sine: Sine, wait_until: WaitUntil, monkeypatch: pytest.MonkeyPatch
) -> None:
    orders: list[Order] = []
    send = Link.send
    monkeypatch.setattr(Link, "send", lambda link, order: (orders.append(order), send(link, order)))
    player = start("null")
    player.set_volume(-20.0)
    wait_until(lambda: orders)
    path = sine(seconds=60)
    hear(player, path, wait_until)
    player.stop()
    first = player.pid
    assert first is not None
    n_orders = len(orders)

    os.kill(first, signal.SIGKILL)
    wait_until(lambda: len(orders) > n_orders)
    hear(player, path, wait_until)

    assert player.pid != first
    assert [order.deed for order in orders] == ["", "play", "stop", "", "play"]
    assert {order.volume_db for order in orders} == {-20.0}


@on_linux
def test_no_call_waits_for_a_child_that_is_frozen_however_long_the_names(start: Start, wait_until: WaitUntil) -> None:
    player = start("null", Patience(hang=600))
    wait_until(lambda: player.status().backend)
    stuck = player.pid
    assert stuck is not None
    long = [Clip(Path("/", *[f"{number}\U0001f941" * 20] * 12)) for number in range(8)]
    longest = Clip(Path("/" + "\udcff\x01" * 2_047))

    def ask() -> None:
        for _ in range(20):
            player.expect(long)
            player.play(longest)
            player.play(Clip(Path("/" + "\U0001f941" * 100_000)))

    os.kill(stuck, signal.SIGSTOP)
    try:
        asking = threading.Thread(target=ask, daemon=True)
        asking.start()
        asking.join(10)
        assert not asking.is_alive()
    finally:
        os.kill(stuck, signal.SIGCONT)


@on_linux
def test_a_child_that_cannot_live_is_not_started_for_ever(
    start: Start, wait_until: WaitUntil, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    player = start("null", Patience(restarts=2, pause=0.01))

    wait_until(lambda: player.status().problem.startswith("no sound: the sound player failed 3 times"))
    player.play(Clip(Path("/a.wav")))
    assert player.status().backend == ""


def test_a_program_that_cannot_be_started_is_said(
    start: Start, wait_until: WaitUntil, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    player = start("null")

    wait_until(lambda: player.status().problem)

    assert player.status().problem.startswith("no sound: the sound player cannot be started (")


@on_linux
@pytest.mark.usefixtures("no_device")
@pytest.mark.parametrize("name", ["auto", "miniaudio", "sounddevice", "simpleaudio", "command:aplay"])
def test_without_a_device_the_map_goes_on_and_one_line_says_why(
    name: str, start: Start, sine: Sine, wait_until: WaitUntil
) -> None:
    player = start(name)
    wait_until(lambda: player.status().backend)

    hear(player, sine(seconds=60), wait_until)

    status = player.status()
    assert status.backend == "null"
    assert status.problem.startswith("no sound: ")
    assert "\n" not in status.problem
    assert ("miniaudio found no output device (connect one" in status.problem) == (name in ("auto", "miniaudio"))
    assert ("simpleaudio" in status.problem) == (name in ("auto", "simpleaudio"))
    assert ("sounddevice" in status.problem) == (name in ("auto", "sounddevice"))
    assert ("aplay" in status.problem) == (name in ("auto", "command:aplay"))


@on_linux
@pytest.mark.usefixtures("no_device")
def test_a_sound_server_that_does_not_answer_is_said_within_two_seconds_and_then_left_alone(
    start: Start, sine: Sine, wait_until: WaitUntil, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "dead"))
        server.listen()
        monkeypatch.setenv("PULSE_SERVER", f"unix:{tmp_path}/dead")
        player = start("miniaudio", Patience(opening=0.8, given_up=1.2))
        path = sine(seconds=60)
        player.play(Clip(path))

        wait_until(lambda: "the sound device does not answer" in player.status().problem, 2.0)
        wait_until(lambda: player.status().playing == path)  # what was asked for is not forgotten

    assert player.status().problem == "no sound: miniaudio was given up because it crashed or did not answer"


@on_linux
@pytest.mark.usefixtures("no_device")
def test_where_one_back_end_does_not_answer_the_next_is_tried(
    start: Start, sine: Sine, wait_until: WaitUntil, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    player_of_commands = tmp_path / "paplay"
    player_of_commands.write_text("#!/bin/sh\nexec /bin/cat > /dev/null\n")
    player_of_commands.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "dead"))
        server.listen()
        monkeypatch.setenv("PULSE_SERVER", f"unix:{tmp_path}/dead")
        player = start("auto", Patience(next_one=0.8))
        path = sine(seconds=60)
        player.play(Clip(path))

        wait_until(lambda: player.status().playing == path)

    assert (player.status().backend, player.status().problem) == ("command", "")


@on_linux
def test_a_flood_of_sounds_in_every_manner_leaves_no_thread_and_no_file_behind(
    start: Start, sine: Sine, wait_until: WaitUntil
) -> None:
    player = start("null")
    paths = [sine(f"{number}.wav", seconds=number) for number in (1, 30)]
    hear(player, paths[0], wait_until)
    child = Path("/proc") / str(player.pid)
    player.stop()
    wait_until(lambda: player.status().playing is None)
    threads, files = (len(list((child / what).iterdir())) for what in ("task", "fd"))

    for number in range(300):
        mode: Mode = ("shot", "loop", "grains")[number % 3]  # type: ignore[assignment]
        before = player.status().started
        player.play(Clip(paths[number % 2]), Manner(mode, 0.5, reverse=number % 5 == 0, from_onset=number % 7 == 0))
        if number % 10 == 0:
            wait_until(lambda before=before: player.status().started > before)
    player.stop()

    wait_until(lambda: player.status().playing is None)
    wait_until(lambda: len(list((child / "fd").iterdir())) <= files)
    assert len(list((child / "task").iterdir())) <= threads


def test_closing_ends_the_child_promptly(start: Start, sine: Sine, wait_until: WaitUntil) -> None:
    player = start("null")
    hear(player, sine(seconds=60), wait_until)
    threads = threading.active_count()
    begun = time.monotonic()

    player.close()

    assert time.monotonic() - begun < 30  # the clip would go on for 60
    assert player.pid is None
    assert threading.active_count() < threads


def test_a_child_whose_screen_is_gone_ends_by_itself() -> None:
    child = subprocess.Popen(
        [sys.executable, "-m", "tuimap.players.child", "null"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with child:
        assert child.stdin is not None
        assert child.stdout is not None
        assert child.stdout.readline().startswith(b'{"answered": 0')
        child.stdin.close()

        assert child.wait(5) == 0


@on_linux
def test_ctrl_c_in_the_terminal_does_not_reach_the_child(start: Start, sine: Sine, wait_until: WaitUntil) -> None:
    player = start("null")
    path = sine(seconds=60)
    hear(player, path, wait_until)
    child = player.pid
    assert child is not None

    os.kill(child, signal.SIGINT)
    hear(player, path, wait_until)

    assert os.getpgid(child) != os.getpgid(0)
    assert player.pid == child


def test_an_unknown_name_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match=r"'loud' is none of auto, miniaudio\[:NAME\], "):
        open_player("loud")
