"""Writing lists of sounds and copying them, by keys."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import numpy as np
import pytest
from textual.events import Paste
from ui_fakes import FakeCollection, SoundMap, Sounds, sound
from ui_run import Run, running

from tuimap.sound import SoundKey
from tuimap.sound_marks import SoundMarks


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeCollection:
    """Four sounds in a row on a map, which are there."""
    monkeypatch.chdir(tmp_path)
    root = tmp_path / "sounds"
    root.mkdir()
    names = ("a.wav", "b.wav", "c.wav", "d.wav")
    for name in names:
        (root / name).write_text(name)
    places = np.array([[0.0, 0.5], [0.5, 0.5], [0.7, 0.5], [1.0, 0.5]], np.float32)
    return FakeCollection(stored=SoundMap(root, Sounds(map(sound, names)), places), root=root)


async def export(run: Run, to: str) -> None:
    await run.press("x", "ctrl+u", *("slash" if each == "/" else each for each in to), "enter")


async def test_x_writes_a_list_of_the_selection_in_its_order_and_says_where(
    kept: FakeCollection, tmp_path: Path
) -> None:
    kept.said = {SoundKey("c.wav"): SoundMarks(tags=frozenset({"low"}))}
    async with running(kept, size=(140, 30)) as run:
        await run.press("right", "v", "left", "v")
        await export(run, "kit.csv")
        await run.until(lambda: f"2 sounds listed in {tmp_path}/kit.csv" in run.text)
        rows = (tmp_path / "kit.csv").read_text().splitlines()[1:]
        assert rows == [
            f"{tmp_path}/sounds/c.wav,0.000000,0.420000,0,low,",
            f"{tmp_path}/sounds/b.wav,0.000000,0.420000,0,,",
        ]


async def test_x_copies_the_sound_under_the_cursor_into_a_folder_and_offers_it_again(
    kept: FakeCollection, tmp_path: Path
) -> None:
    async with running(kept, size=(140, 30)) as run:
        await export(run, "my kit/")
        await run.until(lambda: f"1 sound copied to {tmp_path}/my kit" in run.text)
        await run.press("right", "x")
        assert "export c.wav to: my kit/" in run.text
        await run.press("enter")
        await run.until(lambda: (tmp_path / "my kit/002 c.wav").exists())
        assert (tmp_path / "my kit/001 b.wav").read_text() == "b.wav"


async def test_what_is_wrong_with_a_destination_is_said_and_can_be_mended(kept: FakeCollection, tmp_path: Path) -> None:
    (tmp_path / "kit.txt").write_text("mine")
    async with running(kept, size=(140, 30)) as run:
        await run.press("x")
        assert "a list (.m3u8, .txt, .csv) or a folder/; enter keeps, esc leaves it as it is" in run.text
        await run.press(*"kit")
        assert "tab: kit.m3u8  kit.txt  kit.csv  kit/" in run.text
        await run.press("enter")
        assert "end it with .m3u8, .txt or .csv for a list, with / for a folder of copies" in run.text
        await run.press("tab", "tab")
        assert "export b.wav to: kit.txt" in run.text
        await run.press("enter")
        assert f"{tmp_path}/kit.txt is there already; name another file" in run.text
        await run.press("tab", "enter")
        await run.until(lambda: (tmp_path / "kit.csv").exists())
        assert (tmp_path / "kit.txt").read_text() == "mine"
        await export(run, "none/kit.txt")
        assert f"there is no folder {tmp_path}/none" in run.text
        await run.press("escape")
        await export(run, "kit.txt/")
        assert f"{tmp_path}/kit.txt is a file, no folder" in run.text


async def test_what_is_gone_is_named_and_the_others_are_copied(kept: FakeCollection, tmp_path: Path) -> None:
    (tmp_path / "sounds/b.wav").unlink()
    async with running(kept, size=(160, 30)) as run:
        await run.press("V")
        await export(run, "kit/")
        await run.until(lambda: "3 sounds copied to" in run.text)
        assert "not b.wav: cannot be opened: No such file or directory" in run.text
        assert len(list((tmp_path / "kit").iterdir())) == 3


async def test_esc_stops_the_copying_before_it_takes_filter_or_selection(
    kept: FakeCollection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tuimap import sound_copies

    begun, go_on = Event(), Event()
    copied = sound_copies._copied

    def slow(*values: object) -> tuple[int, str]:
        made = copied(*values)  # type: ignore[arg-type]
        begun.set()
        go_on.wait()
        return made

    monkeypatch.setattr(sound_copies, "_copied", slow)
    async with running(kept, size=(140, 30)) as run:
        await run.press("ampersand", *"wav", "enter")
        await run.until(lambda: run.map.within)
        await run.press("V")
        await export(run, "kit/")
        await run.until(begun.is_set)
        await run.press("x")
        assert "still copying; esc stops it" in run.text
        await run.press("escape")
        go_on.set()
        await run.until(lambda: f"stopped: 1 of 4 copied to {tmp_path}/kit" in run.text)
        assert [path.name for path in (tmp_path / "kit").iterdir()] == ["001 a.wav"]
        assert run.map.selected is not None
        assert run.map.within is not None
        await export(run, "kit/")
        await run.until(lambda: f"4 sounds copied to {tmp_path}/kit" in run.text)


async def test_a_name_that_no_file_can_have_is_told_and_breaks_nothing(kept: FakeCollection) -> None:
    async with running(kept, size=(140, 30)) as run:
        await run.press("x")
        run.app.post_message(Paste("a" * 300 + ".txt"))
        await run.until(lambda: "aaa" in run.text)
        await run.press("enter")
        await run.until(lambda: run.map.told.endswith("cannot be written: File name too long"))
