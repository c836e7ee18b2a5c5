from __future__ import annotations

import socket

import pytest

from tuimap.doctor import sound
from tuimap.doctor.findings import Finding
from tuimap.osc.address import LOOPBACK
from tuimap.players.probing import Probed

PROBED = [
    Probed("miniaudio", "miniaudio found no output device (connect one)"),
    Probed("sounddevice", "", ("USB Audio\x1b", "HDMI")),
    Probed("simpleaudio", "it does not answer within 6 s: its sound server hangs"),
    Probed("command", ""),
]


@pytest.fixture(autouse=True)
def _probed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sound, "probe_all", lambda: iter(PROBED))
    monkeypatch.setattr(sound, "probe", lambda name: Probed(name, "there is no such device" if "nix" in name else ""))


def found(**environ: str) -> dict[str, Finding]:
    return {finding.name: finding for finding in sound.sound(environ).findings}


def test_each_back_end_works_with_its_devices_or_says_why_not() -> None:
    told = found()
    assert told["miniaudio"].told == "found no output device (connect one)"
    assert told["sounddevice"].told == "works: 'USB Audio\\x1b', 'HDMI'"
    assert told["simpleaudio"].told == "it does not answer within 6 s: its sound server hangs"
    assert told["command"].told == "works"


def test_of_many_devices_the_first_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sound, "probe_all", lambda: iter([Probed("miniaudio", "", tuple("abcdefghij"))]))
    assert found()["miniaudio"].told == "works: 'a', 'b', 'c', 'd', 'e', 'f' and 4 more"


@pytest.mark.parametrize(
    ("environ", "told"),
    [
        ({}, "sounddevice (--audio auto, the first that works)"),
        ({"TUIMAP_AUDIO": "auto"}, "sounddevice (TUIMAP_AUDIO=auto)"),
        ({"TUIMAP_AUDIO": "miniaudio:USB"}, "miniaudio:USB (TUIMAP_AUDIO=miniaudio:USB)"),
        ({"TUIMAP_AUDIO": "miniaudio:nix"}, "nothing is heard: there is no such device (TUIMAP_AUDIO=miniaudio:nix)"),
        ({"TUIMAP_AUDIO": "null"}, "null, so nothing is heard (TUIMAP_AUDIO=null)"),
    ],
)
def test_what_is_heard_by_is_told_and_why(environ: dict[str, str], told: str) -> None:
    assert found(**environ)["chosen"].told == told


def test_a_wrong_choice_in_the_environment_is_broken() -> None:
    assert found(TUIMAP_AUDIO="mini")["chosen"].broken
    assert found(TUIMAP_AUDIO="mini")["chosen"].told.startswith("TUIMAP_AUDIO: 'mini' is none of ")


def test_where_nothing_works_the_map_does_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sound, "probe_all", lambda: iter(PROBED[:1]))
    told = found()["chosen"]
    assert told.told == "nothing is heard (--audio auto, the first that works)"
    assert told.mend == "the map works all the same"
    assert not told.broken


def test_over_ssh_it_is_told_how_to_hear_where_one_sits() -> None:
    assert found(SSH_CONNECTION="1 2 3 4")["chosen"].mend == "to hear it where you sit, run tuimap listen there"


def test_whether_osc_can_be_listened_for_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind((LOOPBACK, 0))
        port = taken.getsockname()[1]
        monkeypatch.setattr(sound, "DEFAULT_PORT", port)
        assert f"port {port} is in use" in found()["OSC"].told
    assert found()["OSC"].told == f"--osc can listen at port {port}"
