"""Similar sounds, and the way from one to another."""

from __future__ import annotations

import numpy as np
from test_sound_list import listed
from ui_fakes import FakeCollection, finished, sound
from ui_run import Run, running, stored

from tuimap.finding.descriptions import Descriptions
from tuimap.progress import Progress
from tuimap.sound_map import SoundMap
from tuimap.sounds import Sounds

WIDE = (120, 34)


def described() -> FakeCollection:
    """The five sounds of the small map: c is like b, then a, then d; e is alone."""
    collection = stored()
    angles = {"a": 0.0, "b": 0.4, "c": 0.7, "d": 1.2, "e": 3.0}
    vectors = np.array([[np.cos(angle), np.sin(angle)] for angle in angles.values()], np.float16)
    return FakeCollection(stored=collection.stored, described=Descriptions(vectors))


def similar(run: Run) -> list[str]:
    listing = run.map.query_one("#similar").listing
    assert run.map.scene is not None
    return [run.map.scene.sound(int(row)).name[0] for row in listing.rows] if listing else []


async def test_s_lists_the_sounds_most_like_this_one_with_their_distance() -> None:
    async with running(described(), size=WIDE) as run:
        await run.press("s")
        await run.until(lambda: similar(run) == list("cade"))
        assert "like b.wav" in run.text
        assert ".30 c.wav" in run.text
        assert "much the same" in run.text


async def test_how_a_similar_sound_differs_is_told_in_words() -> None:
    collection = described()
    assert collection.stored is not None
    sounds = [sound("a.wav", duration=3.0), sound("b.wav", duration=1.0), *list(collection.stored.sounds)[2:]]
    collection.stored = SoundMap(collection.root, Sounds(sounds), collection.stored.positions)
    async with running(collection, size=WIDE) as run:
        await run.press("s")
        await run.until(lambda: "much longer" in run.text)
        await run.press("down", "down")
        assert "much longer" in run.text.splitlines()[-2]


async def test_up_and_down_go_to_similar_sounds_and_s_asks_anew_from_there() -> None:
    async with running(described(), size=WIDE) as run:
        await run.press("s")
        await run.until(lambda: similar(run))
        await run.press("down", "down")
        assert run.heard == ["c.wav", "a.wav"]
        assert "like b.wav" in run.text
        await run.press("s")
        await run.until(lambda: similar(run) == list("bcde"))
        await run.press("s")
        assert "like a.wav" not in run.text


async def test_esc_closes_the_newer_of_two_lists_and_the_arrows_walk_in_the_other() -> None:
    for keys, newest, older in ((("o", "s"), "similar", "list"), (("s", "o"), "list", "similar")):
        async with running(described(), size=WIDE) as run:
            await run.press(*keys)
            await run.until(lambda: similar(run) and listed(run))
            await run.press("escape")
            assert run.map.open_panels & {"similar", "list"} == {older}, newest
            assert run.map.focused is not None
            assert run.map.focused.id == older
            await run.press("escape")
            assert not run.map.open_panels & {"similar", "list"}
            assert run.map.focused is None


async def test_without_descriptions_it_is_said_why() -> None:
    async with running(stored(), size=WIDE) as run:
        await run.press("s")
        await run.until(lambda: "no descriptions" in run.text)
        await run.press("escape", "right")
        assert run.heard == ["c.wav"]


async def test_p_and_p_again_show_a_way_that_is_walked_with_n() -> None:
    async with running(described(), size=WIDE) as run:
        await run.press("left", "p")
        assert "go to another sound" in run.text
        await run.press("right", "up", "p")
        await run.until(lambda: "way of 4 sounds" in run.text)
        assert listed(run) == list("abcd")
        assert run.map.lit is not None
        assert run.map.lit.count == 4
        assert " 1 a.wav" in run.text
        assert "4 of 5  on the way" in run.text
        await run.press("n", "n", "down")
        assert run.heard[-3:] == ["a.wav", "b.wav", "c.wav"]
        await run.press("escape", "escape")
        assert (run.map.lit, run.map.way) == (None, None)


async def test_a_way_needs_two_ends_and_p_on_the_first_takes_it_back() -> None:
    async with running(described(), size=WIDE) as run:
        await run.press("p", "p", "right", "p")
        assert "go to another sound" in run.text
        await run.press("escape")
        assert run.map._start is None


async def test_a_panel_that_is_open_from_the_last_time_shows_what_is_like_the_present_sound() -> None:
    async with running(described(), None, Progress("encode", 5, 5), finished(5), size=WIDE) as run:
        await run.press("s")
        await run.until(lambda: similar(run) == list("cade"))
        assert "reading" not in run.text
        before = run.map.scene
        run.engine.release()
        await run.until(lambda: run.map.scene is not before)
        await run.until(lambda: similar(run) == list("cade"))


async def test_hostile_names_are_listed_escaped_and_in_one_line() -> None:
    collection = described()
    assert collection.stored is not None
    names = ["a.wav", "e\x1b[31mvil\n[b]\u202e.wav", "日本.wav", "d.wav", "e.wav"]
    collection.stored = SoundMap(collection.root, Sounds(map(sound, names)), collection.stored.positions)
    async with running(collection, size=WIDE) as run:
        await run.press("s")
        await run.until(lambda: "like e\\x1b[31mvil\\x0a[b]" in run.text)
        assert run.text.replace("\n", "").isprintable()
        assert "日" not in run.text  # the charset is ascii
