from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tuimap.corpus.content import HEAD, TAIL, content_of


def written(path: Path, size: int, at: int | None = None) -> Path:
    """A file of zeros, with one other byte at a place."""
    with path.open("wb") as stream:
        stream.truncate(size)
        if at is not None:
            stream.seek(at)
            stream.write(b"x")
    return path


def test_content_does_not_depend_on_the_name_and_one_byte_more_is_another(tmp_path: Path) -> None:
    one, other = tmp_path / "a.wav", tmp_path / os.fsdecode(b"b\xff.wav")
    one.write_bytes(b"sound")
    other.write_bytes(b"sound")
    assert content_of(one) == content_of(other)
    assert len(content_of(one)) == 16
    other.write_bytes(b"sound\0")
    assert content_of(one) != content_of(other)


@pytest.mark.parametrize("size", [HEAD - 1, HEAD, HEAD + 1, HEAD + TAIL, HEAD + TAIL + 9])
def test_the_first_and_last_bytes_of_a_large_file_count(tmp_path: Path, size: int) -> None:
    plain = content_of(written(tmp_path / "a", size))
    assert content_of(written(tmp_path / "b", size, at=0)) != plain
    assert content_of(written(tmp_path / "c", size, at=size - 1)) != plain


def test_the_middle_of_a_very_large_file_is_not_read(tmp_path: Path) -> None:
    size = HEAD + 5 * TAIL
    assert content_of(written(tmp_path / "a", size, at=HEAD + TAIL)) == content_of(written(tmp_path / "b", size))


@pytest.mark.skipif(sys.platform == "win32", reason="there are no named pipes in folders there")
def test_a_pipe_is_refused_and_does_not_block(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match="not a regular file"):
        content_of(tmp_path / "pipe")
