"""`tuimap listen` as a user meets it."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tuimap.cli.listen import how_to_connect, is_loopback
from tuimap.players import Clip
from tuimap.players.process import AudioProcess

Listen = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@pytest.fixture
def listen(port: int):
    """Run it in a process of its own."""
    running: list[subprocess.Popen[str]] = []

    def run(*arguments: str, token: str = "") -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "tuimap", "listen", "--port", str(port), "--audio", "null", *arguments]
        running.append(
            subprocess.Popen(
                command,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                env={**os.environ, "TUIMAP_TOKEN": token},
            )
        )
        return running[-1]

    yield run
    for process in running:
        process.kill()
        process.communicate()


@pytest.fixture
def play(monkeypatch: pytest.MonkeyPatch):
    """Start the screen's player on the other side."""
    players: list[AudioProcess] = []

    def start(port: int, token: str) -> AudioProcess:
        monkeypatch.setenv("TUIMAP_TOKEN", token)
        players.append(AudioProcess(f"tcp:127.0.0.1:{port}"))
        return players[-1]

    yield start
    for player in players:
        player.close()


def until(player: AudioProcess, holds: Callable[[AudioProcess], object]) -> None:
    import time

    deadline = time.monotonic() + 60
    while not holds(player):
        assert time.monotonic() < deadline, player.status()
        time.sleep(0.01)


@pytest.mark.skipif(sys.platform == "win32", reason="needs signals")
def test_the_lines_it_prints_are_the_lines_to_use_and_ctrl_c_ends_it(
    listen: Listen, play: Callable[..., AudioProcess], port: int, sample_corpus: Path
) -> None:
    listener = listen()
    assert listener.stdout is not None
    told = [listener.stdout.readline().rstrip() for _ in range(5)]
    assert told[0] == f"listening at 127.0.0.1:{port}; Ctrl-C ends it"
    assert told[2] == f"  ssh -R {port}:127.0.0.1:{port} STUDIO"
    line = re.fullmatch(rf"  TUIMAP_TOKEN=(\w+) tuimap --audio tcp:127\.0\.0\.1:{port} FOLDER", told[4])
    assert line is not None

    player = play(port, line[1])
    until(player, lambda player: player.status().place)
    path = next((sample_corpus / "bell").glob("*.flac"))
    player.play(Clip(path))
    until(player, lambda player: player.status().started)

    assert player.status().place == socket.gethostname()
    assert player.status().problem == ""
    assert "is connected" in listener.stdout.readline()
    player.close()
    assert "has left" in listener.stdout.readline()
    listener.send_signal(signal.SIGINT)
    out, err = listener.communicate(timeout=30)
    assert (listener.returncode, out, err) == (0, "no longer listening\n", "")


def test_a_listener_that_ends_is_told_and_one_that_comes_back_is_heard(
    listen: Listen, play: Callable[..., AudioProcess], port: int, sample_corpus: Path
) -> None:
    path = next((sample_corpus / "bell").glob("*.flac"))
    first = listen(token="one for both of them")
    player = play(port, "one for both of them")
    until(player, lambda player: player.status().place)

    first.kill()
    until(player, lambda player: "(run `tuimap listen` where you sit)" in player.status().problem)
    first.wait()
    listen(token="one for both of them")
    until(player, lambda player: player.status().place)
    player.play(Clip(path))

    until(player, lambda player: player.status().started == 1)
    assert player.status().problem == ""


def run(*arguments: str, token: str = "") -> tuple[int, str, str]:
    """Give the exit code and what was printed; in another process, for this one may hold threads of other tests."""
    command = [sys.executable, "-m", "tuimap", "listen", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "TUIMAP_TOKEN": token})
    return done.returncode, done.stdout, done.stderr


def test_a_port_in_use_is_one_line_with_the_mend(port: int) -> None:
    with socket.create_server(("127.0.0.1", port)):
        done = run("--port", str(port), "--audio", "null")

    reason = f"port {port} of 127.0.0.1 cannot be listened at: address already in use"
    assert done == (1, "", f"tuimap: {reason}. Choose another one with --port\n")


def test_a_listener_whose_sound_fails_ends_with_the_reason(port: int) -> None:
    program = (
        "from tuimap.cli.main import main\n"
        "from tuimap.players.outputs import OUTPUTS\n"
        "def broken(*_): raise RuntimeError('torn \\x1b[31m cable')\n"
        "OUTPUTS['null'] = broken\n"
        f"main(['listen', '--audio', 'null', '--port', '{port}'])\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)

    told = done.stderr.splitlines()
    assert (done.returncode, len(told)) == (1, 1)
    assert told[0].startswith("tuimap: no longer listening, for the sound failed: RuntimeError('torn ")
    assert "\x1b" not in told[0]


def test_a_token_that_could_be_guessed_is_refused() -> None:
    reason = "TUIMAP_TOKEN is too short to be a secret. Choose at least 8 characters, or unset it"
    assert run(token="short") == (2, "", f"tuimap: {reason}\n")


def test_sound_that_would_go_on_to_another_machine_is_refused() -> None:
    reason = "--audio tcp:localhost:7430 leads away from here, and tuimap listen is to sound here"
    assert run("--audio", "tcp:localhost:7430") == (2, "", f"tuimap: {reason}\n")


def test_beyond_this_machine_the_other_side_is_told_where_to_connect() -> None:
    told = how_to_connect("192.0.2.7", 7430, "secret")

    assert "ssh" not in told
    assert told.endswith("\n  TUIMAP_TOKEN=secret tuimap --audio tcp:192.0.2.7:7430 FOLDER")
    assert f"tcp:{socket.gethostname()}:7430" in how_to_connect("0.0.0.0", 7430, "secret")


def test_a_token_of_ones_own_is_not_shown() -> None:
    told = how_to_connect("127.0.0.1", 7430, "")

    assert told.endswith("where TUIMAP_TOKEN must be the same as here:\n  tuimap --audio tcp:127.0.0.1:7430 FOLDER")


@pytest.mark.parametrize(
    ("host", "loopback"),
    [("127.0.0.1", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("192.0.2.7", False), ("lap", False)],
)
def test_loopback_is_known(host: str, loopback: bool) -> None:
    assert is_loopback(host) is loopback
