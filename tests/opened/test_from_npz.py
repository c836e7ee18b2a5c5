"""Maps in NumPy archives."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest

from tuimap.errors import CorpusError
from tuimap.opened.from_npz import read_npz
from tuimap.opened.points import sound_map
from tuimap.sound_map import SoundMap


def archive(folder: Path, **arrays: object) -> Path:
    file = folder / "map.npz"
    np.savez(file, **arrays)  # type: ignore[arg-type]
    return file


def opened(folder: Path, **arrays: object) -> SoundMap:
    return sound_map(read_npz(archive(folder, **arrays)), folder)


@pytest.mark.parametrize("kind", [np.float16, np.float32, np.float64, np.int32])
def test_positions_of_any_number_are_fitted_into_the_square(tmp_path: Path, kind: type) -> None:
    found = opened(tmp_path, positions=np.array([[-5, 0], [15, 10]], kind))
    assert found.positions.tolist() == [[0.0, 0.25], [1.0, 0.75]]


def test_x_and_y_paths_labels_and_numbers_are_read(tmp_path: Path) -> None:
    found = opened(
        tmp_path,
        x=np.arange(3.0),
        y=np.zeros(3),
        paths=np.array(["a/ä.wav", "b.wav", "b.wav"]),
        labels=np.array(["hat", "kick", "kick"]),
        start=np.array([0.0, 0.0, 2.0]),
        duration=np.array([1.0, 2.0, 1.0]),
    )
    assert [sound.path for sound in found.sounds] == ["a/ä.wav", "b.wav", "b.wav"]
    assert [sound.slice for sound in found.sounds] == [False, True, True]
    assert found.cluster_names == ("kick", "hat")


def test_numbers_may_be_labels_and_less_than_none_is_none(tmp_path: Path) -> None:
    found = opened(tmp_path, positions=np.zeros((3, 2)), labels=np.array([-1, 7, 7]))
    assert found.cluster_names == ("7",)
    assert found.clusters is not None
    assert found.clusters.tolist() == [-1, 0, 0]


def test_places_that_are_not_finite_are_left_out_of_every_column(tmp_path: Path) -> None:
    points = read_npz(
        archive(
            tmp_path,
            positions=np.array([[0, 0], [np.nan, 0], [1, np.inf], [2, 2]]),
            paths=np.array(["a", "b", "c", "d"]),
            labels=np.array(["1", "2", "3", "4"]),
            pitch=np.array([1.0, 2.0, 3.0, 4.0]),
        )
    )
    assert [skip.path for skip in points.skipped] == ["b", "c"]
    assert (points.paths, points.numbers["pitch"].tolist()) == (bytearray(b"a\0d\0"), [1.0, 4.0])
    assert points.labels is not None
    assert points.labels.tolist() == [0, 3]


@pytest.mark.parametrize("far", [1e300, 1e-300, 0.0])
def test_any_span_is_fitted(tmp_path: Path, far: float) -> None:
    positions = opened(tmp_path, positions=np.array([[-far, 0.0], [far, far]])).positions
    assert np.isfinite(positions).all()
    assert positions[:, 0].tolist() == ([0.0, 1.0] if far else [0.5, 0.5])


@pytest.mark.parametrize(
    ("arrays", "said"),
    [
        ({"embedding": np.zeros((3, 2))}, "there are no positions, nor x and y; it holds embedding"),
        ({"positions": np.zeros((3, 5))}, "positions should be numbers [points, 2], and is (3, 5)"),
        ({"positions": np.zeros((3, 2)), "paths": np.array(["a"])}, "paths should hold 3 paths, and has (1,) of <U1"),
        ({"x": np.zeros(3), "y": np.zeros(2)}, "y should hold 3 numbers, and has (2,) of float64"),
        ({"positions": np.zeros((1, 2)), "paths": np.array([{}])}, "cannot be read: Object arrays cannot be loaded"),
    ],
)
def test_a_file_that_is_no_map_is_one_clear_line(tmp_path: Path, arrays: dict[str, object], said: str) -> None:
    with pytest.raises(CorpusError) as raised:
        read_npz(archive(tmp_path, **arrays))
    assert said in raised.value.message
    assert "\n" not in str(raised.value)
    assert raised.value.mend


@pytest.mark.parametrize("damage", ["text", "cut", "array", "empty"])
def test_a_damaged_file_is_one_clear_line(tmp_path: Path, damage: str) -> None:
    file = archive(tmp_path, positions=np.random.default_rng(0).random((500, 2)))
    whole = file.read_bytes()
    if damage == "array":
        with file.open("wb") as out:
            np.save(out, np.zeros((3, 2)))
    elif damage == "empty":
        with zipfile.ZipFile(file, "w"):
            pass
    else:
        file.write_bytes(b"not an archive" if damage == "text" else whole[: len(whole) // 2])
    with pytest.raises(CorpusError, match=r"map\.npz"):
        read_npz(file)


def test_an_array_that_is_none_is_one_clear_line(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "map.npz", "w") as out:
        out.writestr("positions.npy", b"")
    with pytest.raises(CorpusError, match="positions is no array"):
        read_npz(tmp_path / "map.npz")


def test_a_small_archive_of_more_than_memory_holds_is_not_unpacked(tmp_path: Path) -> None:
    heading = BytesIO()
    np.lib.format.write_array_header_1_0(heading, {"descr": "<f8", "fortran_order": False, "shape": (1 << 27, 2)})
    with (
        zipfile.ZipFile(tmp_path / "map.npz", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as out,
        out.open("positions.npy", "w") as member,
    ):
        member.write(heading.getvalue())
        for _ in range(65):
            member.write(bytes(1 << 24))
    with pytest.raises(CorpusError, match="positions would take"):
        read_npz(tmp_path / "map.npz")
