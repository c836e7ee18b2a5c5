import subprocess
import sys
import time
from importlib import metadata

import numpy as np
import pytest

from tuimap.errors import PlayerError
from tuimap.players import simpleaudio_output
from tuimap.players.choice import TAKES
from tuimap.players.null_output import RATE, open_null
from tuimap.players.outputs import OUTPUTS
from tuimap.players.voice import Frames


def test_every_back_end_can_be_asked_for_and_null_is_the_last() -> None:
    assert list(OUTPUTS) == [name for name in TAKES if name not in ("auto", "tcp")]
    assert list(OUTPUTS)[-1] == "null"


def test_the_null_output_takes_frames_in_real_time() -> None:
    taken: list[int] = []

    def mix(n_frames: int) -> Frames:
        taken.append(n_frames)
        return np.zeros((n_frames, 2), np.float32)

    output = open_null(mix, "")
    begun = time.monotonic()
    time.sleep(0.5)
    output.close()
    seconds = time.monotonic() - begun

    assert 0.2 * seconds < sum(taken) / RATE < seconds + 0.1
    assert output.failure() == ""


def test_the_screen_loads_no_decoder_no_back_end_and_no_numpy_for_its_player() -> None:
    heavy = {"numpy", "soundfile", "soxr", "miniaudio", "sounddevice", "simpleaudio", "jax", "scipy"}
    code = f"import sys, tuimap.players.process; print(sorted({heavy!r} & set(sys.modules)))"

    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert shown.stdout.strip() == "[]"


def test_the_original_simpleaudio_is_refused_where_it_crashes(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("simpleaudio", reason="simpleaudio is not installed")
    monkeypatch.setattr(simpleaudio_output, "_crashes", lambda: True)

    with pytest.raises(PlayerError, match="pip install simpleaudio-patched"):
        simpleaudio_output.open_simpleaudio(lambda n_frames: np.zeros((n_frames, 2), np.float32), "")


@pytest.mark.parametrize(
    ("version", "malloc", "patched", "crashes"),
    [
        ((3, 11), "", False, False),
        ((3, 12), "", False, True),
        ((3, 13), "malloc", False, False),
        ((3, 13), "", True, False),
    ],
)
def test_simpleaudio_crashes_from_3_12_on_unless_patched_or_with_malloc(
    monkeypatch: pytest.MonkeyPatch, version: tuple[int, int], malloc: str, patched: bool, crashes: bool
) -> None:
    monkeypatch.setattr(simpleaudio_output.sys, "version_info", version)
    monkeypatch.setattr(metadata, "distributions", lambda name: [name] if patched else [])
    monkeypatch.setenv("PYTHONMALLOC", malloc)

    assert simpleaudio_output._crashes() is crashes


@pytest.mark.parametrize(
    ("name", "mend"),
    [
        ("miniaudio", "pip install miniaudio"),
        ("sounddevice", "pip install 'tuimap[sounddevice]'"),
        ("simpleaudio", "pip install 'tuimap[simpleaudio]'"),
    ],
)
def test_a_back_end_that_is_not_installed_says_how_to_get_it(
    name: str, mend: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, name, None)

    with pytest.raises(PlayerError) as caught:
        OUTPUTS[name](lambda n_frames: np.zeros((n_frames, 2), np.float32), "")

    assert str(caught.value) == f"{name} is not installed. {mend}"
