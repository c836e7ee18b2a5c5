from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from tuimap.collection import Collection
from tuimap.engine import EngineProcess, Failed, Finished, Message
from tuimap.library import Library
from tuimap.progress import Progress
from tuimap.settings import Limits, Settings


@pytest.fixture
def collection(few_sounds: Path, tmp_path: Path) -> Collection:
    settings = Settings(descriptor="mfcc", reducer="pca")
    return Collection((few_sounds,), settings, Limits(jobs=2), tmp_path / "library.sqlite")


def test_the_child_reports_previews_and_ends_with_the_counts(collection: Collection) -> None:
    messages = list(EngineProcess(collection).messages())
    assert messages[-1] == Finished(sounds=24, skipped=0)
    stages = {message.stage for message in messages if isinstance(message, Progress)}
    assert stages >= {"scan", "decode", "reduce", "layout"}
    assert any(isinstance(message, Progress) and message.preview is not None for message in messages)
    assert collection.is_current()


def test_of_a_folder_that_has_not_changed_only_the_outcome_is_told(collection: Collection) -> None:
    list(EngineProcess(collection).messages())
    assert list(EngineProcess(collection).messages()) == [Finished(24, 0)]


def test_a_failure_comes_over_as_message_and_mend(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    engine = EngineProcess(Collection((tmp_path / "empty",), library_file=tmp_path / "l.sqlite"))
    (message,) = (message for message in engine.messages() if not isinstance(message, Progress))
    assert isinstance(message, Failed)
    assert "no sound files" in message.message
    assert "wav" in message.mend


def until_decoding(messages: object, engine: EngineProcess) -> Message:
    return next(each for each in messages if isinstance(each, Progress) and each.stage == "decode")  # type: ignore[attr-defined]


def test_cancelling_ends_it_without_a_last_message_and_the_library_stays_sound(collection: Collection) -> None:
    engine = EngineProcess(collection)
    messages = engine.messages()
    until_decoding(messages, engine)
    engine.cancel()
    assert not any(isinstance(message, Finished | Failed) for message in messages)
    with Library(collection.library_path) as library:
        assert library.count_places(collection.map_key) == 0
    assert list(EngineProcess(collection).messages())[-1] == Finished(24, 0)


def test_a_cancelled_engine_does_not_start(collection: Collection) -> None:
    engine = EngineProcess(collection)
    engine.cancel()
    assert list(engine.messages()) == []
    assert not collection.library_path.exists()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no such signal")
def test_a_killed_child_is_a_failure_that_says_how_it_ended_and_where_the_log_is(collection: Collection) -> None:
    engine = EngineProcess(collection)
    messages = engine.messages()
    until_decoding(messages, engine)
    assert engine._process is not None
    os.kill(engine._process.pid, signal.SIGKILL)
    last = list(messages)[-1]
    assert isinstance(last, Failed)
    assert "SIGKILL" in last.message
    assert "engine.log" in last.mend
