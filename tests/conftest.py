"""What every test stands on: folders of its own for libraries and caches, and a few real sounds."""

from __future__ import annotations

import gc
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

hypothesis.settings.register_profile("tuimap", deadline=None, derandomize="CI" in os.environ)
hypothesis.settings.load_profile("tuimap")

sys.path.insert(0, str(Path(__file__).parent))  # for what tests share

_HOME = Path(tempfile.mkdtemp(prefix="tuimap-tests-"))
for _name in ("DATA", "CACHE", "STATE", "CONFIG"):
    os.environ[f"XDG_{_name}_HOME"] = str(_HOME / _name.lower())

from tuimap.collection import Collection  # noqa: E402
from tuimap.compile_cache import keep_compiled_programs  # noqa: E402
from tuimap.library_writer import LibraryWriter  # noqa: E402
from tuimap.progress import finish  # noqa: E402
from tuimap.settings import Limits, Settings  # noqa: E402
from tuimap.sound import SoundKey  # noqa: E402
from tuimap.sound_marks import MarkChange  # noqa: E402

keep_compiled_programs()

SAMPLE_CORPUS = Path(__file__).parent.parent / "sample_corpus"


@pytest.fixture(scope="session", autouse=True)
def _own_folders() -> Iterator[None]:
    yield
    shutil.rmtree(_HOME, ignore_errors=True)


@pytest.fixture(autouse=True)
def _process_as_before() -> Iterator[None]:
    """A command that runs within a test settles signals and garbage for its own process, which is that of all tests."""
    numbers = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {number: signal.getsignal(number) for number in numbers}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)
    gc.enable()


@pytest.fixture(scope="session")
def sample_corpus() -> Path:
    """The sounds that come with the project: a folder for each class."""
    return SAMPLE_CORPUS


@pytest.fixture
def few_sounds(tmp_path: Path) -> Path:
    """A folder with 24 of them: three of each of eight classes."""
    folder = tmp_path / "few"
    classes = sorted(path for path in SAMPLE_CORPUS.iterdir() if any(path.glob("*.flac")))[:8]
    for each in classes:
        (folder / each.name).mkdir(parents=True)
        for sound in sorted(each.iterdir())[:3]:
            shutil.copy(sound, folder / each.name)
    return folder


@pytest.fixture
def collection(few_sounds: Path, tmp_path: Path) -> Collection:
    """The same 24, analysed with what takes the least time."""
    from tuimap.pipeline import analyse

    settings = Settings(descriptor="mfcc", reducer="pca")
    collection = Collection((few_sounds,), settings, Limits(jobs=2), tmp_path / "library.sqlite")
    finish(analyse(collection))
    return collection


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory, sample_corpus: Path) -> Collection:
    """An analysed folder of twelve sounds, of which one has all marks; not to be changed."""
    from tuimap.pipeline import analyse

    folder = tmp_path_factory.mktemp("whole")
    sounds = folder / "sounds"
    shutil.copytree(sample_corpus / "bell", sounds / "bell")
    (sounds / "bad.wav").write_bytes(b"no sound")
    collection = Collection((sounds,), Settings(steps=10, reducer="pca"), Limits(jobs=2), folder / "library.sqlite")
    finish(analyse(collection))
    with LibraryWriter(collection.library_path) as library:
        path, known = next((path, known) for path, known in sorted(library.known_files().items()) if known.content)
        assert known.content is not None
        library.change_marks(
            [(SoundKey(path), known.content, MarkChange(True, frozenset({"low", "dark"}), note="mine"))]
        )
    return collection
