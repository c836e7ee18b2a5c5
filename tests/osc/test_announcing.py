from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from osc_programs import LOOPBACK, free_port, program, until
from ui_fakes import RecordingPlayer

from tuimap.errors import SetupError
from tuimap.osc.announcing import AnnouncingPlayer
from tuimap.osc.ends import open_ends
from tuimap.osc.placed import Placed
from tuimap.players import Clip, Manner
from tuimap.sound import Sound
from tuimap.sounds import Sounds

CLIP = Clip(Path("/s/a.wav"), 0.0, 0.5)


def placed() -> Placed:
    return Placed(
        Path("/s"), Sounds([Sound("a.wav", 0.0, 0.5, 44_100, 1, "WAV", -3.0, b"")]), np.ones((1, 2), np.float32)
    )


def test_everything_goes_on_to_the_player_and_what_is_heard_to_the_other_program() -> None:
    inner = RecordingPlayer()
    with program() as other:
        ends = open_ends((LOOPBACK, other.port), free_port())
        player = AnnouncingPlayer(inner, ends)
        player.play(CLIP)  # before there is a map
        ends.begin(placed, lambda: None)
        player.play(CLIP, Manner("loop", gain_db=-3.0))
        player.set_volume(-6.0)
        player.expect([CLIP])
        player.stop()
        until(lambda: len(other.heard) == 2)
        player.close()
        until(lambda: len(other.heard) == 3)
        player.close()
    assert other.heard == [("/tuimap/play", "/s/a.wav", 0.0, 0.5, 1.0, 1.0), ("/tuimap/stop",), ("/tuimap/stop",)]
    assert (inner.played, inner.manners[-1].mode, inner.volumes) == ([CLIP, CLIP], "loop", [-6.0])
    assert (inner.expected, inner.stops, inner.closed) == ([CLIP], 1, True)


def test_why_osc_does_not_get_through_is_told_where_sound_does() -> None:
    taken = free_port()
    first, second = open_ends(None, taken), open_ends(None, taken)
    inner = RecordingPlayer()
    player = AnnouncingPlayer(inner, second)
    player.play(CLIP)
    assert player.status().problem.startswith(f"OSC cannot move the map: port {taken} is in use")
    assert (player.status().playing, player.status().started) == (CLIP.path, 1)
    inner.problem = "no sound: no card"
    assert player.status().problem == "no sound: no card"
    player.close()
    first.close()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "0.0.0.0"])
def test_who_would_answer_itself_is_refused(host: str) -> None:
    port = free_port()
    with pytest.raises(SetupError, match="would answer itself for ever"):
        open_ends((host, port), port)


def test_where_osc_goes_and_comes_in_is_told() -> None:
    port = free_port()
    both = open_ends((LOOPBACK, 9), port)
    assert both.told == f"OSC goes to 127.0.0.1:9, and comes in at 127.0.0.1:{port}"
    deaf, ear = open_ends((LOOPBACK, 9), port), None
    assert deaf.told == "OSC goes to 127.0.0.1:9"
    both.close()
    deaf.close()
    ear = open_ends(None, port)
    assert ear.told == f"OSC comes in at 127.0.0.1:{port}"
    ear.close()
