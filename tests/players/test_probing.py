from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tuimap.players.outputs import OUTPUTS
from tuimap.players.probing import PROBED, Probed, probe, probe_all


def test_every_back_end_is_tried_in_the_order_of_auto() -> None:
    assert list(PROBED) == [name for name in OUTPUTS if name != "null"]


def test_a_back_end_that_works_gives_no_reason() -> None:
    assert list(probe_all(["null"])) == [Probed("null", "")]


@pytest.mark.skipif(sys.platform != "linux", reason="devices are hidden by the environment")
@pytest.mark.usefixtures("no_device")
def test_one_that_does_not_work_says_why_and_how_to_mend_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("miniaudio", reason="miniaudio is not installed")
    monkeypatch.setenv("PATH", str(tmp_path))

    assert probe("miniaudio").reason == "miniaudio found no output device (connect one or set PULSE_SERVER)"
    assert probe("miniaudio:Scarlett").reason == ("miniaudio has no device named like 'Scarlett' (it has none at all)")
    assert probe("command").reason.startswith("none of pw-play, paplay, aplay, ffplay is installed (apt install ")


def test_one_that_hangs_or_crashes_is_told_and_harms_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tuimap.players.probing.child_command", lambda _: [sys.executable, "-c", "input()\nexit(3)"])
    crashed = probe("miniaudio")
    monkeypatch.setattr(
        "tuimap.players.probing.child_command", lambda _: [sys.executable, "-c", "import time; time.sleep(60)"]
    )

    hung = probe("miniaudio", seconds=0.2)

    assert crashed.reason == "it crashes (exit code 1)"
    assert hung.reason == "it does not answer within 0.2 s: its sound server hangs"
