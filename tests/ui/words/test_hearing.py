"""How one listens, in words that fit."""

from __future__ import annotations

import pytest

from tuimap.players import PlayerStatus
from tuimap.sound import SoundKey
from tuimap.ui.charset import ASCII
from tuimap.ui.line import width_of
from tuimap.ui.listening import CHOICES, MUTED_DB, Changeable, Listening
from tuimap.ui.passage import Passage
from tuimap.ui.words.hearing import changed, hearing_line, hearing_lines, passage_text, volume_text

UNUSUAL = Listening("loop", "off", 6.0, -6.0, 0.5, matched=True)
PLAYS = PlayerStatus("miniaudio", place="studio-1")


def told(listening: Listening, room: int = 200, audio: PlayerStatus = PLAYS, host: str = "") -> str:
    line = hearing_line(hearing_lines(listening, audio, None, host, ASCII), room)
    assert width_of(line) <= max(room, 0)
    return "".join(text for text, _ in line)


def test_back_end_and_volume_are_told_and_beyond_them_what_is_not_ordinary() -> None:
    assert told(Listening()) == "studio-1: miniaudio  vol 0 dB"
    assert told(UNUSUAL) == "studio-1: miniaudio  loop  half  matched  auto off  vol -6 dB"


@pytest.mark.parametrize(
    ("room", "words"),
    [
        (60, "loop  half  matched  auto off  vol -6 dB"),
        (39, "loop  half  matched  auto off"),
        (20, "loop  half  matched"),
        (7, "loop"),
        (3, ""),
        (-5, ""),
    ],
)
def test_with_less_room_the_back_end_goes_first_and_then_what_stands_last(room: int, words: str) -> None:
    assert told(UNUSUAL, room) == words


def test_an_ordinary_volume_takes_no_room_from_anything_else() -> None:
    assert told(Listening(), 10) == "vol 0 dB"
    assert told(Listening(), 5) == ""
    assert told(Listening("grains"), 10) == "grains"


def test_the_machine_is_that_of_the_listener_or_the_one_where_the_sounds_are() -> None:
    here = PlayerStatus("simpleaudio")
    assert told(Listening(), audio=here, host="studio-1").startswith("studio-1: simpleaudio")
    assert told(Listening(), host="studio-2").startswith("studio-1: miniaudio")
    assert told(Listening(), audio=here).startswith("simpleaudio")
    assert told(Listening(), audio=PlayerStatus("")) == "vol 0 dB"


def test_the_name_of_a_machine_is_data() -> None:
    hostile = PlayerStatus("miniaudio", place="\x1b[2Jlaptop" + "x" * 90)
    assert told(Listening(), audio=hostile).startswith("\\x1b[2Jlapt..xxx")


def test_that_nothing_can_be_heard_is_told_before_all_else() -> None:
    muted = Listening("loop", volume_db=MUTED_DB)
    assert told(muted) == "studio-1: miniaudio  muted  loop"
    assert told(muted, 6) == "muted"


@pytest.mark.parametrize("name", CHOICES)
def test_every_change_is_told_in_other_words(name: Changeable) -> None:
    listening, words = Listening(), set()
    for _ in CHOICES[name]:
        words.add(changed(listening, name))
        listening = listening.after(name)
    assert len(words) == len(CHOICES[name])


def test_volume_and_passage_are_told_as_people_write_them() -> None:
    assert [volume_text(volume) for volume in (0.0, -3.0, -4.5, MUTED_DB)] == [
        "vol 0 dB",
        "vol -3 dB",
        "vol -4.5 dB",
        "muted",
    ]
    assert passage_text(Passage(SoundKey("a.wav"), 0.5)) == "from 0.50 s"
    assert passage_text(Passage(SoundKey("a.wav"), 0.5, 12.25)) == "0.50 to 12.2 s"
