import numpy as np
import pytest

from tests.players.sounds import RATE, a_sine, stereo
from tuimap.players.volume import RAMP_MS, Volume

RAMP = round(RATE * RAMP_MS / 1000)


def test_at_no_decibels_sound_is_left_as_it_is() -> None:
    sound = a_sine(440, 480)

    assert Volume().applied(sound, RATE, at_once=False) is sound


@pytest.mark.parametrize("n_frames", [1, 37, 480, 5000])
def test_a_turn_takes_as_long_whatever_the_device_asks_for(n_frames: int) -> None:
    volume = Volume()
    volume.turn(-20)
    ones = stereo(np.ones(n_frames))

    out = np.concatenate([volume.applied(ones, RATE, at_once=False) for _ in range(2 + 960 // n_frames)])[:, 0]

    assert out[0] == 1.0
    assert np.abs(np.diff(out)).max() < 1.01 * 0.9 / RAMP
    assert np.allclose(out[RAMP:], 0.1)


def test_a_turn_in_the_middle_of_another_goes_on_from_there() -> None:
    volume = Volume()
    ones = stereo(np.ones(100))
    volume.turn(-60)
    before = volume.applied(ones, RATE, at_once=False)[-1, 0]
    volume.turn(0)

    after = np.concatenate([volume.applied(ones, RATE, at_once=False) for _ in range(6)])[:, 0]

    assert abs(after[0] - before) < 0.01
    assert np.all(np.diff(after) >= 0)
    assert after[-1] == 1.0


def test_a_beginning_after_silence_has_the_volume_from_its_first_frame() -> None:
    volume = Volume()
    volume.turn(-20)

    assert np.allclose(volume.applied(stereo(np.ones(100)), RATE, at_once=True), 0.1)


def test_a_slip_of_the_finger_is_bounded() -> None:
    volume = Volume()
    volume.turn(1e9)

    assert np.isfinite(volume.applied(stereo(np.ones(1)), RATE, at_once=True)).all()
