"""Programs that play raw samples, played by small scripts."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from tuimap.errors import PlayerError
from tuimap.players import command_output
from tuimap.players.choice import COMMAND_PLAYERS
from tuimap.players.command_output import CommandOutput, command_devices, open_command
from tuimap.players.commands import COMMANDS, command_lines
from tuimap.players.voice import Frames

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no command player for Windows")

WaitUntil = Callable[..., None]
Install = Callable[[str, str], None]


class Tape:
    """Gives a ramp of `n_frames` once it is asked to, and silence otherwise."""

    def __init__(self) -> None:
        self.sounding = False
        self.taken = 0

    def __call__(self, n_frames: int) -> Frames:
        if not self.sounding:
            return np.zeros((n_frames, 2), np.float32)
        ramp = (self.taken + 1 + np.arange(n_frames)) % 30_000 / 32767
        self.taken += n_frames
        return np.repeat(ramp[:, None], 2, axis=1).astype(np.float32)


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Install a player: a Python program, on a PATH of its own."""
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))

    def write(name: str, program: str) -> None:
        script = tmp_path / "bin" / name
        script.write_text(f"#!{sys.executable}\nimport sys, time\n{program}\n")
        script.chmod(0o755)

    return write


@pytest.fixture
def play() -> Iterator[Callable[..., CommandOutput]]:
    opened: list[CommandOutput] = []

    def start(mix: Tape, device: str = "") -> CommandOutput:
        opened.append(open_command(mix, device))
        return opened[-1]

    yield start
    for output in opened:
        output.close()


def lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def recorder(path: Path) -> str:
    """Write what comes in to a file of this run's own."""
    return (
        "import os\n"
        f"with open(f'{path}.{{os.getpid()}}', 'wb', buffering=0) as file:\n"
        "    while piece := sys.stdin.buffer.raw.read(65536): file.write(piece)"
    )


def recorded(folder: Path) -> bytes:
    """Give what the player that sounds was fed; one more came before it, to prove itself with silence."""
    runs = [each.read_bytes() for each in folder.glob("heard.*")]
    return b"".join(run for run in runs if any(run))


def test_a_sound_goes_to_a_player_as_it_is_and_silence_ends_the_player(
    install: Install,
    play: Callable[..., CommandOutput],
    tmp_path: Path,
    wait_until: WaitUntil,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(command_output, "SILENT_SECONDS", 0.05)
    install("paplay", recorder(tmp_path / "heard"))
    tape = Tape()
    output = play(tape)

    tape.sounding = True
    wait_until(lambda: tape.taken > 4_800)
    tape.sounding = False
    wait_until(lambda: not any(thread.name == "player's words" for thread in threading.enumerate()))

    heard = np.frombuffer(recorded(tmp_path), "<i2").reshape(-1, 2)
    sound = heard[: np.flatnonzero(heard[:, 0]).max() + 1]
    assert (np.abs(sound[:, 0] - (1 + np.arange(len(sound))) % 30_000) <= 1).all()
    assert (sound[:, 0] == sound[:, 1]).all()
    assert output.failure() == ""


def test_the_first_player_that_works_is_taken_and_every_reason_is_kept(
    install: Install, play: Callable[..., CommandOutput], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(command_output, "PROOF_SECONDS", 20.0)
    install("paplay", "sys.stdin.buffer.read(); sys.exit('Connection refused\\x1b[1m')")
    install("ffplay", "sys.stdin.buffer.read(); print('ALSA lib x\\nFailed to open', file=sys.stderr)")

    with pytest.raises(PlayerError) as caught:
        play(Tape())
    install("aplay", recorder(tmp_path / "heard"))
    play(Tape())

    assert str(caught.value) == r"paplay stopped: Connection refused\x1b[1m; ffplay stopped: Failed to open"
    assert list(tmp_path.glob("heard.*"))


def test_a_player_that_hangs_when_tried_is_passed_over(
    install: Install, play: Callable[..., CommandOutput], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command_output, "PROOF_SECONDS", 0.2)
    install("aplay", "time.sleep(60)")

    with pytest.raises(PlayerError, match=r"^aplay does not answer$"):
        play(Tape(), "aplay")


@pytest.mark.parametrize(
    ("then", "failure"),
    [
        ("sys.exit('killed')", "paplay stopped: killed"),
        ("time.sleep(60)", "paplay does not answer"),
    ],
)
def test_a_player_that_ends_or_hangs_in_a_sound_is_said(
    then: str,
    failure: str,
    install: Install,
    play: Callable[..., CommandOutput],
    wait_until: WaitUntil,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(command_output, "PROOF_SECONDS", 20.0)
    monkeypatch.setattr(command_output, "STUCK_SECONDS", 0.2)
    install("paplay", f"while piece := sys.stdin.buffer.raw.read(4096):\n    if any(piece): {then}")
    tape = Tape()
    output = play(tape)

    tape.sounding = True

    wait_until(output.failure)
    assert output.failure() == failure


def test_a_player_that_hangs_in_a_sound_ends_with_the_output(
    install: Install,
    play: Callable[..., CommandOutput],
    wait_until: WaitUntil,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setattr(command_output, "PROOF_SECONDS", 20.0)
    monkeypatch.setattr(command_output, "STUCK_SECONDS", 3600.0)
    hangs = f"open({str(tmp_path / 'hangs')!r}, 'w').write(str(os.getpid())); time.sleep(3600)"
    install("paplay", f"import os\nwhile piece := sys.stdin.buffer.raw.read(4096):\n    if any(piece): {hangs}")
    tape = Tape()
    output = play(tape)
    tape.sounding = True
    wait_until(lambda: (tmp_path / "hangs").exists() and (tmp_path / "hangs").read_text())

    output.close()

    player = int((tmp_path / "hangs").read_text())
    wait_until(lambda: not lives(player))


def test_what_is_not_installed_is_said_with_the_mend(install: Install) -> None:
    with pytest.raises(PlayerError, match=r"^none of pw-play, paplay, aplay, ffplay is installed. apt install "):
        command_lines()
    install("aplay", "")

    with pytest.raises(PlayerError, match=r"^pw-play is not installed. apt install "):
        command_lines("pw-play")
    assert command_devices() == ["aplay"]


def test_the_choices_are_the_players_that_are_known() -> None:
    assert tuple(COMMANDS) == COMMAND_PLAYERS
