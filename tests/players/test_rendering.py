from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.players.sounds import RATE, Piped, Torn, a_sine, first_of, noise, nothing_told, stereo
from tuimap.errors import DecodeError
from tuimap.players import Clip, Manner
from tuimap.players.held import Held
from tuimap.players.rendering import rendered
from tuimap.players.source import FileSource
from tuimap.players.voice import Frames

manners = st.builds(
    Manner,
    mode=st.sampled_from(["shot", "loop", "grains"]),
    speed=st.sampled_from([0.5, 1.0, 2.0]),
    reverse=st.booleans(),
    from_onset=st.booleans(),
    gain_db=st.sampled_from([-12.0, 0.0, 12.0]),
)


def heard(sound: Held, manner: Manner, n_frames: int = 10**9, rate: int = RATE) -> Frames:
    return first_of(rendered(sound, manner, rate, nothing_told), n_frames)


@settings(max_examples=60)
@given(st.integers(1, 20_000), st.sampled_from([1_000, 8_000, 44_100, 48_000, 192_000]), manners)
def test_any_sound_in_any_manner_is_heard_within_full_scale(n_frames: int, rate: int, manner: Manner) -> None:
    out = heard(Held(noise(n_frames, 0.5), rate), manner, RATE)

    assert np.isfinite(out).all()
    assert np.abs(out).max() <= 1.0
    if manner.mode != "shot":
        assert len(out) == RATE
    elif not manner.from_onset:
        assert abs(len(out) - min(RATE, n_frames * RATE / rate / manner.speed)) <= 2


def test_a_shot_at_the_rate_of_the_device_is_the_file_itself(tmp_path: Path) -> None:
    sound = a_sine(440, RATE)
    sound[-240:] = 0
    soundfile.write(tmp_path / "a.wav", sound, RATE, subtype="FLOAT")

    with FileSource(Clip(tmp_path / "a.wav")).open() as opened:
        assert np.array_equal(first_of(rendered(opened, Manner(), RATE, nothing_told), 2 * RATE), sound)


@pytest.mark.parametrize(("speed", "hertz"), [(0.5, 220), (1.0, 440), (2.0, 880)])
def test_speed_takes_the_pitch_along_as_on_a_tape(speed: float, hertz: float) -> None:
    out = heard(Held(a_sine(440, RATE), RATE), Manner(speed=speed))
    inside = slice(2000, 20_000)

    ideal = a_sine(hertz, len(out))
    assert abs(len(out) - RATE / speed) <= 2
    assert np.corrcoef(out[inside, 0], ideal[inside, 0])[0, 1] > 0.9999


def test_reverse_is_the_sound_from_its_end() -> None:
    sound = noise(RATE, 0.1)
    sound[:240] = sound[-240:] = 0

    assert np.array_equal(heard(Held(sound, RATE), Manner(reverse=True)), sound[::-1])


def test_a_reversed_sound_from_its_onset_begins_with_its_end() -> None:
    sound = np.concatenate([noise(RATE // 2), np.zeros((RATE, 2), np.float32)])

    out = heard(Held(sound, RATE), Manner(reverse=True, from_onset=True))

    assert abs(len(out) - RATE // 2) < RATE // 200


@pytest.mark.parametrize(("rate", "speed"), [(48_000, 1.0), (44_100, 1.0), (44_100, 0.5), (11_025, 2.0)])
def test_a_loop_keeps_time_over_many_passes(rate: int, speed: float) -> None:
    n_frames = 10_007
    click = np.zeros(n_frames)
    click[500] = 0.9

    out = heard(Held(stereo(click), rate), Manner("loop", speed), 40 * RATE)[:, 0]

    passes = round(30 * rate * speed / n_frames)
    there = (500 + passes * n_frames) * RATE / rate / speed
    near = slice(round(there) - 50, round(there) + 50)
    assert abs(np.argmax(out[near]) - 50) <= 1
    assert out[near].max() > 0.15


def test_a_region_of_a_file_loops(tmp_path: Path) -> None:
    sound = noise(RATE)
    soundfile.write(tmp_path / "a.wav", sound, RATE, subtype="FLOAT")

    with FileSource(Clip(tmp_path / "a.wav", 0.25, 0.1)).open() as opened:
        out = first_of(rendered(opened, Manner("loop"), RATE, nothing_told), 9_600)

    assert np.array_equal(out[4_800:9_300], sound[12_000:16_500])


@pytest.mark.parametrize("duration", [0.0, -1.0, 1e-9])
@pytest.mark.parametrize("start", [0.0, 0.5, 99.0])
@pytest.mark.parametrize("mode", ["shot", "loop", "grains"])
def test_a_region_without_length_or_beyond_the_end_is_one_frame(
    sine: Callable[..., Path], mode: str, start: float, duration: float
) -> None:
    manner = Manner(mode)  # type: ignore[arg-type]
    with FileSource(Clip(sine(), start, duration)).open() as opened:
        assert opened.n_frames == 1
        out = first_of(rendered(opened, manner, RATE, nothing_told), 480)
    assert len(out) in ((1, 2) if mode == "shot" else (480,))


@pytest.mark.parametrize("mode", ["shot", "loop", "grains"])
def test_gain_pushes_up_to_full_scale_and_not_beyond(mode: str) -> None:
    out = heard(Held(noise(RATE, 0.1), RATE), Manner(mode, gain_db=24), RATE)  # type: ignore[arg-type]

    assert 0.9 < np.abs(out).max() <= 1.0
    assert np.mean(np.abs(out) > 0.999) < 0.005  # clipped off it would be half


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, 1e30])
@pytest.mark.parametrize("channels", [1, 2, 3, 5, 8])
def test_what_is_no_number_in_a_file_does_not_reach_the_device(
    tmp_path: Path, render: Callable[..., Iterator[Frames]], value: float, channels: int
) -> None:
    sound = np.full((4_410, channels), 0.1, np.float32)
    sound[::7] = value
    soundfile.write(tmp_path / "a.wav", sound, 44_100, subtype="FLOAT")

    for manner in (Manner(), Manner("loop", reverse=True), Manner("grains", from_onset=True)):
        out = first_of(render(Clip(tmp_path / "a.wav"), RATE, manner), 4_000)
        assert np.isfinite(out).all()
        assert np.abs(out).max() <= 1.0


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(kept=st.floats(0, 1), suffix=st.sampled_from(["wav", "flac", "ogg", "mp3", "aiff"]), manner=manners)
def test_of_a_file_cut_anywhere_what_is_there_is_heard_or_the_reason_is_told(
    tmp_path: Path, render: Callable[..., Iterator[Frames]], kept: float, suffix: str, manner: Manner
) -> None:
    whole, cut = tmp_path / f"whole.{suffix}", tmp_path / f"cut.{suffix}"
    if not whole.exists():
        soundfile.write(whole, noise(44_100), 44_100)
    content = whole.read_bytes()
    cut.write_bytes(content[: round(kept * len(content))])

    told = ""
    out = noise(0)
    try:
        out = first_of(render(Clip(cut), RATE, manner), RATE // 2)
    except DecodeError as error:
        told = str(error)

    assert len(out) or told
    assert np.isfinite(out).all()


@pytest.mark.parametrize("mode", ["shot", "loop", "grains"])
def test_damage_is_told_and_what_came_before_is_heard(mode: str) -> None:
    told: list[DecodeError] = []
    torn = Torn(noise(RATE), RATE + 1)

    out = first_of(rendered(torn, Manner(mode), RATE, told.append), RATE)  # type: ignore[arg-type]

    assert len(out) == RATE
    assert [error.message for error in told] in ([], ["torn"])


@pytest.mark.parametrize("mode", ["shot", "loop", "grains"])
@pytest.mark.parametrize("reverse", [False, True])
def test_a_sound_without_any_frame_is_refused(mode: str, reverse: bool) -> None:
    with pytest.raises(DecodeError, match="it holds no sound"):
        heard(Held(noise(0), RATE), Manner(mode, reverse=reverse))  # type: ignore[arg-type]


@pytest.mark.parametrize("mode", ["shot", "loop", "grains"])
@pytest.mark.parametrize("reverse", [False, True])
def test_a_sound_of_unknown_length_is_heard_in_every_manner(mode: str, reverse: bool) -> None:
    manner = Manner(mode, reverse=reverse, from_onset=True)  # type: ignore[arg-type]

    assert first_of(rendered(Piped(noise(RATE), RATE), manner, RATE, nothing_told), RATE // 2).any()


@pytest.mark.parametrize("speed", [0.0, -1.0, float("nan"), float("inf")])
@pytest.mark.parametrize("mode", ["shot", "loop", "grains"])
def test_an_impossible_speed_is_bounded(mode: str, speed: float) -> None:
    assert len(heard(Held(noise(RATE), RATE), Manner(mode, speed), 4_800)) == 4_800  # type: ignore[arg-type]
