"""The one table of keys, from which bindings, the bottom line and the help screen come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from textual.binding import Binding


@dataclass(frozen=True)
class Key:
    """One thing that keys do."""

    id: str
    keys: tuple[str, ...]
    """As Textual names them; several do the same."""
    action: str
    description: str
    """In a word or two, for the bottom line."""
    tooltip: str
    """In a sentence, for the help screen."""
    shown: str
    """How the keys are written for a user; alike for keys that belong together."""
    """The first of them alone is what the bottom line shows."""
    listed: bool = True
    """Whether the bottom line names it."""
    priority: bool = False

    @property
    def short(self) -> str:
        """Give the keys in few characters."""
        return self.shown.split(", ")[0] or self.shown


WALK = "Walk to the nearest sound that way, and hear it."
ZOOM = "Look closer or further away; 0 shows the whole map."
PAN = "Move the view over the map; walking brings it back."
CLUSTER = "Jump to the middle of the next cluster that way."
FREE = "A cursor that goes cell by cell and hears what is near."
STACK = "Next and previous sound in the same cell."
HEARD = "Back and forward through what was heard."
SKIPPED = "The files that were skipped, and the notice above in full."
COLOUR = "What colours say: cluster, folder, marks, pitch and more."
BACK = "Close or clear the newest thing; then stop the analysis."

WALKING: tuple[Key, ...] = (
    Key("walk.left", ("left", "h"), "walk('left')", "walk", WALK, "arrows, hjkl"),
    Key("walk.down", ("down", "j"), "walk('down')", "walk", WALK, "arrows, hjkl"),
    Key("walk.up", ("up", "k"), "walk('up')", "walk", WALK, "arrows, hjkl"),
    Key("walk.right", ("right", "l"), "walk('right')", "walk", WALK, "arrows, hjkl"),
    Key("pan.left", ("shift+left",), "pan(-1, 0)", "pan", PAN, "shift+arrows", listed=False),
    Key("pan.down", ("shift+down",), "pan(0, 1)", "pan", PAN, "shift+arrows", listed=False),
    Key("pan.up", ("shift+up",), "pan(0, -1)", "pan", PAN, "shift+arrows", listed=False),
    Key("pan.right", ("shift+right",), "pan(1, 0)", "pan", PAN, "shift+arrows", listed=False),
    Key("cluster.left", ("ctrl+left",), "cluster('left')", "next cluster", CLUSTER, "ctrl+arrows", listed=False),
    Key("cluster.down", ("ctrl+down",), "cluster('down')", "next cluster", CLUSTER, "ctrl+arrows", listed=False),
    Key("cluster.up", ("ctrl+up",), "cluster('up')", "next cluster", CLUSTER, "ctrl+arrows", listed=False),
    Key("cluster.right", ("ctrl+right",), "cluster('right')", "next cluster", CLUSTER, "ctrl+arrows", listed=False),
    Key("free", ("e",), "free", "free cursor", FREE, "e", listed=False),
    Key("stack.next", ("tab",), "stack(1)", "same cell", STACK, "tab, shift+tab"),
    Key("stack.previous", ("shift+tab",), "stack(-1)", "same cell", STACK, "tab, shift+tab"),
    Key("heard.back", ("[",), "heard(-1)", "heard before", HEARD, "[ ]", listed=False),
    Key("heard.forward", ("]",), "heard(1)", "heard after", HEARD, "[ ]", listed=False),
    Key("random", ("r",), "random", "random", "Any sound, those not heard yet first.", "r", listed=False),
)

AUDITION = "Hear every step, only where you rest, or none by itself."
VOLUME = "Turn the volume down or up, by 3 dB."
TOUR = "Hear the selection, what is found or a way, one by one."
ONSET = "Skip the silence before the sound, or no more."
BEGIN = "Begin earlier or later in the sound; drag in its waveform."

LISTENING: tuple[Key, ...] = (
    Key("again", ("enter",), "again", "hear", "Hear the sound once more.", "enter"),
    Key("stop", ("space",), "stop", "stop", "Stop the sound.", "space"),
    Key("mode", ("m",), "listen('mode')", "mode", "Sounds once, in a loop, or as a cloud of grains.", "m"),
    Key("audition", ("a",), "listen('audition')", "auto", AUDITION, "a"),
    Key("volume.down", ("comma",), "volume(-1)", "volume", VOLUME, ", .", listed=False),
    Key("volume.up", (".",), "volume(1)", "volume", VOLUME, ", .", listed=False),
    Key("begin.earlier", ("(",), "begin(-1)", "begin", BEGIN, "( )", listed=False),
    Key("begin.later", (")",), "begin(1)", "begin", BEGIN, "( )", listed=False),
    Key("speed", ("S",), "listen('speed')", "speed", "As fast as it is, half, or double.", "S", listed=False),
    Key("reverse", ("R",), "listen('reverse')", "reverse", "Backwards, or forwards again.", "R", listed=False),
    Key(
        "onset",
        ("O",),
        "listen('from_onset')",
        "onset",
        ONSET,
        "O",
        listed=False,
    ),
    Key("matched", ("L",), "listen('matched')", "loudness", "All sounds equally loud, or no more.", "L", listed=False),
    Key("tour", ("P",), "tour", "tour", TOUR, "P", listed=False),
    Key("tempo", ("T",), "tempo", "tempo", "How fast they follow each other, in beats a minute.", "T", listed=False),
)

LOOKING: tuple[Key, ...] = (
    Key("zoom.in", ("+", "="), "zoom(1)", "zoom", ZOOM, "+ - 0"),
    Key("zoom.out", ("-", "_"), "zoom(-1)", "zoom", ZOOM, "+ - 0"),
    Key("zoom.whole", ("0",), "zoom(-99)", "zoom", ZOOM, "+ - 0"),
    Key("layout", ("g",), "layout", "grid", "Scattered, or in a grid where each sound has a cell.", "g"),
    Key("colour", ("c",), "colour", "colour", COLOUR, "c"),
    Key("names", ("b",), "names", "names", "Show or hide the names of the clusters.", "b"),
    Key("details", ("d",), "panel('details')", "details", "Show or hide what is known about the sound.", "d"),
    Key("wave", ("w",), "panel('wave')", "waveform", "Show or hide its waveform and its spectrum.", "w"),
)

FIND = "Find names, folders and tags by some of their letters."
NEXT = "Next and previous of what was found."
FILTER = "Keep only what fits, such as kick -loop dur:<1; esc clears."

PATH = "Begin a way here; at another sound, show it step by step."

FINDING: tuple[Key, ...] = (
    Key("find", ("/",), "search", "find", FIND, "/"),
    Key("find.next", ("n",), "next_found(1)", "next", NEXT, "n N", listed=False),
    Key("find.previous", ("N",), "next_found(-1)", "next", NEXT, "n N", listed=False),
    Key("filter", ("&",), "filter", "filter", FILTER, "&"),
    Key("folder", ("F",), "folder", "folder", "Keep only the folder of this sound, or all again.", "F", listed=False),
    Key("list", ("o",), "list", "list", "The sounds as a list: up, down walk in it, < > sort it.", "o"),
    Key("similar", ("s",), "similar", "similar", "The sounds most like this one, and how they differ.", "s"),
    Key("path", ("p",), "path", "way", PATH, "p", listed=False),
)

SORT = "Sort by the next or the previous column; a click on a head does too."

LISTING: tuple[Key, ...] = (
    Key("list.up", ("up", "k"), "pick(-1)", "up", "To the sound above, and hear it.", "up"),
    Key("list.down", ("down", "j"), "pick(1)", "down", "To the sound below, and hear it.", "down"),
    Key("list.page.up", ("pageup",), "page(-1)", "up", "One screen up.", "page up"),
    Key("list.page.down", ("pagedown",), "page(1)", "down", "One screen down.", "page down"),
    Key("list.first", ("home",), "pick(-1000000000)", "first", "To the first sound.", "home"),
    Key("list.last", ("end",), "pick(1000000000)", "last", "To the last sound.", "end"),
    Key("list.sort.previous", ("<",), "sort(-1)", "sort", SORT, "< >"),
    Key("list.sort.next", (">",), "sort(1)", "sort", SORT, "< >"),
)
"""In a list of sounds."""

PROMPTING: tuple[Key, ...] = (
    Key("prompt.leave", ("escape",), "leave", "clear", "Clear the line and go back.", "esc"),
    Key("prompt.next", ("down", "tab", "ctrl+n"), "move(1)", "next", "The next one found.", "down"),
    Key("prompt.previous", ("up", "shift+tab", "ctrl+p"), "move(-1)", "previous", "The one before.", "up"),
)
"""While something is typed."""

SELECT = "Select the sound or let it go; V all found, or else in view."
MARK = "Mark the sound, or all selected: favourite, tags, note."
UNDO = "Undo the last change of a favourite, tags or a note."

KEEPING: tuple[Key, ...] = (
    Key("favourite", ("f",), "favourite", "favourite", MARK, "f, t, i"),
    Key("tags", ("t",), "tags", "favourite", MARK, "f, t, i"),
    Key("note", ("i",), "note", "favourite", MARK, "f, t, i"),
    Key("undo", ("u",), "undo", "undo", UNDO, "u", listed=False),
    Key("select", ("v",), "select", "select", SELECT, "v, V"),
    Key("select.all", ("V",), "select_all", "select", SELECT, "v, V"),
    Key("copy", ("y",), "copy", "copy path", "Copy the path of the sound, or those of the selection.", "y"),
    Key("export", ("x",), "export", "export", "Write a list of the selection, or copy it into a folder.", "x"),
)

PICKING: tuple[Key, ...] = (
    Key("pick", ("enter",), "pick", "take", "Take the selection, or the sound: print its path, and leave.", "enter"),
    Key("again", ("z",), "again", "hear", "Hear the sound once more.", "z"),
)
"""Instead of others, where sounds are chosen for another program."""

INTERRUPT = Key(
    "interrupt", ("ctrl+c",), "app.interrupt", "interrupt", "Leave at once.", "ctrl+c", listed=False, priority=True
)

SUSPEND = Key(
    "suspend", ("ctrl+z",), "app.suspend_process", "suspend", "Back to the shell; fg returns.", "ctrl+z", listed=False
)

REDRAW = Key("redraw", ("ctrl+l",), "app.redraw", "redraw", "Draw the screen anew.", "ctrl+l", listed=False)

PROGRAM: tuple[Key, ...] = (
    Key("skipped", ("!",), "skipped", "skipped", SKIPPED, "!", listed=False),
    Key("back", ("escape",), "back_out", "back", BACK, "esc", listed=False),
    Key("help", ("?",), "help", "help", "All keys, and what the map shows.", "?"),
    Key("palette", ("ctrl+p",), "palette", "commands", "Everything there is to do, found by typing.", "ctrl+p"),
    Key("quit", ("q",), "app.leave", "quit", "Leave; the terminal is as it was.", "q"),
    INTERRUPT,
    SUSPEND,
    REDRAW,
)

TOPICS: dict[str, tuple[Key, ...]] = {
    "walk": WALKING,
    "listen": LISTENING,
    "look": LOOKING,
    "find": FINDING,
    "keep": KEEPING,
    "program": PROGRAM,
}

KEYS: tuple[Key, ...] = tuple(key for keys in TOPICS.values() for key in keys)

CLOSE = Key("close", ("escape", "q", "?"), "dismiss", "close", "Close the page.", "esc")
CLOSE_SKIPPED = Key("close", ("escape", "q", "!"), "dismiss", "close", "Close the list.", "esc")

ANSWERING: tuple[Key, ...] = (
    Key("complete", ("tab",), "complete", "complete", "What the line could become.", "tab", priority=True),
    Key("give.up", ("escape", "ctrl+c"), "give_up", "leave", "Leave all as it is.", "esc", priority=True),
)
"""In a line that asks."""

CHOOSING: tuple[Key, ...] = (
    Key("choose.up", ("up", "ctrl+p"), "choose(-1)", "up", "The one above.", "up", priority=True),
    Key("choose.down", ("down", "ctrl+n"), "choose(1)", "down", "The one below.", "down", priority=True),
    Key("choose.page.up", ("pageup",), "turn_page(-1)", "up", "One screen up.", "page up"),
    Key("choose.page.down", ("pagedown",), "turn_page(1)", "down", "One screen down.", "page down"),
    Key("choose.none", ("escape", "ctrl+c"), "dismiss", "close", "Do nothing.", "esc", priority=True),
)
"""Where one of several is chosen."""

ALL = 1_000_000_000
"""More lines than there are."""

TURN: tuple[Key, ...] = (
    Key("turn.up", ("up", "k"), "turn(-1)", "turn", "One line up.", "arrows"),
    Key("turn.down", ("down", "j"), "turn(1)", "turn", "One line down.", "arrows"),
    Key("turn.page.up", ("pageup",), "page(-1)", "turn", "One screen up.", "page up"),
    Key("turn.page.down", ("pagedown", "space"), "page(1)", "turn", "One screen down.", "page down"),
    Key("turn.home", ("home",), f"turn({-ALL})", "turn", "To the first line.", "home"),
    Key("turn.end", ("end",), f"turn({ALL})", "turn", "To the last line.", "end"),
)
"""In help and lists that are longer than the screen."""


def picking(topics: Mapping[str, tuple[Key, ...]]) -> dict[str, tuple[Key, ...]]:
    """Give the keys, topic by topic, where sounds are chosen for another program."""
    replaced = {key.id for key in PICKING}
    others = {topic: tuple(key for key in keys if key.id not in replaced) for topic, keys in topics.items()}
    return {"pick": PICKING, **others}


def bindings(keys: tuple[Key, ...]) -> list[Binding]:
    """Give what Textual binds."""
    return [
        Binding(
            ",".join(key.keys),
            key.action,
            key.description,
            show=key.listed,
            key_display=key.shown,
            priority=key.priority,
            tooltip=key.tooltip,
            id=key.id,
        )
        for key in keys
    ]


def grouped(keys: tuple[Key, ...]) -> list[Key]:
    """Give one entry for each way of writing the keys, in order."""
    return list({key.shown: key for key in reversed(keys)}.values())[::-1]
