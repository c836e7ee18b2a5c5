"""Write a file whole or not at all."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


def replace_file(path: Path, content: bytes) -> None:
    """Put `content` in the place of what is there; a link keeps leading to the file, a pipe is written to.

    Raises OSError, and leaves what was there.
    """
    if path.exists() and not path.is_file():
        path.write_bytes(content)
        return
    path = path.resolve()
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(descriptor)  # else the new name can outlive a power cut, and the content not
        Path(temporary).chmod(0o666 & ~_umask())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def write_new(path: Path, content: bytes) -> None:
    """Make a file where there is none, whole or not at all. Raises OSError; FileExistsError where there is one."""
    with new_file(path.parent) as (descriptor, place):
        with os.fdopen(descriptor, "wb", closefd=False) as stream:
            stream.write(content)
            stream.flush()
            os.fsync(descriptor)
        place(path.name)


@contextmanager
def new_file(folder: Path) -> Iterator[tuple[int, Callable[[str], None]]]:
    """Open a file without a name of its own, and give what gives it one; what gets none is gone afterwards.

    Where that name is taken FileExistsError is raised, and another one may be tried.
    """
    descriptor, temporary = tempfile.mkstemp(dir=folder, prefix=".tuimap-")

    def place(name: str) -> None:
        Path(temporary).chmod(0o666 & ~_umask())
        _rename_to_new(Path(temporary), folder / name)

    try:
        yield descriptor, place
    finally:
        os.close(descriptor)
        Path(temporary).unlink(missing_ok=True)


def _rename_to_new(path: Path, target: Path) -> None:
    try:
        target.hardlink_to(path)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        if target.exists() or target.is_symlink():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target)) from None
        path.rename(target)


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
