"""Files that a folder of sounds may hold and that no program likes, each with what must become of it."""

from __future__ import annotations

import io
import os
import socket
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import soundfile
from numpy.typing import NDArray

RATE = 44_100
LOAD, SKIP, PASS_OVER = "load", "skip", "pass over"
UNREADABLE = LOAD if hasattr(os, "geteuid") and os.geteuid() == 0 else SKIP


class Hostile(NamedTuple):
    """A file and what must become of it."""

    path: str
    """Relative to the folder of all of them."""
    content: bytes
    outcome: str
    words: str = ""
    """A pattern for the note of a sound, and for the reason of a file that is skipped."""
    seconds: float | None = None
    """How long the sound is, where that is certain."""


def tone(seconds: float = 0.3, hertz: float = 440.0, rate: int = RATE) -> NDArray[np.float64]:
    time = np.arange(round(seconds * rate)) / rate
    return 0.5 * np.sin(2 * np.pi * hertz * time) * np.exp(-3 * time)


def encoded(
    samples: NDArray[np.float64], container: str = "WAV", subtype: str | None = None, rate: int = RATE
) -> bytes:
    buffer = io.BytesIO()
    soundfile.write(buffer, samples, rate, format=container, subtype=subtype)
    return buffer.getvalue()


PCM = (tone() * 32767).astype("<i2").tobytes()


def wav(
    samples: bytes = PCM,
    *,
    size: int | None = None,
    riff: int | None = None,
    code: int = 1,
    channels: int = 1,
    rate: int = RATE,
    bits: int = 16,
    align: int | None = None,
) -> bytes:
    """Give a WAV file whose header says whatever is wanted."""
    size = len(samples) if size is None else size
    riff = (36 + size) & 0xFFFFFFFF if riff is None else riff
    align = (channels * bits // 8) & 0xFFFF if align is None else align
    form = struct.pack("<HHIIHH", code, channels, rate, rate * align & 0xFFFFFFFF, align, bits)
    return struct.pack("<4sI8sI", b"RIFF", riff, b"WAVEfmt ", 16) + form + struct.pack("<4sI", b"data", size) + samples


def hostile_files() -> Iterator[Hostile]:
    """Give all that are plain files."""
    yield from _formats()
    yield from _headers()
    yield from _cut()
    yield from _rotten()
    yield from _contents()
    yield from _disguised()
    yield from _names()


_CODINGS = (
    ("WAV", "PCM_U8 PCM_16 PCM_24 PCM_32 FLOAT DOUBLE ALAW ULAW IMA_ADPCM MS_ADPCM", "wav"), ("WAV", "GSM610", "wav"),
    ("WAVEX", "PCM_24", "wav"), ("AIFF", "PCM_16 FLOAT", "aiff"), ("AU", "PCM_16", "au"), ("FLAC", "PCM_24", "flac"),
    ("OGG", "VORBIS OPUS", "ogg"), ("MP3", "MPEG_LAYER_III", "mp3"), ("CAF", "PCM_16 ALAC_16", "caf"),
    ("W64", "PCM_16", "w64"), ("RF64", "PCM_16", "rf64"),
)  # fmt: skip


def _formats() -> Iterator[Hostile]:
    for container, subtypes, suffix in _CODINGS:
        for subtype in subtypes.split():
            rate = 8_000 if subtype == "GSM610" else 48_000
            content = encoded(tone(rate=rate), container, subtype, rate)
            yield Hostile(f"formats/{container}_{subtype}.{suffix}", content, LOAD)
    for rate in (1_000, 4_000, 8_000, 11_025, 11_127, 22_050, 96_000, 192_000, 384_000, 768_000):
        yield Hostile(f"formats/{rate} Hz.wav", encoded(tone(hertz=200, rate=rate), rate=rate), LOAD, seconds=0.3)
    for channels in (2, 3, 6, 32, 255, 1024):
        together = np.stack([tone() * (1 - each / 2048) for each in range(channels)], axis=1)
        yield Hostile(f"formats/{channels} channels.wav", encoded(together), LOAD, seconds=0.3)
    yield Hostile("formats/antiphase.wav", encoded(np.stack([tone(), -tone()], axis=1)), LOAD, seconds=0.3)


def _headers() -> Iterator[Hostile]:
    junk = struct.pack("<4sI", b"JUNK", 101) + bytes(102)
    whole = wav()
    yield Hostile("headers/12 bytes.wav", whole[:12], SKIP, "unreadable")
    yield Hostile("headers/30 bytes.wav", whole[:30], SKIP, "unreadable")
    yield Hostile("headers/alone.wav", wav(b""), SKIP, "no samples")
    yield Hostile("headers/alone but promising.wav", wav(b"", size=9_000), SKIP, "no samples")
    yield Hostile("headers/no form.wav", whole[:12] + whole[36:], SKIP, "unreadable")
    yield Hostile("headers/junk before the form.wav", whole[:12] + junk + whole[12:], LOAD, seconds=0.3)
    yield Hostile("headers/4 GB.wav", wav(size=0xFFFFFFFF, riff=0xFFFFFFFF), LOAD, seconds=0.3)
    yield Hostile("headers/2 GB.wav", wav(PCM[:2000], size=0x7FFFFFF0), LOAD, "cut short: 0.02 of 24347.89 s")
    yield Hostile("headers/from a pipe.wav", wav(size=0, riff=0), LOAD, seconds=0.3)
    yield Hostile("headers/from another pipe.wav", wav(size=0x7FFFF000), LOAD, seconds=0.3)
    yield Hostile("headers/odd size.wav", wav(PCM[:-1]), LOAD, seconds=0.3)
    yield Hostile("headers/0 Hz.wav", wav(rate=0), SKIP, "unreadable")
    yield Hostile("headers/1 Hz.wav", wav(rate=1), SKIP, "sample rate of 1 Hz")
    yield Hostile("headers/4 GHz.wav", wav(rate=4_000_000_000), SKIP, "unreadable|sample rate")
    yield Hostile("headers/0 channels.wav", wav(channels=0), SKIP, "unreadable")
    yield Hostile("headers/65535 channels.wav", wav(channels=65_535), SKIP, "unreadable")
    yield Hostile("headers/7 bits.wav", wav(bits=7, align=2), LOAD)
    yield Hostile("headers/unknown coding.wav", wav(code=0x4242), SKIP, "unreadable")
    yield Hostile(
        "headers/a chunk of 4 GB.wav", whole[:12] + struct.pack("<4sI", b"JUNK", 0xFFFFFFF0), SKIP, "unreadable"
    )


def _cut() -> Iterator[Hostile]:
    sound = np.random.default_rng(0).normal(0, 0.1, 3 * RATE)
    for kind in ("WAV", "AIFF", "AU", "CAF", "W64", "RF64", "FLAC", "OGG", "MP3"):
        content = encoded(sound, kind)
        yield Hostile(
            f"cut/a third is missing.{kind.lower()}", content[: len(content) * 2 // 3], LOAD, "cut short|damaged"
        )
        yield Hostile(f"cut/empty.{kind.lower()}", b"", SKIP, "the file is empty")
        yield Hostile(f"cut/10 bytes.{kind.lower()}", content[:10], SKIP, "no known sound format|unreadable")
    yield Hostile("cut/first page.ogg", encoded(sound, "OGG")[:60], SKIP, "unreadable")
    yield Hostile("cut/in half.wav", wav(PCM[: len(PCM) // 2], size=len(PCM)), LOAD, r"cut short: 0.15 of 0.30 s", 0.15)


def _rotten() -> Iterator[Hostile]:
    random = np.random.default_rng(1)
    flac, mp3 = encoded(tone(1.0), "FLAC"), encoded(tone(1.0), "MP3")
    checksum = flac.index(b"fLaC") + 26
    middle = len(flac) // 2
    rotten = flac[:middle] + random.bytes(400) + flac[middle + 400 :]
    yield Hostile("rotten/checksum.flac", flac[:checksum] + b"\xaa" * 16 + flac[checksum + 16 :], LOAD, seconds=1.0)
    yield Hostile("rotten/middle.flac", rotten, LOAD, "damaged after")
    yield Hostile("rotten/noise.wav", random.bytes(50_000), SKIP, "no known sound format")
    yield Hostile("rotten/tag alone.mp3", b"ID3\x03\x00\x00\x00\x00\x0f\x76" + bytes(2038), SKIP, "no known|unreadable")
    yield Hostile("rotten/large tag.mp3", b"ID3\x03\x00\x00\x00\x0c\x1a\x40" + bytes(200_000) + mp3, LOAD)
    yield Hostile("rotten/tail.mp3", mp3 + random.bytes(20_000), LOAD)


def _contents() -> Iterator[Hostile]:
    for name, value in (("nan", np.nan), ("infinity", np.inf), ("minus infinity", -np.inf)):
        sound = tone()
        sound[1000] = value
        yield Hostile(f"contents/one {name}.wav", encoded(sound, subtype="FLOAT"), LOAD, seconds=0.3)
    yield Hostile("contents/all nan.wav", encoded(np.full(9000, np.nan), subtype="FLOAT"), SKIP, "is a number")
    yield Hostile("contents/1e30.wav", encoded(tone() * 1e30, subtype="FLOAT"), LOAD)
    yield Hostile("contents/1e300.wav", encoded(tone() * 1e300, subtype="DOUBLE"), LOAD)
    yield Hostile("contents/1e-40.wav", encoded(np.full(9000, 1e-40), subtype="FLOAT"), LOAD)
    yield Hostile("contents/too loud.wav", encoded(tone() * 4, subtype="FLOAT"), LOAD)
    yield Hostile("contents/silence.wav", encoded(np.zeros(9000)), LOAD)
    yield Hostile("contents/long silence.flac", encoded(np.zeros(20 * RATE), "FLAC"), LOAD, seconds=20)
    yield Hostile("contents/direct current.wav", encoded(np.full(9000, 0.5)), LOAD)
    yield Hostile("contents/square noise.wav", encoded(np.sign(np.sin(np.arange(9000.0) ** 2)) * 0.9999), LOAD)
    yield Hostile("contents/click.wav", encoded(np.append(1.0, np.zeros(9000))), LOAD)
    for n_samples in (1, 10, 1023):
        yield Hostile(f"contents/{n_samples} samples.wav", encoded(tone()[:n_samples] + 0.25), LOAD)


def _disguised() -> Iterator[Hostile]:
    flac, whole = encoded(tone(), "FLAC"), wav()
    yield Hostile("disguised/flac.wav", flac, LOAD, seconds=0.3)
    yield Hostile("disguised/wav.mp3", whole, LOAD, seconds=0.3)
    yield Hostile("disguised/picture.wav", b"\x89PNG\r\n\x1a\n" + bytes(100), SKIP, "no known sound format")
    yield Hostile("disguised/text.mp3", b"this is not music\n" * 200, SKIP, "no known sound format")
    yield Hostile("disguised/page.ogg", b"<!DOCTYPE html><title>404</title>", SKIP, "no known sound format")
    yield Hostile("disguised/text.m4a", b"this is not music\n" * 200, SKIP, "ffmpeg")
    yield Hostile("disguised/playlist.m4a", b"#EXTM3U\n#EXTINF:9,\n/etc/passwd\n", SKIP, "ffmpeg")
    yield Hostile("disguised/UPPER.WAV", whole, LOAD, seconds=0.3)
    yield Hostile("disguised/double.wav.flac", flac, LOAD, seconds=0.3)
    yield Hostile("disguised/sound without a suffix", whole, LOAD, seconds=0.3)
    yield Hostile("disguised/README", b"this is not music\n", PASS_OVER)
    yield Hostile("disguised/nothing", b"", PASS_OVER)
    yield Hostile("disguised/song.als", whole, PASS_OVER)
    yield Hostile("disguised/kick.wav.asd", whole, PASS_OVER)
    for hidden in (".hidden.wav", ".git/a.wav", "._apple.wav", "__MACOSX/a.wav", ".DS_Store"):
        yield Hostile(f"disguised/{hidden}", whole, PASS_OVER)


_NAMES = (
    "two  spaces .wav", " .wav", "ünïcødé 太鼓 🥁.wav", "nfd e\u0301.wav", "nfc \u00e9.wav", "\u202eevil\u202c.wav",
    "עברית.wav", "zero\u200bwidth\u200d.wav", "e" + "\u0301" * 60 + ".wav", "new\nline.wav", "tab\there.wav",
    "car\rriage.wav", "ansi\x1b[31mred\x1b[2J\x1b]0;owned\x07.wav", "\udc9b31mC1.wav", "latin1_\udce9\udcff.wav",
    "[red]x[/red].wav", "[bold.wav", "[@click=app.quit]q.wav", "-rf.wav", "--help.wav", "=1+1.wav", 'comma,quote".wav',
    "single'$(touch owned)`id`;&|.wav", "%s%n{0}{x!r}.wav", "back\\slash.wav", "*?.wav", "~.wav", "CON.wav",
    "L" * 251 + ".wav", "漢" * 83 + ".wav", "same.wav", "/".join(["n" * 200] * 18) + "/long.wav",
    "/".join(f"d{depth}" for depth in range(60)) + "/deep.wav", "folder.wav/inside.wav",
)  # fmt: skip


def _names() -> Iterator[Hostile]:
    for number, name in enumerate(_NAMES):
        yield Hostile(f"names/{name}", encoded(tone(hertz=300 + 7 * number)), LOAD, seconds=0.3)
    yield Hostile("names/same.flac", encoded(tone(), "FLAC"), LOAD, seconds=0.3)
    for number in range(12):
        yield Hostile(f"names/the same sound {number}.wav", wav(), LOAD, seconds=0.3)


def make_hostile_files(folder: Path) -> list[Hostile]:
    """Write all of them, and whatever is no plain file."""
    files = list(hostile_files())
    for file in files:
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.content)
    return files + list(_make_what_is_no_plain_file(folder / "kinds"))


def _make_what_is_no_plain_file(folder: Path) -> Iterator[Hostile]:
    (folder / "empty").mkdir(parents=True)
    for name, target, outcome, words in (
        ("dangling.wav", "nowhere.wav", SKIP, "leads nowhere"), ("self.wav", "self.wav", SKIP, "leads nowhere"),
        ("zero.wav", "/dev/zero", SKIP, "a device"), ("null.wav", "/dev/null", SKIP, "a device"),
        ("link.wav", "../headers/odd size.wav", LOAD, ""), ("loop", "..", PASS_OVER, ""),
        ("dangling", "nowhere", PASS_OVER, ""), ("link", "empty", PASS_OVER, ""),
    ):  # fmt: skip
        (folder / name).symlink_to(target)
        yield Hostile(f"kinds/{name}", b"", outcome, words)
    os.mkfifo(folder / "pipe.wav")
    yield Hostile("kinds/pipe.wav", b"", SKIP, "a named pipe")
    os.mkfifo(folder / "pipe")
    yield Hostile("kinds/pipe", b"", PASS_OVER)
    with socket.socket(socket.AF_UNIX) as plug:
        plug.bind(os.path.relpath(folder / "socket.wav"))
    yield Hostile("kinds/socket.wav", b"", SKIP, "a socket")
    os.link(folder.parent / "names" / "same.wav", folder / "hard link.wav")
    yield Hostile("kinds/hard link.wav", b"", LOAD)
    (folder / "locked.wav").write_bytes(wav())
    (folder / "locked.wav").chmod(0)
    yield Hostile("kinds/locked.wav", b"", UNREADABLE, "" if UNREADABLE == LOAD else "Permission denied")
    (folder / "locked").mkdir()
    (folder / "locked" / "inside.wav").write_bytes(wav())
    (folder / "locked").chmod(0)
    inside = "kinds/locked/inside.wav" if UNREADABLE == LOAD else "kinds/locked"
    yield Hostile(inside, b"", UNREADABLE, "" if UNREADABLE == LOAD else "the folder cannot be read")
