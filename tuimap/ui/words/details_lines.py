"""What is known about one sound, in a few quiet lines."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite, isnan

from tuimap.notes import nearest_note
from tuimap.sound import Sound, clock
from tuimap.ui.charset import Charset
from tuimap.ui.line import Line, joined, width_of
from tuimap.ui.safe_text import escaped, fitted, shortened, shown_name, wrapped
from tuimap.ui.words.here import Here
from tuimap.ui.words.quantities import hertz_text

GAP = "  "
"""Between two facts of a line."""

CHANNELS = {1: "mono", 2: "stereo"}


def details_lines(here: Here, words: Sequence[str], charset: Charset, width: int, height: int) -> list[Line]:
    """Give what is known in `width` columns and at most `height` lines; `words` say how the sound stands out."""
    sound = here.sound
    ascii_only = charset.name == "ascii"
    star: Line = ((f"{charset.favourite} ", "accent"),) if here.marks.favourite else ()
    lines: list[Line] = [
        (*star, (shown_name(sound.name, width - width_of(star), ascii_only), "strong")),
        _folder(here, charset, width),
        *_filled([*_stretch(sound), *_form(sound, ascii_only)], width),
        *_filled(_heard(sound), width),
        *_filled([", ".join(words)] if words else [], width, "wave"),
        *_place(here, charset, width),
        *_said(here, ascii_only, width),
        *(((line, "warn"),) for line in wrapped(escaped(sound.note, ascii_only), width)),
    ]
    return lines[:height]


def _folder(here: Here, charset: Charset, width: int) -> Line:
    """Give the folder, after the glyph where that stands for folders."""
    glyph = _glyph(here, charset) if here.class_name in ("", *here.sound.folder.split("/")) else ()
    return (*glyph, (shown_name(here.sound.folder or "./", width - width_of(glyph), charset.name == "ascii"), "quiet"))


def _glyph(here: Here, charset: Charset) -> Line:
    return ((f"{charset.several[here.class_number]} ", f"class-{here.class_number}"),)


def _stretch(sound: Sound) -> list[str]:
    """Tell where in its file a slice lies."""
    return [f"{clock(sound.start)} - {clock(sound.start + sound.duration)}"] if sound.slice else []


def _form(sound: Sound, ascii_only: bool) -> list[str]:
    """Tell length, rate, channels and coding, as far as they are known."""
    told = [] if sound.length is None else [duration_text(sound.length)]
    if sound.sample_rate:
        told.append(f"{sound.sample_rate / 1000:g} kHz")
    if sound.channels:
        told.append(CHANNELS.get(sound.channels, f"{sound.channels} channels"))
    return [*told, *([escaped(sound.encoding, ascii_only)] if sound.encoding else [])]


def _heard(sound: Sound) -> list[str]:
    """Tell pitch, loudness, the middle of the spectrum and the peak, as far as they are known."""
    traits, told = sound.traits, []
    if traits.pitch is not None:
        told.append(f"{nearest_note(traits.pitch)[0]} {hertz_text(traits.pitch)}")
    if traits.loudness is not None:
        told.append(f"{traits.loudness:.0f} LUFS")
    if traits.centroid is not None:
        told.append(f"centre {hertz_text(traits.centroid)}")
    if not isnan(sound.level):
        told.append(f"peak {sound.level:.1f} dB" if isfinite(sound.level) else "silence")
    return told


def _place(here: Here, charset: Charset, width: int) -> list[Line]:
    """Tell the cluster, after the glyph where that stands for clusters, and how many share the cell."""
    cluster = escaped(here.cluster, charset.name == "ascii")
    glyph = _glyph(here, charset) if here.class_name == here.cluster else ()
    named: Line = (*glyph, ("in ", "quiet"), (fitted(cluster, width - width_of(glyph) - 3), "plain"))
    belongs: list[Line] = [named] if cluster else []
    cell = f"{here.place} of {here.stack} in this cell" if here.stack > 1 else "alone in its cell"
    return _rows([*belongs, ((cell, "quiet"),)], width)


def _said(here: Here, ascii_only: bool, width: int) -> list[Line]:
    """Tell the tags that the user gave, and the note."""
    tags = ", ".join(escaped(tag, ascii_only) for tag in sorted(here.marks.tags))
    tagged: list[Line] = [(("tags ", "quiet"), (fitted(tags, width - 5), "plain"))] if tags else []
    note = wrapped(escaped(here.marks.note, ascii_only), width)
    return [*tagged, *(((line, "plain"),) for line in note)]


def _filled(facts: list[str], width: int, role: str = "plain") -> list[Line]:
    """Put facts side by side, in as many lines as it takes."""
    return _rows([((shortened(fact, width), role),) for fact in facts], width)


def _rows(facts: list[Line], width: int) -> list[Line]:
    rows: list[list[Line]] = []
    for fact in facts:
        if rows and width_of(joined([*rows[-1], fact], GAP)) <= width:
            rows[-1].append(fact)
        else:
            rows.append([fact])
    return [joined(row, GAP) for row in rows]


def duration_text(seconds: float) -> str:
    """Write a duration as people do."""
    if seconds < 60:
        return f"{seconds:.2f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest:02d} s"
