"""Selecting, tagging and noting on the screen, by keys."""

from __future__ import annotations

import numpy as np
import pytest
from ui_fakes import ROOT, FakeCollection, SoundMap, Sounds, clustered_map, small_map, sound
from ui_run import running, stored

from tuimap.sound import SoundKey
from tuimap.sound_marks import SoundMarks
from tuimap.ui.map.subset import Subset

B, C, E = SoundKey("kick/b.wav"), SoundKey("snare/c.wav"), SoundKey("kick/e.wav")


def tagged(*tags: str, favourite: bool = False, note: str = "") -> SoundMarks:
    return SoundMarks(favourite, frozenset(tags), note)


async def test_v_selects_sounds_one_by_one_and_f_is_meant_for_all_of_them() -> None:
    collection = stored()
    async with running(collection) as run:
        await run.press("v", "right", "v")
        assert "2 selected" in run.text.splitlines()[0]
        await run.press("f")
        await run.app.workers.wait_for_complete()
        assert collection.said == {B: tagged(favourite=True), C: tagged(favourite=True)}
        assert "2 sounds: favourite" in run.text
        await run.press("v", "left", "v")
        assert "selected" not in run.text.splitlines()[0]
        assert "nothing is selected now" in run.text
        await run.press("f")
        await run.app.workers.wait_for_complete()
        assert collection.said == {C: tagged(favourite=True)}
        assert "b.wav: no favourite any more" in run.text


async def test_capital_v_selects_what_is_in_view_and_again_takes_it_away_and_esc_too() -> None:
    async with running(stored()) as run:
        await run.press("V")
        assert "5 selected" in run.text.splitlines()[0]
        await run.press("V")
        assert run.map.selected is None
        await run.press("v", *"+" * 10, "V")
        assert "2 selected" in run.text.splitlines()[0], "two sounds share the cell that is looked at"
        await run.press("escape")
        assert run.map.selected is None


async def test_capital_v_selects_what_is_lit_wherever_it_lies() -> None:
    async with running(stored()) as run:
        run.map.lit = Subset(np.array([True, False, True, True, False]))
        run.map.within = Subset(np.array([True, True, True, False, False]))
        await run.press(*"+" * 10, "V")
        assert run.map.selected is not None
        assert run.map.selected.order.tolist() == [0, 2]


async def test_tags_are_asked_for_completed_and_kept() -> None:
    collection = FakeCollection(stored=small_map(), said={C: tagged("punchy", "low"), E: tagged("punchy")})
    async with running(collection, size=(100, 30)) as run:
        await run.press("t")
        assert "tags of b.wav:" in run.text
        assert "tab: punchy  low" in run.text
        await run.press(*"p", "tab", *"Short")
        assert "tags of b.wav: punchy, Short" in run.text
        await run.press("enter")
        await run.app.workers.wait_for_complete()
        assert collection.said[B] == tagged("punchy", "short")
        assert "b.wav: +punchy +short" in run.text
        await run.press("t", *["backspace"] * 7, "enter")
        await run.app.workers.wait_for_complete()
        assert collection.said[B] == tagged("punchy")
        assert "b.wav: -short" in run.text


async def test_tags_of_several_sounds_begin_with_those_that_all_have_and_change_no_others() -> None:
    collection = FakeCollection(stored=small_map(), said={B: tagged("punchy", "low"), C: tagged("punchy", "mid")})
    async with running(collection, size=(100, 30)) as run:
        await run.press("v", "right", "v", "t")
        assert "tags of 2 sounds: punchy," in run.text
        await run.press("ctrl+u", *"kit", "enter")
        await run.app.workers.wait_for_complete()
        assert collection.said == {B: tagged("kit", "low"), C: tagged("kit", "mid")}
        assert "2 sounds: +kit -punchy" in run.text


async def test_esc_leaves_tags_as_they_were_and_letters_typed_are_no_keys() -> None:
    collection = FakeCollection(stored=small_map(), said={B: tagged("low")})
    async with running(collection) as run:
        await run.press("t", *"qfv?", "escape")
        assert collection.said == {B: tagged("low")}
        assert run.map.selected is None
        await run.press("t", *"qq", "ctrl+c")
        assert run.app.return_code is None
        await run.press("right")
        assert run.heard == ["c.wav"]


async def test_a_note_is_one_line_that_is_kept_and_can_be_emptied() -> None:
    collection = stored()
    async with running(collection) as run:
        await run.press("i", *"for [b]the drop", "enter")
        await run.app.workers.wait_for_complete()
        assert collection.said == {B: tagged(note="for [b]the drop")}
        await run.press("i")
        assert "note on b.wav: for [b]the drop" in run.text
        await run.press("ctrl+u", "enter")
        await run.app.workers.wait_for_complete()
        assert collection.said == {}
        assert "the note is gone" in run.text


async def test_an_empty_answer_for_several_notes_that_differ_changes_none() -> None:
    collection = FakeCollection(stored=small_map(), said={B: tagged(note="mine"), C: tagged(note="yours")})
    async with running(collection) as run:
        await run.press("v", "right", "v", "i", "enter")
        await run.app.workers.wait_for_complete()
        assert collection.said == {B: tagged(note="mine"), C: tagged(note="yours")}


async def test_too_long_a_tag_is_said_and_nothing_is_lost() -> None:
    collection = stored()
    async with running(collection) as run:
        await run.press("t", *"x" * 65, "enter")
        assert "a tag has at most 64 characters" in run.text
        await run.press("backspace", "enter")
        await run.app.workers.wait_for_complete()
        assert collection.said == {B: tagged("x" * 64)}


async def test_u_takes_changes_back_one_after_the_other() -> None:
    before = {B: tagged("low", note="mine"), C: tagged("low", favourite=True)}
    collection = FakeCollection(stored=small_map(), said=dict(before))
    async with running(collection, size=(100, 30)) as run:
        await run.press("V", "f", "t", *"kit", "enter", "i", *"new", "enter")
        await run.app.workers.wait_for_complete()
        assert len(collection.said) == 5
        assert collection.said[B] == tagged("low", "kit", favourite=True, note="new")
        await run.press("u")
        assert "taken back: 5 sounds: noted" in run.text
        await run.press("u", "u")
        await run.app.workers.wait_for_complete()
        assert collection.said == before
        await run.press("u")
        assert "nothing to take back" in run.text


async def test_thousands_of_sounds_are_tagged_at_once_and_back() -> None:
    collection = FakeCollection(stored=clustered_map())
    async with running(collection, size=(100, 30)) as run:
        await run.press("V")
        assert "1,286 selected" in run.text
        await run.press("t", *"all", "enter")
        await run.until(lambda: len(collection.said) == 1286)
        await run.until(lambda: "1,286 sounds: +all" in run.text)
        await run.press("u")
        await run.until(lambda: not collection.said)


async def test_what_was_done_is_told_until_the_next_step() -> None:
    async with running(stored()) as run:
        await run.press("f")
        assert "b.wav: favourite" in run.text
        await run.press("right")
        assert "b.wav: favourite" not in run.text


async def test_letters_that_arrive_together_with_the_key_that_asks_are_written_into_the_line() -> None:
    for key in "t", "i", "ctrl+p", "slash", "ampersand":
        async with running(stored()) as run:
            for each in (key, *"bfov"):
                run.app.simulate_key(each)
            await run.until(lambda: "bfov" in run.text)
            assert run.app.focused.value == "bfov"  # type: ignore[union-attr]
            assert (run.map.marks, run.map.selected, run.map.names_shown) == ({}, None, True)


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("\x1b[31mred.wav", "tags of \\x1b[31mred.wav: abc"),
        ("日本.wav", "tags of \\u65e5\\u672c.wav: abc"),
        ("long " * 30 + ".wav", "tags of long long ..ng long long .wav: abc"),
    ],
)
async def test_whatever_a_sound_is_called_one_sees_what_one_types(name: str, asked: str) -> None:
    one = SoundMap(ROOT, Sounds([sound(name)]), np.array([[0.5, 0.5]], np.float32))
    async with running(FakeCollection(stored=one)) as run:
        await run.press("t", *"abc")
        assert run.text.splitlines()[-1].strip() == asked
