import shutil
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.players.sounds import Torn, noise
from tuimap.players import Clip, Manner, Mode
from tuimap.players import feeder as feeder_module
from tuimap.players.feeder import Feeder
from tuimap.players.mixer import Mixer
from tuimap.players.source import FileSource
from tuimap.players.voice import HELD_SECONDS, Voice

RATE = 48_000


@pytest.fixture
def mixer() -> Iterator[Mixer]:
    mixer = Mixer()
    mixer.set_rate(RATE)
    yield mixer
    mixer.stop()  # frees the feeders


def test_a_long_file_waits_for_the_device_a_second_ahead(
    mixer: Mixer, tmp_path: Path, wait_until: Callable[..., None]
) -> None:
    path = tmp_path / "long.wav"
    soundfile.write(path, np.full(RATE * 60, 0.5, np.float32), RATE)
    voice = Voice(FileSource(Clip(path)))
    mixer.start(voice)

    Feeder(mixer).feed(voice)

    limit = round(RATE * HELD_SECONDS)
    wait_until(lambda: voice.held >= limit)
    assert voice.held < limit + RATE / 10
    assert mixer.mix(RATE // 2)[100:].all()
    wait_until(lambda: voice.held >= limit)
    assert voice.held < limit + RATE / 10


def test_a_file_that_cannot_be_read_ends_with_its_problem(
    mixer: Mixer, tmp_path: Path, wait_until: Callable[..., None]
) -> None:
    voice = Voice(FileSource(Clip(tmp_path / "gone.wav")))
    Feeder(mixer).feed(voice)

    wait_until(lambda: voice.over)

    assert voice.problem == "gone.wav: cannot be opened: No such file or directory"


def test_whatever_a_decoder_raises_costs_one_clip(
    mixer: Mixer, sine: Callable[..., Path], wait_until: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    feeder, path = Feeder(mixer), sine()
    shutil.copy(path, path.with_name("odd.wav"))
    with monkeypatch.context() as broken:
        broken.setattr(feeder_module, "rendered", _fail)
        lost = Voice(FileSource(Clip(path.with_name("odd.wav"))))
        feeder.feed(lost)
        wait_until(lambda: lost.over)
    assert lost.problem == "odd.wav: what is this"

    voice = Voice(FileSource(Clip(path)))
    mixer.start(voice)
    feeder.feed(voice)
    wait_until(lambda: voice.held > 0)


def _fail(*_: object) -> None:
    raise RuntimeError("what is this")


def test_of_a_flood_of_clips_the_last_is_decoded(
    mixer: Mixer, sine: Callable[..., Path], wait_until: Callable[..., None]
) -> None:
    feeder = Feeder(mixer)
    path = sine(seconds=30)
    voices = [Voice(FileSource(Clip(path))) for _ in range(300)]
    for voice in voices:
        mixer.start(voice)
        feeder.feed(voice)

    wait_until(lambda: voices[-1].held >= RATE * HELD_SECONDS)
    assert sum(not voice.released for voice in voices) == 1


def taken(mixer: Mixer, voice: Voice, n_frames: int, wait_until: Callable[..., None]) -> np.ndarray:
    """Give the next frames, none of them too late."""
    wait_until(lambda: voice.held >= n_frames)
    return mixer.mix(n_frames)


@pytest.mark.parametrize("mode", ["loop", "grains"])
def test_a_loop_and_a_cloud_of_grains_go_on_until_they_are_stopped(
    mixer: Mixer, sine: Callable[..., Path], wait_until: Callable[..., None], mode: Mode
) -> None:
    voice = Voice(FileSource(Clip(sine(seconds=0.1))), Manner(mode))
    mixer.start(voice)
    Feeder(mixer).feed(voice)

    sound = np.concatenate([taken(mixer, voice, 4_800, wait_until) for _ in range(40)])
    mixer.stop()

    assert np.all([stretch.std() > 0.1 for stretch in np.split(sound, 80)])
    assert not mixer.mix(4_800)[240:].any()


def test_a_loop_over_a_file_without_sound_ends_and_says_so(
    mixer: Mixer, tmp_path: Path, wait_until: Callable[..., None]
) -> None:
    soundfile.write(tmp_path / "none.wav", np.zeros(0), RATE)
    voice = Voice(FileSource(Clip(tmp_path / "none.wav")), Manner("loop"))
    mixer.start(voice)
    Feeder(mixer).feed(voice)

    wait_until(lambda: voice.over)

    assert voice.problem == "none.wav: it holds no sound"


def test_a_damaged_file_loops_with_what_there_is_and_the_damage_is_told(
    mixer: Mixer, wait_until: Callable[..., None]
) -> None:
    source = FileSource(Clip(Path("/a/torn.wav")))
    source.open = lambda: nullcontext(Torn(noise(4_800), 48_000))  # type: ignore[method-assign]
    voice = Voice(source, Manner("loop"))
    mixer.start(voice)
    Feeder(mixer).feed(voice)

    sound = np.concatenate([taken(mixer, voice, 4_800, wait_until) for _ in range(8)])

    assert np.array_equal(sound[4_800:9_600], sound[33_600:])
    assert voice.problem == "torn.wav: torn"
    assert mixer.playing is voice
