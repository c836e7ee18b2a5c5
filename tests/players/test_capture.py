"""What really leaves through a sound server, recorded and compared with what was sent.

On a machine that is to hear it (TUIMAP_CAPTURE=1) a missing server or back end is a failure.
"""

from __future__ import annotations

import functools
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from likeness import Likeness, likeness, write_noise
from sound_server import RATE, Recorder, sound_server

from tuimap.players import Clip, Manner
from tuimap.players.process import AudioProcess

pytestmark = pytest.mark.skipif(
    "TUIMAP_CAPTURE" not in os.environ,
    reason="what is played is recorded where PulseAudio and all back ends are: set TUIMAP_CAPTURE=1",
)

BACKENDS = ("miniaudio", "sounddevice", "simpleaudio", "command:paplay", "command:aplay")

ATTEMPTS = 3
"""What is wrong with the player is wrong every time."""

Open = Callable[[str], AudioProcess]


def undisturbed(test: Callable[..., None]) -> Callable[..., None]:
    """Run a test again where it fails: a busy machine is late with a block now and then."""

    @functools.wraps(test)
    def attempted(**given: object) -> None:
        for _ in range(ATTEMPTS - 1):
            with suppress(AssertionError):
                return test(**given)
        return test(**given)

    return attempted


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with sound_server() as address:
        yield address


@pytest.fixture
def recorder(server: str) -> Iterator[Recorder]:
    with Recorder(server) as recorder:
        yield recorder


@pytest.fixture
def player_of(
    server: str, start: Callable[..., AudioProcess], wait_until: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> Open:
    """Give a player that sounds through a back end, and through no other."""
    monkeypatch.setenv("PULSE_SERVER", server)

    def ready(backend: str) -> AudioProcess:
        player = start(backend)
        wait_until(lambda: player.status().backend)
        assert (player.status().backend, player.status().problem) == (backend.partition(":")[0], "")
        return player

    return ready


def faults(heard: Likeness) -> list[str]:
    """Say what is wrong with what was heard, but for its length and place."""
    wrong = {
        f"correlation {heard.correlation:.4f}": heard.correlation < 0.999,
        f"{heard.gaps} gaps": heard.gaps > 0,
        f"a click {heard.click:.0f} times as sharp as the sound": heard.click > 2,
    }
    return [what for what, is_wrong in wrong.items() if is_wrong]


@pytest.mark.parametrize("backend", BACKENDS)
@undisturbed
def test_what_is_heard_is_the_file_and_a_stop_is_silence(
    backend: str, player_of: Open, recorder: Recorder, tmp_path: Path
) -> None:
    sent = write_noise(tmp_path / "noise.wav", 30)
    player = player_of(backend)
    asked = time.monotonic()

    player.play(Clip(tmp_path / "noise.wav"))
    recorder.sound(asked, lasting=0.6)
    player.stop()
    recorder.silence(asked, lasting=0.3)

    heard = likeness(recorder.samples(asked), sent)
    assert faults(heard) == []
    assert 0.5 < heard.seconds < 10
    assert abs(heard.place) < 0.01
    assert not recorder.samples(asked)[-RATE // 5 :].any()


@pytest.mark.parametrize("backend", BACKENDS)
@undisturbed
def test_a_short_clip_is_heard_from_its_beginning_to_its_end(
    backend: str, player_of: Open, recorder: Recorder, tmp_path: Path
) -> None:
    sent = write_noise(tmp_path / "noise.wav", 30)
    player = player_of(backend)
    asked = time.monotonic()

    player.play(Clip(tmp_path / "noise.wav", start=5.0, duration=0.25))
    recorder.sound(asked)
    recorder.silence(asked, lasting=0.3)

    heard = likeness(recorder.samples(asked), sent)
    assert faults(heard) == []
    assert heard.seconds == pytest.approx(0.25, abs=0.01)
    assert heard.place == pytest.approx(5.0, abs=0.005)


@undisturbed
def test_a_loop_is_heard_on_and_on_without_a_seam_and_another_takes_over(
    player_of: Open, recorder: Recorder, tmp_path: Path
) -> None:
    one, other = (write_noise(tmp_path / f"{seconds}.wav", seconds) for seconds in (0.3, 0.2))
    player = player_of("miniaudio")
    asked = time.monotonic()

    player.play(Clip(tmp_path / "0.3.wav"), Manner("loop"))
    recorder.sound(asked, lasting=1.2)
    player.play(Clip(tmp_path / "0.2.wav"), Manner("loop"))
    recorder.sound(asked, lasting=2.4)
    player.stop()
    recorder.silence(asked, lasting=0.3)

    samples = recorder.samples(asked)
    sounding = samples[np.flatnonzero(samples)[0] :]
    assert faults(likeness(sounding[:RATE], np.tile(one, 9))) == []
    ending = sounding[: np.flatnonzero(sounding)[-1] + 1][-RATE // 2 :]
    assert faults(likeness(np.concatenate([ending, np.zeros(RATE // 5)]), np.tile(other, 9))) == []


@pytest.mark.parametrize("backend", BACKENDS)
@undisturbed
def test_a_busy_screen_makes_no_gaps(backend: str, player_of: Open, recorder: Recorder, tmp_path: Path) -> None:
    sent = write_noise(tmp_path / "noise.wav", 30)
    player = player_of(backend)
    asked = time.monotonic()

    player.play(Clip(tmp_path / "noise.wav"))
    recorder.sound(asked)
    sum(range(50_000_000))  # no other thread runs meanwhile
    player.stop()
    recorder.silence(asked, lasting=0.3)

    assert faults(likeness(recorder.samples(asked), sent)) == []


@pytest.mark.parametrize("backend", BACKENDS)
@undisturbed
def test_after_the_child_is_killed_in_the_middle_of_a_sound_the_next_one_is_heard(
    backend: str, player_of: Open, recorder: Recorder, tmp_path: Path
) -> None:
    sent = write_noise(tmp_path / "noise.wav", 30)
    player = player_of(backend)
    asked = time.monotonic()
    player.play(Clip(tmp_path / "noise.wav"))
    recorder.sound(asked)
    assert player.pid is not None

    os.kill(player.pid, signal.SIGKILL)
    recorder.silence(time.monotonic())
    again = time.monotonic()
    player.play(Clip(tmp_path / "noise.wav", start=3.0))
    recorder.sound(again, lasting=0.3)
    player.stop()
    recorder.silence(again)

    heard = likeness(recorder.samples(again), sent)
    assert faults(heard) == []
    assert heard.place == pytest.approx(3.0, abs=0.005)
    assert player.status().problem == ""


@pytest.mark.usefixtures("no_device")
def test_what_sound_libraries_print_does_not_reach_the_terminal() -> None:
    library = "import simpleaudio; simpleaudio.play_buffer(bytes(4), 2, 2, 48_000)"
    screen = (
        "import time; from tuimap.players.process import open_player; player = open_player()\n"
        "while not player.status().backend: time.sleep(0.01)\n"
        "player.close()"
    )

    said = [
        subprocess.run([sys.executable, "-c", code], stdin=subprocess.DEVNULL, capture_output=True, check=False)
        for code in (library, screen)
    ]

    assert b"ALSA lib" in said[0].stderr
    assert (said[1].returncode, said[1].stdout, said[1].stderr) == (0, b"", b"")
