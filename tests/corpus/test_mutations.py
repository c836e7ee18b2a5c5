"""Bytes that were sounds before something happened to them."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from select import select

import numpy as np
import pytest
from hostile_files import encoded, tone
from hypothesis import given, settings
from hypothesis import strategies as st

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="bounds a process's memory as Linux does")

SECONDS = 10.0
MEGABYTES = 64

READER = """
import json, resource, sys
import numpy as np
from tuimap.corpus.decode import decode
from tuimap.corpus.frames import frames
from tuimap.errors import DecodeError

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024

def read(path):
    try:
        audio = decode(path, 30)
        sane = np.isfinite(frames(audio.samples).power).all() and abs(audio.samples).max() <= 1
        return "a sound" if sane and audio.duration > 0 else "a sound that is not sane"
    except DecodeError as error:
        return "refused" if error.message and "\\n" not in error.message else "refused without a reason"
    except BaseException as error:
        return repr(error)

for path in sys.argv[1:]:
    read(path)
room = 1 << 30
used = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (used + room, used + room))
before = peak()
for line in sys.stdin:
    print(json.dumps([read(line[:-1]), peak() - before]), flush=True)
"""


class Reader:
    """A process that decodes what it is given, with little memory to do it in."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "mutant"
        known = []
        for number, content in enumerate(SOUNDS):
            known.append(folder / str(number))
            known[-1].write_bytes(content)
        self.process = subprocess.Popen(
            [sys.executable, "-c", READER, *known],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0,
        )  # fmt: skip

    def read(self, content: bytes) -> tuple[str, int]:
        """Give what became of it, and by how many megabytes the most memory ever used has grown."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self._path.write_bytes(content)
        self.process.stdin.write(f"{self._path}\n".encode())
        if not select([self.process.stdout], [], [], SECONDS)[0]:
            return "it hangs", 0
        answer = self.process.stdout.readline()
        what, grown = json.loads(answer) if answer else ("the process crashed", 0)
        return what, grown


def _sound(container: str, subtype: str) -> bytes:
    return encoded(np.stack([tone(0.1), tone(0.1, 700)], axis=1), container, subtype, rate=48_000)


KINDS = (
    "WAV PCM_16", "WAV FLOAT", "WAV IMA_ADPCM", "WAV MS_ADPCM", "WAVEX PCM_24", "RF64 PCM_16", "W64 PCM_16",
    "AIFF PCM_16", "AU PCM_16", "CAF PCM_16", "CAF ALAC_16", "FLAC PCM_16", "OGG VORBIS", "OGG OPUS",
    "MP3 MPEG_LAYER_III",
)  # fmt: skip
SOUNDS = tuple(_sound(*kind.split()) for kind in KINDS)

Mutation = Callable[[bytes], bytes]
places = st.floats(0, 1, exclude_max=True)
in_headers = st.integers(0, 120)
extremes = st.sampled_from(
    [
        bytes(4),
        b"\xff" * 4,
        b"\x7f\xff\xff\xff",
        b"\xff\xff\xff\x7f",
        b"\x80\0\0\0",
        b"\0\0\0\x80",
        b"\1\0\0\0",
        b"\0\0\0\1",
    ]
)


def at(content: bytes, place: float) -> int:
    return int(place * len(content))


def overwrite(content: bytes, place: int, new: bytes) -> bytes:
    return (content[:place] + new + content[place + len(new) :])[: len(content)]


mutations = st.one_of(
    st.builds(lambda p: lambda c: c[: at(c, p)], places),
    st.builds(lambda p, new: lambda c: overwrite(c, at(c, p), new), places, st.binary(min_size=1, max_size=40)),
    st.builds(lambda p, new: lambda c: overwrite(c, p, new), in_headers, st.binary(min_size=1, max_size=4)),
    st.builds(lambda p, new: lambda c: overwrite(c, p, new), in_headers, extremes),
    st.builds(lambda p, new: lambda c: overwrite(c, 2 * p, new[:2]), in_headers, extremes),
    st.builds(lambda p, q: lambda c: c[: at(c, p)] + c[at(c, q) :], places, places),
    st.builds(lambda p, q, s: lambda c: c[: at(c, p)] + s[at(s, q) :], places, places, st.sampled_from(SOUNDS)),
    st.builds(
        lambda p, n: lambda c: c[: at(c, p)] + c[at(c, p) :][:64] * n + c[at(c, p) :], places, st.integers(2, 40)
    ),
)


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    reader = Reader(tmp_path_factory.mktemp("mutants"))
    with reader.process as process:
        yield reader
        process.kill()


@pytest.mark.parametrize("original", SOUNDS, ids=KINDS)
def test_every_sound_is_read_before_anything_happens_to_it(reader: Reader, original: bytes) -> None:
    assert reader.read(original)[0] == "a sound"


@settings(max_examples=600)
@given(kind=st.sampled_from(KINDS), changes=st.lists(mutations, min_size=1, max_size=4))
def test_whatever_happens_to_its_bytes_a_file_is_a_sound_or_refused_at_once_and_with_little_memory(
    reader: Reader, kind: str, changes: list[Mutation]
) -> None:
    content = SOUNDS[KINDS.index(kind)]
    for change in changes:
        content = change(content)
    what, grown = reader.read(content)
    assert what in ("a sound", "refused")
    assert grown < MEGABYTES
