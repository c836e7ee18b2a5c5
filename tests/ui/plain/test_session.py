"""A walk in sentences, keys through a pipe."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Timer

import numpy as np
import pytest
from terminal import Terminal
from ui_fakes import FakeCollection, RecordingPlayer, ScriptedEngine, finished, preview, small_map, sound

from tuimap.engine import Failed
from tuimap.errors import EngineError
from tuimap.finding.descriptions import Descriptions
from tuimap.players import AS_IT_IS, Clip, Manner
from tuimap.sound import Skipped
from tuimap.sound_marks import SoundMarks
from tuimap.ui.keyboard.keys import KEYS
from tuimap.ui.plain.keyboard import Keyboard
from tuimap.ui.plain.session import Session

DEMO = Path(__file__).parent.parent / "demo.py"

Speak = Callable[..., list[str]]


@pytest.fixture
def player() -> RecordingPlayer:
    return RecordingPlayer()


@pytest.fixture
def speak(player: RecordingPlayer) -> Speak:
    """Give the lines said to some keys."""

    def said(keys: str, collection: FakeCollection | None = None, *script: object) -> list[str]:
        reader, writer = os.pipe()
        os.write(writer, keys.encode())
        os.close(writer)
        out = io.StringIO()
        engine = ScriptedEngine(*script)  # type: ignore[arg-type]
        collection = collection or FakeCollection(stored=small_map())
        Session(collection, engine, player, Keyboard(reader), out, "ascii").run()
        os.close(reader)
        return out.getvalue().splitlines()

    return said


def test_it_begins_with_the_title_and_where_one_is(speak: Speak) -> None:
    assert speak("") == [
        "drums, 5 sounds; ? speaks the keys",
        "b.wav in kick, 1 more here; right c.wav; up d.wav; left a.wav.",
    ]


def test_why_nothing_sounds_is_said_without_waiting_for_the_next_key(player: RecordingPlayer) -> None:
    reader, writer = os.pipe()

    class Out(io.StringIO):
        def write(self, text: str) -> int:
            if text.startswith("no device"):
                os.close(writer)
            return super().write(text)

    def tell_late(clip: Clip, manner: Manner = AS_IT_IS) -> None:
        Timer(0.1, lambda: setattr(player, "problem", "no device")).start()

    player.play = tell_late  # type: ignore[method-assign]
    give_up = Timer(30.0, lambda: os.write(writer, b"q"))
    give_up.start()
    os.write(writer, b"l")
    out = Out()
    Session(FakeCollection(stored=small_map()), ScriptedEngine(), player, Keyboard(reader), out, "ascii").run()
    give_up.cancel()
    os.close(reader)
    assert out.getvalue().splitlines()[-1] == "no device"


def test_each_step_is_a_sentence_and_a_sound(speak: Speak, player: RecordingPlayer) -> None:
    assert speak("l\x1b[C\t")[2:] == [
        "c.wav in snare, alone here; up d.wav; left b.wav.",
        "nothing to the right",
        "c.wav in snare, alone here; up d.wav; left b.wav.",
    ]
    assert [clip.path.name for clip in player.played] == ["c.wav", "c.wav"]


def test_every_key_of_the_table_does_something_or_says_that_it_needs_the_screen(speak: Speak) -> None:
    letters = {key: "".join(name for name in key.keys if len(name) == 1) for key in KEYS}
    for key, names in letters.items():
        for name in names:
            lines = speak(f"{name}\n\n")
            assert len(lines) > 2 or key.action in ("app.leave", "stop", "back_out"), name


def test_what_is_said_of_a_sound_is_stored_and_spoken(speak: Speak) -> None:
    collection = FakeCollection(stored=small_map())
    lines = speak("ft punchy, Keep\niso good\n\nu\n", collection)
    assert lines[2] == "b.wav: favourite"
    assert "b.wav: +keep +punchy" in lines
    assert "b.wav in kick, 1 more here, favourite, tags keep punchy, note so good; right c.wav" in lines[7]
    assert lines[8] == "taken back: b.wav: noted"
    assert [marks.tags for marks in collection.marks().values()] == [{"keep", "punchy"}]


def test_a_line_left_empty_leaves_tags_and_note_and_a_minus_takes_away(speak: Speak) -> None:
    collection = FakeCollection(stored=small_map())
    speak("tpunchy keep\niso good\nt\ni\ntlow\nq", collection)
    assert [(marks.tags, marks.note) for marks in collection.marks().values()] == [
        ({"punchy", "keep", "low"}, "so good")
    ]
    speak("t-keep new\ni-\nq", collection)
    assert list(collection.marks().values()) == [SoundMarks(False, frozenset(("punchy", "low", "new")))]


def test_finding_goes_to_the_best_and_a_filter_keeps_only_what_passes(speak: Speak) -> None:
    lines = speak("/kick\nn&snare\nlFF")
    assert lines[2:4] == ["find: ", "found 3 of 5"]
    assert lines[4].startswith("a.wav in kick")
    assert "1 of 5 kept by snare" in lines
    assert any(line.startswith("c.wav in snare, alone here.") for line in lines)


def test_a_filter_that_keeps_nothing_says_so_and_one_walks_on(speak: Speak) -> None:
    lines = speak("&zzz\nl")
    assert "filter: \nno sound is so; nothing is changed: zzz" in "\n".join(lines)
    assert lines[-1].startswith("c.wav")


def test_keys_wait_for_an_analysis_and_its_progress_is_told(speak: Speak) -> None:
    whole = small_map()
    collection = FakeCollection(later=whole, skips=(Skipped("x.ogg", "empty"),))
    lines = speak("!q", collection, preview(whole, 3), finished(5, 1))
    assert lines[0] == "looking for sounds"
    assert "encode 3 of 5" in lines
    assert lines[-2:] == ["the map is ready, 1 skipped: ! names them", "x.ogg: empty"]


def test_an_analysis_that_gives_nothing_is_an_error(speak: Speak) -> None:
    with pytest.raises(EngineError, match="nothing readable"):
        speak("l", FakeCollection(), Failed("nothing readable in drums", "Add some sounds"))


def test_names_reach_the_terminal_harmlessly(speak: Speak) -> None:
    hostile = small_map()
    hostile = type(hostile)(
        hostile.root, type(hostile.sounds)([sound("a/\x1b[2J[bold]\u202e日.wav")]), hostile.positions[:1]
    )
    lines = speak("\n", FakeCollection(stored=hostile))
    assert lines[1] == r"\x1b[2J[bold]\u202e\u65e5.wav in a, alone here."


@pytest.mark.skipif(sys.platform == "win32", reason="needs a PTY")
def test_on_a_terminal_keys_are_heard_one_by_one_and_nothing_is_drawn() -> None:
    terminal = Terminal(str(DEMO), "plain")
    try:
        terminal.until(" here")
        terminal.send(b"l")
        terminal.until("take 1279.wav in class 3")
        terminal.send(b"/")
        terminal.until("find:")
        terminal.send(b"take 0001\r")
        terminal.until("found 6 of")
        terminal.send(b"q")
        assert terminal.end() == 0
        assert b"\x1b" not in terminal.raw
        assert terminal.attributes() == terminal.before
    finally:
        terminal.close()


def test_the_users_own_keys_are_heard(player: RecordingPlayer) -> None:
    reader, writer = os.pipe()
    os.write(writer, b"Zq")
    os.close(writer)
    out = io.StringIO()
    collection = FakeCollection(stored=small_map())
    keymap = {"walk.right": ("Z",)}
    Session(collection, ScriptedEngine(), player, Keyboard(reader), out, "ascii", keymap).run()
    os.close(reader)
    assert out.getvalue().splitlines()[2].startswith("c.wav in snare")


def test_the_most_similar_are_spoken_and_walked(speak: Speak) -> None:
    described = Descriptions(np.array([[0.1, 0], [0.0, 0], [1.0, 0], [0.5, 0], [0.3, 0]], np.float16))
    lines = speak("sn", FakeCollection(stored=small_map(), described=described))
    assert [line.split(":")[0] for line in lines[2:6]] == [".10 a.wav", ".30 e.wav", ".50 d.wav", "1.00 c.wav"]
    assert lines[-2] == "n and N go through them"
    assert lines[-1].startswith("a.wav in kick")
