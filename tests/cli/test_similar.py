from __future__ import annotations

import os
from pathlib import Path

import pytest

from tuimap.cli.main import main
from tuimap.collection import Collection

METHOD = ("--descriptor", "mfcc", "--reducer", "pca", "--progress", "none")


@pytest.fixture
def similar(collection: Collection, capfdbinary: pytest.CaptureFixture[bytes]):  # type: ignore[no-untyped-def]
    def ask(*arguments: str | Path) -> tuple[int, list[list[str]], str]:
        folder, library = collection.paths[0], collection.library_path
        code = main(["similar", *map(str, (folder, *arguments, "--library", library, *METHOD))])
        out, err = capfdbinary.readouterr()
        return code, [line.split("\t") for line in os.fsdecode(out).splitlines()], err.decode()

    return ask


def first(collection: Collection) -> str:
    found = collection.load()
    assert found is not None
    return found.sounds[0].path


def test_the_most_similar_sounds_come_with_their_distances(similar, collection: Collection) -> None:  # type: ignore[no-untyped-def]
    code, lines, err = similar(first(collection), "-n", "3")
    assert (code, err, len(lines)) == (0, "", 3)
    assert first(collection) not in [path for path, _ in lines]
    assert all((collection.root / path).is_file() for path, _ in lines)
    distances = [float(distance) for _, distance in lines]
    assert distances == sorted(distances)
    assert 0 < distances[0] < 2


def test_a_sound_may_be_named_by_its_whole_path(similar, collection: Collection) -> None:  # type: ignore[no-untyped-def]
    relative, absolute = similar(first(collection)), similar(collection.root / first(collection))
    assert relative == absolute
    assert len(relative[1]) == 12


def test_a_sound_that_is_not_there_is_one_line_with_the_likeliest_one(similar, collection: Collection) -> None:  # type: ignore[no-untyped-def]
    name = Path(first(collection)).name
    code, lines, err = similar(f"elsewhere/{name}")
    assert (code, lines) == (1, [])
    assert err == f"tuimap: elsewhere/{name} is not on the map of few. Is it {first(collection)}?\n"


def test_of_a_recording_in_slices_the_one_is_taken_that_holds_a_second(
    few_sounds: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    library = ("--library", str(tmp_path / "slices.sqlite"), "--slice", "0.1", *METHOD)
    long = max((path for path in few_sounds.rglob("*.*")), key=lambda path: path.stat().st_size)
    told = []
    for second in ("0", "0.15"):
        assert main(["similar", str(few_sounds), str(long), "-n", "1", "--at", second, *library]) == 0
        told.append(capfd.readouterr().out.rstrip("\n").split("\t"))
    assert [len(line) for line in told] == [3, 3]
    assert told[0] != told[1]


def test_a_second_of_a_sound_that_is_whole_is_a_mistake(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["similar", ".", "a.wav", "--at", "1"])
    assert capfd.readouterr().err == "tuimap: --at is for --slice. See tuimap similar --help\n"
