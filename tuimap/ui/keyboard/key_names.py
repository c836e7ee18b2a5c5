"""What keys are called: by Textual, by whoever writes a key file, and on the screen."""

from __future__ import annotations

from string import punctuation

from textual.keys import Keys, _character_to_key

MODIFIERS = ("ctrl", "alt", "shift")

OTHER_NAMES = {
    "esc": "escape",
    "return": "enter",
    "del": "delete",
    "ins": "insert",
    "pgup": "pageup",
    "page up": "pageup",
    "pgdn": "pagedown",
    "page down": "pagedown",
}
"""What people write."""

NAMED = frozenset(
    key.value for key in Keys if not set("+<") & set(key.value) and key not in (Keys.ControlAt, Keys.Return)
)

SHOWN = {"escape": "esc", "pageup": "page up", "pagedown": "page down"}

CHARACTERS = {_character_to_key(character): character for character in punctuation}
"""By Textual's names: `question_mark` is `?`."""


def named_key(text: str) -> str | None:
    """Give Textual's name of a key as people write it: `left`, `ctrl+n`, `?`, `esc`; None for what is no key."""
    modifiers, key = _parted(text)
    key = OTHER_NAMES.get(key, key)
    if len(set(modifiers)) < len(modifiers) or not set(modifiers) <= set(MODIFIERS):
        return None
    if len(key) == 1 and key.isprintable() and key != " ":
        if modifiers == ["shift"] and key.isalpha():
            return key.upper()
        if "shift" in modifiers:
            return None
        key = _character_to_key(key.lower() if modifiers else key)
    elif key not in NAMED and key not in CHARACTERS:
        return None
    return "+".join([*sorted(modifiers, key=MODIFIERS.index), key])


def shown_key(name: str) -> str:
    """Write a key for a user: `question_mark` is `?`, `escape` is `esc`."""
    *modifiers, key = name.split("+")
    return "+".join([*modifiers, SHOWN.get(key) or CHARACTERS.get(key, key)])


def like_key(text: str) -> str:
    """Give the name of a key that may be meant; empty where none is near."""
    from difflib import get_close_matches

    modifiers, key = _parted(text)
    known = [get_close_matches(modifier, MODIFIERS, 1, 0.5) for modifier in modifiers]
    names = [key] if len(key) == 1 else get_close_matches(key, [*NAMED, *CHARACTERS, *OTHER_NAMES], 1, 0.6)
    meant = "+".join([*(each[0] for each in known), names[0]]) if all(known) and names else ""
    return meant if named_key(meant) else ""


def _parted(text: str) -> tuple[list[str], str]:
    """Part the modifiers, in small letters, from the key."""
    text = text.strip()
    last = max(0, text.rstrip("+").rfind("+") + 1) if not text.endswith("+") else len(text) - 1
    modifiers = [part.strip().lower() for part in text[:last].split("+") if part]
    key = text[last:].strip()
    return modifiers, key if len(key) == 1 else key.lower()
