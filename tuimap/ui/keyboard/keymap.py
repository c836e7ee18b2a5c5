"""The user's own keys: `keys.toml` in the folder of the user's settings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from typing import TypeAlias

from tuimap.errors import SetupError
from tuimap.safe import printable
from tuimap.ui.keyboard.keys import INTERRUPT, KEYS, Key

Keymap: TypeAlias = Mapping[str, tuple[str, ...]]
"""For the `id` of a key, what Textual calls the keys that the user wants instead."""

EXAMPLE = 'such as  details = "d, ctrl+d"'

MOST_BYTES = 1 << 20
"""Of a file of keys."""

AT_LINE = re.compile(r"^(.*?) \(at line (\d+), column \d+\)$")


def keymap_path() -> Path:
    """Give the place of the file, which need not exist."""
    from platformdirs import user_config_path

    return Path(user_config_path("tuimap")) / "keys.toml"


def read_keymap(path: Path, keys: tuple[Key, ...] = KEYS) -> Keymap:
    """Read what the user wants; nothing where there is no file. Raises SetupError, which names the line."""
    try:
        with path.open("rb") as file:
            read = file.read(MOST_BYTES + 1)
        text = read.decode("utf-8")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise _wrong(path, None, f"your keys cannot be read: {reason}") from error
    if len(read) > MOST_BYTES:
        raise _wrong(path, None, f"your keys cannot be read: more than {MOST_BYTES:,} bytes")
    import tomllib

    try:
        stored = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = AT_LINE.match(str(error))
        line, reason = (int(found[2]), found[1]) if found else (len(text.splitlines()), str(error).partition(" (at")[0])
        raise _wrong(path, line, f"{printable(reason[:1].lower() + reason[1:])}; write lines {EXAMPLE}") from error
    lines = dict(_lines(text))
    keymap: dict[str, tuple[str, ...]] = {}
    for id, value in _flat(stored):
        try:
            keymap[id] = _keys(id, value, keys)
            _refuse_clash(id, keymap, lines, keys)
        except ValueError as error:
            raise _wrong(path, lines.get(id), str(error)) from error
    return keymap


def remapped(keys: tuple[Key, ...], keymap: Keymap) -> tuple[Key, ...]:
    """Give the keys with what the user wants instead; keys that are shown as one are shown one by one then."""
    from tuimap.ui.keyboard.key_names import shown_key

    changed = {key.shown for key in keys if key.id in keymap}
    own = [replace(key, keys=keymap.get(key.id, key.keys)) for key in keys]
    written = {
        shown: ", ".join(shown_key(name) for key in own if key.shown == shown for name in key.keys) for shown in changed
    }
    return tuple(replace(key, shown=written.get(key.shown, key.shown)) for key in own)


def _keys(id: str, value: object, keys: tuple[Key, ...]) -> tuple[str, ...]:
    """Check one line of the file. Raises ValueError."""
    from tuimap.ui.keyboard.key_names import like_key, named_key

    known = [key.id for key in keys if key.id != INTERRUPT.id]
    if id not in known:
        meant = get_close_matches(id, known, 1, 0.5)
        hint = f'did you mean "{meant[0]}"? ' if meant else ""
        raise ValueError(f'nothing is called "{printable(id)}"; {hint}`tuimap keys --config` names all there is')
    wanted = value if isinstance(value, list) else [value]
    texts = [each for each in wanted if isinstance(each, str)]
    if len(texts) < len(wanted) or not texts:
        raise ValueError(f'"{id}" wants keys in quotes, {EXAMPLE}')
    names: list[str] = []
    for written in (part for text in texts for part in text.split(",")):
        name = named_key(written)
        if not written.strip():
            raise ValueError(f'"{id}" wants a key here; the comma itself is called comma')
        if name is None:
            meant_key = like_key(written)
            hint = f'; did you mean "{meant_key}"?' if meant_key else ""
            raise ValueError(f'no key is called "{printable(written.strip())}"{hint}')
        names.append(name)
    return tuple(dict.fromkeys(names))


def _refuse_clash(id: str, keymap: Keymap, lines: Mapping[str, int], keys: tuple[Key, ...]) -> None:
    """Raise ValueError where a key of `id` does something else too."""
    from tuimap.ui.keyboard.key_names import shown_key

    for other in keys:
        for name in keymap[id]:
            if other.id == id or name not in keymap.get(other.id, other.keys):
                continue
            if other.id in keymap:
                raise ValueError(f'"{shown_key(name)}" is given to "{other.id}" already, in line {lines[other.id]}')
            if other.id not in lines:
                mend = "choose another" if other.id == INTERRUPT.id else f'give "{other.id}" another key too'
                raise ValueError(f'"{shown_key(name)}" is the key of "{other.id}"; {mend}')


def _flat(table: Mapping[str, object], above: str = "") -> Iterator[tuple[str, object]]:
    """Give ids and values: `walk.left` without quotes is a table in a table."""
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{above}{name}.")
        else:
            yield above + name, value


def _lines(text: str) -> Iterator[tuple[str, int]]:
    """Give the ids with the numbers of their lines."""
    import tomllib

    above = ""
    for number, line in enumerate(text.splitlines(), 1):
        heading = line.lstrip().startswith("[")
        written = f"{line}\nx = 0" if heading else f"{line.partition('=')[0]} = 0"
        try:
            ids = [id for id, _ in _flat(tomllib.loads(written))]
        except tomllib.TOMLDecodeError:  # a comment, or a list over several lines
            continue
        if heading and ids:
            above = ids[0].removesuffix("x")
        elif ids:
            yield above + ids[0], number


def _wrong(path: Path, line: int | None, reason: str) -> SetupError:
    where = printable(str(path)) + (f", line {line}" if line else "")
    return SetupError(f"{where}: {reason}")
