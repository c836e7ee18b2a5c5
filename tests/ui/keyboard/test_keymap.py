"""The user's own keys."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from ui_fakes import RecordingPlayer, ScriptedEngine
from ui_run import stored

from tuimap.errors import SetupError
from tuimap.ui.app import MapApp
from tuimap.ui.keyboard.key_table import markdown, starting_file
from tuimap.ui.keyboard.keymap import MOST_BYTES, read_keymap, remapped
from tuimap.ui.keyboard.keys import INTERRUPT, KEYS, TOPICS


def read(folder: Path, text: str) -> dict[str, tuple[str, ...]]:
    path = folder / "keys.toml"
    path.write_text(text, encoding="utf-8")
    return dict(read_keymap(path))


@pytest.mark.parametrize(
    "text",
    [
        '"walk.left" = "left, A"',
        'walk.left = ["left", "A"]',
        '# mine\n\n[walk]\nleft = "left, shift+a"\n',
    ],
)
def test_keys_are_read_however_toml_writes_them(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, text) == {"walk.left": ("left", "A")}


def test_without_a_file_nothing_changes(tmp_path: Path) -> None:
    assert read_keymap(tmp_path / "keys.toml") == {}


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ('\n"walk.lft" = "a"', 2, 'nothing is called "walk.lft"; did you mean "walk.left"?'),
        ("[zoom]\n\nwhol = 'x'", 3, 'nothing is called "zoom.whol"; did you mean "zoom.whole"?'),
        ('interrupt = "x"', 1, 'nothing is called "interrupt"'),
        ('# a\nnote = "ctr+n"', 2, 'no key is called "ctr+n"; did you mean "ctrl+n"?'),
        ('note = "n, \\u001b"', 1, 'no key is called "\\x1b"'),
        ("note = 3", 1, '"note" wants keys in quotes, such as'),
        ('note = ""', 1, '"note" wants a key here; the comma itself is called comma'),
        ('details = "Z"\nnote = "Z"', 2, '"Z" is given to "details" already, in line 1'),
        ('details = "q"', 1, '"q" is the key of "quit"; give "quit" another key too'),
        ('details = "ctrl+c"', 1, '"ctrl+c" is the key of "interrupt"; choose another'),
        ('details = "d"\nnote = "n', 2, "unterminated string; write lines such as"),
        ('note = "n"\nnote = "m"', 2, "cannot overwrite a value"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, text: str, line: int, told: str) -> None:
    with pytest.raises(SetupError) as refused:
        read(tmp_path, text)
    assert str(refused.value).startswith(f"{tmp_path}/keys.toml, line {line}: {told}")


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "keys.toml").write_bytes(b'note = "\xff"')
    with pytest.raises(SetupError, match="keys cannot be read: it is not UTF-8"):
        read_keymap(tmp_path / "keys.toml")
    (tmp_path / "folder").mkdir()
    with pytest.raises(SetupError, match="keys cannot be read: Is a directory"):
        read_keymap(tmp_path / "folder")


def test_a_file_without_end_is_not_read_to_its_end(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match=r"keys\.toml.*more than 1,048,576 bytes"):
        read(tmp_path, " " * (MOST_BYTES + 1))


def test_keys_can_be_exchanged(tmp_path: Path) -> None:
    assert read(tmp_path, 'details = "w"\nwave = "d"') == {"details": ("w",), "wave": ("d",)}


def test_what_is_shown_follows() -> None:
    shown = {key.id: key.shown for key in remapped(KEYS, {"walk.left": ("left", "A"), "help": ("f1",)})}
    assert shown["walk.right"] == "left, A, down, j, up, k, right, l"
    assert shown["help"] == "f1"
    assert shown["quit"] == "q"


async def test_the_screen_obeys_and_tells_the_users_keys() -> None:
    player, keymap = RecordingPlayer(), {"walk.right": ("n", "right"), "details": ("w",), "wave": ("d",)}
    app = MapApp(stored(), ScriptedEngine(), player, charset="ascii", keymap=keymap)
    async with app.run_test(size=(80, 24)) as pilot:
        while app._map_screen.scene is None:
            await pilot.pause()
        await pilot.press("l")
        assert player.played == []
        await pilot.press("n")
        assert [clip.path.name for clip in player.played] == ["c.wav"]
        await pilot.press("d")
        assert app._map_screen.open_panels == {"wave"}


def test_the_starting_file_names_every_key_and_changes_none(tmp_path: Path) -> None:
    written = starting_file(TOPICS)
    assert tomllib.loads(written) == {}
    taken = "".join(line.removeprefix("# ") + "\n" for line in written.splitlines() if line.startswith('# "'))
    assert read(tmp_path, taken) == {
        key.id: tuple(dict.fromkeys(read(tmp_path, f'"{key.id}" = {list(key.keys)}')[key.id]))
        for key in KEYS
        if key is not INTERRUPT
    }


def test_the_table_has_a_row_for_each_way_of_writing_keys() -> None:
    rows = markdown(KEYS).splitlines()
    assert rows[2] == "| arrows, hjkl | Walk to the nearest sound that way, and hear it. |"
    assert len(rows) == 2 + len({key.shown for key in KEYS})
