"""What every test stands on: folders of its own for libraries and caches, and a few real sounds."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

hypothesis.settings.register_profile("tuimap", deadline=None, derandomize="CI" in os.environ)
hypothesis.settings.load_profile("tuimap")

_HOME = Path(tempfile.mkdtemp(prefix="tuimap-tests-"))
for _name in ("DATA", "CACHE", "STATE", "CONFIG"):
    os.environ[f"XDG_{_name}_HOME"] = str(_HOME / _name.lower())

from tuimap.compile_cache import keep_compiled_programs  # noqa: E402

keep_compiled_programs()

SAMPLE_CORPUS = Path(__file__).parent.parent / "sample_corpus"


@pytest.fixture(scope="session", autouse=True)
def _own_folders() -> Iterator[None]:
    yield
    shutil.rmtree(_HOME, ignore_errors=True)


@pytest.fixture(scope="session")
def sample_corpus() -> Path:
    """The sounds that come with the project: a folder for each class."""
    return SAMPLE_CORPUS


@pytest.fixture
def few_sounds(tmp_path: Path) -> Path:
    """A folder with 24 of them: three of each of eight classes."""
    folder = tmp_path / "few"
    classes = sorted(path for path in SAMPLE_CORPUS.iterdir() if path.is_dir())[:8]
    for each in classes:
        (folder / each.name).mkdir(parents=True)
        for sound in sorted(each.iterdir())[:3]:
            shutil.copy(sound, folder / each.name)
    return folder
