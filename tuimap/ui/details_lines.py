"""What is known about one sound, line by line, its waveform last."""

from __future__ import annotations

from math import isfinite

from tuimap.notes import nearest_note
from tuimap.sound import Traits, clock
from tuimap.ui.charset import Charset
from tuimap.ui.here import Here
from tuimap.ui.legend import class_label
from tuimap.ui.line import Line, width_of
from tuimap.ui.safe_text import escaped, fitted, shown_name

LABEL = 9
"""Columns for what a value is."""

WAVE_ROWS = 3, 7
"""Fewest and most rows of the waveform."""

CHANNELS = {1: "mono", 2: "stereo"}


def details_lines(here: Here, charset: Charset, width: int, height: int) -> list[Line]:
    """Give name, folder, facts and waveform in `width` columns and at most `height` lines."""
    sound = here.sound
    ascii_only = charset.name == "ascii"
    star: Line = ((f"{charset.favourite} ", "accent"),) if here.marks.favourite else ()
    heading: list[Line] = [
        (*star, (shown_name(sound.name, width - width_of(star), ascii_only), "strong")),
        ((shown_name(sound.folder or "./", width, ascii_only), "quiet"),),
        (),
    ]
    lines = [*heading, *(_fact(label, value, width) for label, value in facts(here, charset)), ()]
    rows = min(WAVE_ROWS[1], max(WAVE_ROWS[0], height - len(lines) - 1))
    return [*lines, *wave_lines(here, charset, width, rows)][:height]


def facts(here: Here, charset: Charset) -> list[tuple[str, str]]:
    """Give labels and values."""
    sound = here.sound
    ascii_only = charset.name == "ascii"
    tags = [escaped(tag, ascii_only) for tag in sorted(here.marks.tags)]
    stretch = f"{clock(sound.start)} - {clock(sound.start + sound.duration)}"
    return [
        *([("slice", stretch)] if sound.slice else []),
        ("length", duration_text(sound.duration)),
        ("format", f"{sound.sample_rate / 1000:g} kHz  {CHANNELS.get(sound.channels, f'{sound.channels} channels')}"),
        ("coding", escaped(sound.encoding, ascii_only)),
        ("peak", f"{sound.level:.1f} dB" if isfinite(sound.level) else "silence"),
        *_traits(sound.traits),
        ("place", f"{here.x:.3f}  {here.y:.3f}"),
        ("class", f"{charset.several[here.class_number]} {class_label(here.class_name, 24, charset)}"),
        *([("cluster", escaped(here.cluster, ascii_only))] if here.cluster else []),
        ("cell", f"{here.place} of {here.stack}" if here.stack > 1 else "alone"),
        *([("tags", ", ".join(tags))] if tags else []),
        *([("note", escaped(here.marks.note, ascii_only))] if here.marks.note else []),
        *([("reader", escaped(sound.note, ascii_only))] if sound.note else []),
    ]


def _traits(traits: Traits) -> list[tuple[str, str]]:
    """Give what is known of loudness, pitch and centroid, each in so few columns that a narrow panel holds it."""
    told = []
    if traits.loudness is not None:
        told.append(("loudness", f"{traits.loudness:.0f} LUFS"))
    if traits.pitch is not None:
        told.append(("pitch", f"{nearest_note(traits.pitch)[0]}  {hertz_text(traits.pitch)}"))
    if traits.centroid is not None:
        told.append(("centroid", hertz_text(traits.centroid)))
    return told


def hertz_text(hertz: float) -> str:
    """Write a frequency as people do: `221 Hz`, `1.2 kHz`."""
    return f"{hertz:.0f} Hz" if round(hertz) < 1000 else f"{hertz / 1000:.1f} kHz"


def wave_lines(here: Here, charset: Charset, width: int, rows: int) -> list[Line]:
    """Give the waveform, empty until it is read, and its time scale."""
    from tuimap.ui.wave_cells import time_labels, wave_rows

    drawn: list[Line] = [((row, "wave"),) for row in wave_rows(here.overview or b"", width, rows, charset.name)]
    return [*drawn, ((time_labels(min(here.sound.duration, here.sound.described), width), "quiet"),)]


def duration_text(seconds: float) -> str:
    """Write a duration as people do."""
    if seconds < 60:
        return f"{seconds:.2f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest:02d} s"


def _fact(label: str, value: str, width: int) -> Line:
    return ((label.ljust(LABEL), "quiet"), (fitted(value, max(1, width - LABEL)), "plain"))
