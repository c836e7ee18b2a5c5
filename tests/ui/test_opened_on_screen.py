"""A map made elsewhere, walked on the screen."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import numpy as np
from ui_run import Run

from tuimap.opened.opened_map import NoAnalysis, OpenedMap
from tuimap.players.silent import SilentPlayer


@asynccontextmanager
async def opened(file: Path, size: tuple[int, int] = (110, 30)) -> AsyncIterator[Run]:
    made = OpenedMap(file, file.with_suffix(".sqlite"))
    run = Run(made, NoAnalysis(made))  # type: ignore[arg-type]
    if made.silence:
        run.map.player = SilentPlayer(made.silence)
    async with run.app.run_test(size=size) as run.pilot:
        await run.until(lambda: run.map.here is not None or run.app.return_code is not None)
        await run.pilot.pause()
        yield run


def table(folder: Path, text: str) -> Path:
    file = folder / "map.csv"
    file.write_text(text, encoding="utf-8")
    return file


async def test_a_table_is_walked_and_heard(tmp_path: Path) -> None:
    (tmp_path / "b.wav").touch()
    file = table(tmp_path, "path,x,y,label\nb.wav,0.5,0.5,hat\nc.wav,1,0.5,hat\na.wav,0,0.5,kick\nbad.wav,,,\n")
    async with opened(file) as run:
        await run.press("right")
        assert run.heard == ["c.wav"]
        assert run.player.played[0].duration is None
        assert "3 sounds" in run.text
        assert "1 skipped" in run.text


async def test_a_map_of_places_says_that_nothing_is_heard_and_has_the_whole_screen(tmp_path: Path) -> None:
    np.savez(tmp_path / "map.npz", positions=np.random.default_rng(0).random((500, 2)))
    async with opened(tmp_path / "map.npz", (120, 34)) as run:
        await run.until(lambda: "no sound: map.npz names no files" in run.text)
        assert run.map.map_size.columns == 120
        cursor = run.map.cursor
        await run.press("right")
        assert run.map.cursor != cursor


async def test_places_without_files_are_not_taken_along(tmp_path: Path) -> None:
    async with opened(table(tmp_path, "x,y\n0,0\n1,1\n")) as run:
        await run.until(lambda: run.map.audio.problem)
        for key in "x", "y":
            await run.press("right", key)
            await run.until(lambda: "names no files, only places" in run.map.told)
            assert run.app.screen is run.map


async def test_sounds_that_are_not_beside_the_table_are_said(tmp_path: Path) -> None:
    async with opened(table(tmp_path, "path,x,y\ngone/a.wav,0,0\ngone/b.wav,1,1\n")) as run:
        await run.until(lambda: "gone/a.wav is not in" in run.text)


async def test_a_file_that_is_no_map_ends_the_screen_with_the_reason(tmp_path: Path) -> None:
    async with opened(table(tmp_path, "a,b\n1,2\n")) as run:
        assert run.app.return_code == 1
        assert "has no columns x and y" in str(run.app.failure)
