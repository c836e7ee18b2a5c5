import shutil
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.players.sounds import first_of, nothing_told
from tuimap.errors import DecodeError
from tuimap.players import Clip, Manner, Mode
from tuimap.players.converted_sound import converted_sound
from tuimap.players.rendering import rendered
from tuimap.players.source import FileSource

pytestmark = pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="needs ffmpeg")

RATE = 44_100


@pytest.fixture
def m4a(tmp_path: Path) -> Callable[[float], Path]:
    """Make a file in which each second has another pitch."""

    def make(seconds: float) -> Path:
        wave = np.concatenate(
            [0.3 * np.sin(2 * np.pi * 300 * (second + 1) * np.arange(RATE) / RATE) for second in range(int(seconds))]
        )
        soundfile.write(tmp_path / "source.wav", wave, RATE)
        path = tmp_path / "a.m4a"
        subprocess.run(["ffmpeg", "-v", "error", "-i", tmp_path / "source.wav", path], check=True)
        return path

    return make


def pitch(sound: np.ndarray) -> float:
    spectrum = np.abs(np.fft.rfft(sound[:, 0] * np.hanning(len(sound))))
    return float(np.argmax(spectrum) * RATE / len(sound))


def test_a_stretch_is_read_from_anywhere_and_again(m4a: Callable[[float], Path]) -> None:
    with converted_sound(Clip(m4a(8), 2.0, 4.0)) as sound:
        whole = np.concatenate(list(sound.blocks()))

        assert sound.rate == RATE
        assert sound.n_frames == len(whole) == 4 * RATE
        assert np.array_equal(np.concatenate(list(sound.blocks(1000))), whole[1000:])
        assert np.array_equal(sound.read(3 * RATE, 9 * RATE), whole[3 * RATE :])
        assert abs(pitch(sound.read(int(1.1 * RATE), RATE // 2)) - 1200) < 5


def test_it_is_heard_before_it_is_converted(m4a: Callable[[float], Path], wait_until: Callable[..., None]) -> None:
    threads = threading.active_count()
    with converted_sound(Clip(m4a(110))) as sound:
        assert len(next(sound.blocks())) > 0
        assert sound.n_frames is None
    wait_until(lambda: threading.active_count() <= threads)


@pytest.mark.parametrize("mode", ["shot", "loop", "grains"])
def test_it_is_heard_in_every_manner(m4a: Callable[[float], Path], mode: Mode) -> None:
    with FileSource(Clip(m4a(3))).open() as opened:
        out = first_of(rendered(opened, Manner(mode, reverse=True, from_onset=True), RATE, nothing_told), RATE)

    assert abs(pitch(out[: RATE // 2]) - 900) < 5


def test_what_ffmpeg_cannot_read_is_named(tmp_path: Path) -> None:
    path = tmp_path / "noise.m4a"
    path.write_bytes(b"no sound at all" * 99)

    with pytest.raises(DecodeError, match=r"^noise\.m4a: ffmpeg cannot read it"), converted_sound(Clip(path)):
        pass


def test_a_stretch_without_length_is_short(m4a: Callable[[float], Path]) -> None:
    with converted_sound(Clip(m4a(2), 1.0, 0.0)) as sound:
        assert 0 < sum(map(len, sound.blocks())) < RATE / 20
