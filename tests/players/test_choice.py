from __future__ import annotations

import re

import pytest

from tuimap.errors import SetupError
from tuimap.players.choice import AudioChoice, audio_of, parse_audio


@pytest.mark.parametrize(
    ("text", "choice"),
    [
        ("auto", AudioChoice("auto")),
        ("miniaudio", AudioChoice("miniaudio")),
        ("miniaudio:Scarlett 2i2: USB", AudioChoice("miniaudio", "Scarlett 2i2: USB")),
        ("sounddevice:hw:1,0", AudioChoice("sounddevice", "hw:1,0")),
        ("command:aplay", AudioChoice("command", "aplay")),
        ("tcp:localhost:7430", AudioChoice("tcp", "localhost:7430")),
        ("tcp:[::1]:7430", AudioChoice("tcp", "[::1]:7430")),
    ],
)
def test_a_back_end_may_be_followed_by_a_device(text: str, choice: AudioChoice) -> None:
    assert parse_audio(text) == choice
    assert parse_audio(str(choice)) == choice


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "'' is none of auto, miniaudio[:NAME], sounddevice[:NAME], simpleaudio, command[:PLAYER], null, "),
        ("loud\x1b[1m", "'loud\\x1b[1m' is none of auto, "),
        ("Miniaudio", "'Miniaudio' is none of auto, "),
        ("simpleaudio:Scarlett", "simpleaudio has no devices to choose from: leave out ':Scarlett'"),
        ("null:", "null has no devices to choose from"),
        ("miniaudio:", "'miniaudio:' names nothing after the colon"),
        ("tcp", "'tcp' is not tcp:HOST:PORT, such as tcp:localhost:7430"),
        ("tcp:localhost", "is not tcp:HOST:PORT"),
        ("tcp::7430", "is not tcp:HOST:PORT"),
        ("tcp:localhost:0", "is not tcp:HOST:PORT"),
        ("tcp:localhost:70000", "is not tcp:HOST:PORT"),
    ],
)
def test_anything_else_is_refused_with_what_would_do(text: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=re.escape(complaint)):
        parse_audio(text)


def test_the_environment_tells_what_audio_is_when_it_is_not_given() -> None:
    assert audio_of({}) == "auto"
    assert audio_of({"TUIMAP_AUDIO": ""}) == "auto"
    assert audio_of({"TUIMAP_AUDIO": "sounddevice:USB"}) == "sounddevice:USB"


def test_a_bad_word_in_the_environment_is_said_with_its_name() -> None:
    with pytest.raises(SetupError, match=r"^TUIMAP_AUDIO: 'loud' is none of auto, miniaudio\[:NAME\], "):
        audio_of({"TUIMAP_AUDIO": "loud"})
