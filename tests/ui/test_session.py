"""How a collection was last looked at, as a file keeps it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuimap.sound import SoundKey
from tuimap.ui.listening import MODES, SPEEDS, Listening
from tuimap.ui.map.viewport import ZOOMS
from tuimap.ui.memory import Memory, memory_of
from tuimap.ui.panels import PANELS, Panels
from tuimap.ui.session import READERS, Session, session_of, text_of

LOOKED = Session(
    SoundKey("kit/\udcff.wav", 1.5, 0.25),
    (0.25, 0.75),
    4.0,
    Panels(frozenset({"wave"}), frozenset()),
    "pitch",
    False,
    True,
    "kick -loop",
    Listening("loop", volume_db=-6.0, tempo=120.0),
)


def panels() -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(PANELS))


@given(
    st.builds(
        Session,
        st.none()
        | st.builds(SoundKey, st.text(max_size=20).filter(lambda text: "\0" not in text), *[st.floats(0, 1e6)] * 2),
        st.tuples(st.floats(0, 1), st.floats(0, 1)),
        st.sampled_from(ZOOMS),
        st.builds(Panels, panels(), panels()),
        listening=st.sampled_from([Listening(mode, speed=speed) for mode in MODES for speed in SPEEDS]),
    )
)
def test_a_session_is_read_as_it_was_written(session: Session) -> None:
    assert session_of(text_of(session)) == session


def test_every_field_is_read() -> None:
    assert set(READERS) == set(vars(LOOKED))


@pytest.mark.parametrize(
    ("name", "damage"),
    [
        ("sound", ["a\0.wav", 0, 0]),
        ("sound", [3, 0, 0]),
        ("sound", "a.wav"),
        ("view", [0.5, 1.5]),
        ("view", [0.5, "1"]),
        ("view", [float("nan"), 0]),
        ("zoom", 5),
        ("zoom", True),
        ("panels", {"roomy": ["wave"]}),
        ("panels", 7),
        ("colour_by", "taste"),
        ("names_shown", 1),
        ("filter", 7),
        ("listening", 7),
    ],
)
def test_a_damaged_field_is_as_at_the_first_start_and_the_others_stay(name: str, damage: object) -> None:
    stored = json.loads(text_of(LOOKED))
    stored[name] = damage
    assert vars(session_of(json.dumps(stored))) == {**vars(LOOKED), name: getattr(Session(), name)}


@pytest.mark.parametrize("text", [b"", b"\xff", b"[]", b"{}", b"[" * 100_000, b'{"version": 2, "zoom": 4}'])
def test_what_is_no_session_is_none(text: bytes) -> None:
    assert session_of(text) == Session()


def test_each_collection_has_a_memory_of_its_own(tmp_path: Path) -> None:
    here, there = memory_of(tmp_path / "a.sqlite"), memory_of(tmp_path / "b.sqlite")
    here.keep(LOOKED, walked=False)
    assert here.session() == LOOKED
    assert there.session() == Session()
    assert memory_of(tmp_path / "x" / ".." / "a.sqlite") == here


def test_who_has_walked_once_is_known_in_every_collection(tmp_path: Path) -> None:
    here, there = Memory(tmp_path, "a"), Memory(tmp_path, "b")
    here.keep(LOOKED, walked=False)
    assert not there.knows_the_user()
    here.keep(LOOKED, walked=True)
    assert there.knows_the_user()


def test_where_nothing_can_be_written_nothing_is_kept_and_nothing_fails(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    memory = Memory(tmp_path / "file" / "screens", "a")
    memory.keep(LOOKED, walked=True)
    assert memory.session() == Session()


def test_a_file_much_too_large_is_not_read(tmp_path: Path) -> None:
    memory = Memory(tmp_path, "a")
    (tmp_path / "a.json").write_text(text_of(LOOKED) + " " * 70_000)
    assert memory.session() == Session()
