from pathlib import Path

import numpy as np
import pytest

from tuimap.players import AS_IT_IS, Clip, Manner
from tuimap.players.mixer import CROSSING_MS, FADE_MS, Mixer
from tuimap.players.source import FileSource
from tuimap.players.voice import Frames, Voice

RATE = 48_000
FADE = round(RATE * FADE_MS / 1000)
CROSSING = round(RATE * CROSSING_MS / 1000)
GRAINS = Manner("grains")
SOURCE = FileSource(Clip(Path("/a.wav")))


def sine(hertz: float, n_frames: int, level: float = 0.5) -> Frames:
    wave = level * np.sin(2 * np.pi * hertz * np.arange(n_frames) / RATE)
    return np.repeat(wave[:, None], 2, axis=1).astype(np.float32)


def constant(value: float, n_frames: int) -> Frames:
    return np.full((n_frames, 2), value, np.float32)


def sounding(mixer: Mixer, frames: Frames, manner: Manner = AS_IT_IS) -> Voice:
    voice = Voice(SOURCE, manner)
    assert voice.push(frames, 10**9)
    voice.end()
    mixer.start(voice)
    return voice


@pytest.fixture
def mixer() -> Mixer:
    mixer = Mixer()
    mixer.set_rate(RATE)
    return mixer


def test_without_a_clip_there_is_silence(mixer: Mixer) -> None:
    assert not mixer.mix(100).any()
    assert mixer.mix(0).shape == (0, 2)


@pytest.mark.parametrize("n_frames", [1, 37, 480, 5000])
def test_a_clip_comes_out_as_it_is_whatever_the_device_asks_for(mixer: Mixer, n_frames: int) -> None:
    source = sine(440, 4800)
    voice = Voice(SOURCE)
    for block in np.split(source, [100, 101, 3000]):
        voice.push(block, 10**9)
    voice.end()
    mixer.start(voice)

    out = np.concatenate([mixer.mix(n_frames) for _ in range(4800 // n_frames + 2)])

    assert np.array_equal(out[:4800], source)
    assert not out[4800:].any()
    assert mixer.playing is None
    assert mixer.started == 1


def test_a_cut_fades_within_five_milliseconds_and_without_a_jump(mixer: Mixer) -> None:
    source = sine(110, RATE)
    sounding(mixer, source)
    before = mixer.mix(1200)
    mixer.stop()
    after = mixer.mix(1200)

    steepest = 2 * np.pi * 110 / RATE * 0.5 + 0.5 * np.pi / 2 / FADE
    assert after[: FADE - 1].any()
    assert not after[FADE:].any()
    assert np.abs(np.diff(np.concatenate([before, after]), axis=0)).max() < 1.01 * steepest
    assert mixer.playing is None


def test_a_fade_goes_on_over_small_requests(mixer: Mixer) -> None:
    sounding(mixer, constant(0.8, RATE))
    mixer.mix(10)
    mixer.stop()

    out = np.concatenate([mixer.mix(7) for _ in range(60)])[:, 0]

    assert np.all(np.diff(out) <= 0)
    assert not out[FADE:].any()


def test_the_newest_clip_wins_and_is_heard_from_its_first_frame(mixer: Mixer) -> None:
    sounding(mixer, constant(0.25, RATE))
    mixer.mix(480)
    newest = sounding(mixer, constant(0.5, RATE))

    out = mixer.mix(480)

    assert 0.5 < out[0, 0] < 0.76
    assert np.array_equal(out[FADE:], constant(0.5, 480 - FADE))
    assert mixer.playing is newest
    assert mixer.started == 2


def test_of_a_flood_of_clips_only_the_last_sounds(mixer: Mixer) -> None:
    for _ in range(500):
        sounding(mixer, constant(0.5, 480))

    assert np.array_equal(mixer.mix(480), constant(0.5, 480))
    assert mixer.started == 1


def test_the_sum_stays_within_full_scale_and_what_is_too_loud_is_no_square(mixer: Mixer) -> None:
    sounding(mixer, sine(440, RATE, level=0.9))
    mixer.set_volume(6)

    out = np.concatenate([mixer.mix(480) for _ in range(50)])[:, 0]

    assert np.abs(out).max() <= 1.0
    assert np.mean(np.abs(out) > 0.999) < 0.05  # clipped off it would be every third


def test_grains_die_away_slowly_when_other_grains_come(mixer: Mixer) -> None:
    sounding(mixer, constant(0.25, RATE), GRAINS)
    mixer.mix(480)
    sounding(mixer, constant(0.5, RATE), GRAINS)

    out = np.concatenate([mixer.mix(480) for _ in range(50)])[:, 0]

    assert out[0] > 0.74
    assert np.all(np.diff(out) <= 0)
    assert out[CROSSING // 2] > 0.6
    assert np.all(out[CROSSING:] == 0.5)


@pytest.mark.parametrize("manner", [AS_IT_IS, GRAINS])
def test_a_stop_is_silence_within_a_short_fade_also_while_grains_die_away(mixer: Mixer, manner: Manner) -> None:
    for _ in range(5):
        sounding(mixer, constant(0.15, RATE), manner)
        mixer.mix(480)
    mixer.stop()

    out = mixer.mix(480)[:, 0]

    assert np.abs(np.diff(out)).max() < 0.02
    assert not out[FADE:].any()


def test_a_sound_of_which_little_is_there_yet_fades_within_that(mixer: Mixer) -> None:
    voice = Voice(SOURCE)
    mixer.start(voice)
    voice.push(constant(0.5, 600), 10**9)
    mixer.mix(480)
    mixer.stop()

    out = mixer.mix(480)[:, 0]

    assert np.abs(np.diff(out)).max() < 0.01
    assert out[119] == 0.0


def test_the_first_sound_has_the_volume_from_its_first_frame(mixer: Mixer) -> None:
    mixer.mix(480)
    mixer.set_volume(-20)
    sounding(mixer, constant(0.5, RATE))

    assert np.allclose(mixer.mix(480), constant(0.05, 480))


def test_the_volume_changes_what_sounds_already_and_without_a_jump(mixer: Mixer) -> None:
    sounding(mixer, constant(0.5, RATE))
    mixer.mix(480)

    mixer.set_volume(-20)
    turning, turned = mixer.mix(480)[:, 0], mixer.mix(480)

    assert np.abs(np.diff(turning)).max() < 0.001
    assert turning[0] == 0.5
    assert np.allclose(turned, constant(0.05, 480))


def test_late_blocks_are_waited_for_and_nothing_is_lost(mixer: Mixer) -> None:
    voice = Voice(SOURCE)
    mixer.start(voice)
    assert not mixer.mix(480).any()
    assert mixer.playing is None

    voice.push(constant(0.5, 100), 1000)

    assert np.count_nonzero(mixer.mix(480)[:, 0]) == 100
    assert mixer.playing is voice


def test_a_clip_asked_for_before_the_device_is_open_is_heard_later() -> None:
    mixer = Mixer()
    voice = sounding(mixer, constant(0.5, 480))
    mixer.set_rate(RATE)

    assert mixer.mix(480).all()
    assert not voice.released


def test_a_device_with_another_rate_ends_what_sounds(mixer: Mixer) -> None:
    voice = sounding(mixer, constant(0.5, RATE))
    mixer.mix(10)

    mixer.set_rate(44_100)

    assert voice.released
    assert not voice.push(constant(0.5, 10), 1000)


def test_what_is_to_begin_anew_gives_way_to_what_was_asked_for_since(mixer: Mixer) -> None:
    first = sounding(mixer, sine(440, 48_000))
    newer = sounding(mixer, sine(880, 48_000))
    anew = Voice(SOURCE)

    mixer.start(anew, instead_of=first)

    assert mixer.newest is newer
    assert anew.released


def test_beginning_and_end_are_told() -> None:
    told: list[int] = []
    mixer = Mixer(lambda: told.append(mixer.started))
    mixer.set_rate(RATE)
    sounding(mixer, constant(0.5, 960))

    for _ in range(5):
        mixer.mix(480)

    assert told == [1, 1]


def test_what_fades_out_is_given_apart_from_what_goes_on(mixer: Mixer) -> None:
    sounding(mixer, constant(0.5, 4800))
    mixer.mix(100)
    sounding(mixer, constant(0.25, 4800))

    endings = mixer.endings()

    assert endings.shape == (FADE, 2)
    assert (np.diff(endings[:, 0]) < 0).all()
    assert np.array_equal(mixer.mix(100), constant(0.25, 100))
    assert mixer.endings().shape == (0, 2)
