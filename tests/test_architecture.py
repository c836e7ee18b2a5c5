from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "tuimap"

FLOORS = (
    {
        "address",
        "atomic",
        "child_process",
        "crash_log",
        "errors",
        "progress",
        "notes",
        "sound",
        "sound_marks",
        "sounds",
        "settings",
        "safe",
        "__init__",
    },
    {"corpus"},
    {"autoencoder"},
    {"descriptors", "reduce", "layout", "clusters"},
    {
        "library",
        "library_check",
        "library_entries",
        "library_file",
        "library_repair",
        "library_rows",
        "library_schema",
        "library_writer",
        "sound_map",
        "finding",
        "export",
        "osc",
        "players",
        "spectrogram",
        "background",
        "nursery",
        "describers",
        "workers",
        "compile_cache",
        "preview",
        "collection",
        "collection_view",
        "reconcile",
        "marks",
        "sound_copies",
        "sound_lists",
        "vectors",
    },
    {"arrange", "stream", "pipeline"},
    {"evaluate"},
    {"engine", "engine_child"},
    {"opened"},
    {"ui"},
    {"doctor"},
    {"cli", "__main__"},
)
"""From the ground up: a room imports from its own floor and those below."""

HEAVY = (
    "jax",
    "optax",
    "librosa",
    "umap",
    "numba",
    "sklearn",
    "scipy",
    "soundfile",
    "shufflesnap",
    "matplotlib",
    "pythonosc",
)


def floor_of(module: str) -> int:
    room = module.split(".")[1] if "." in module else "__init__"
    return next(number for number, floor in enumerate(FLOORS) if room in floor)


def imported(source: str) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
        elif isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
    return {name for name in names if name.split(".")[0] == "tuimap"}


def upward(module: str, source: str) -> list[str]:
    return [name for name in imported(source) if floor_of(name) > floor_of(module)]


def modules() -> list[tuple[str, str]]:
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = ("tuimap", *path.relative_to(PACKAGE).with_suffix("").parts)
        found.append((".".join(parts), path.read_text()))
    return found


@pytest.mark.parametrize(("module", "source"), modules(), ids=[module for module, _ in modules()])
def test_imports_point_down_only(module: str, source: str) -> None:
    assert upward(module, source) == []


def test_an_import_that_points_up_is_found() -> None:
    assert upward("tuimap.corpus.scan", "def f():\n    from tuimap.ui.app import run_app") == ["tuimap.ui.app"]


def test_only_the_screen_knows_textual_and_only_two_rooms_know_jax() -> None:
    for module, source in modules():
        names = {name for node in ast.walk(ast.parse(source)) for name in direct(node)}
        if not module.startswith(("tuimap.ui", "tuimap.cli")):
            assert not names & {"textual", "argparse"}, module
        if not module.startswith(("tuimap.autoencoder", "tuimap.reduce")):
            assert not names & {"jax", "optax"}, module


def direct(node: ast.AST) -> list[str]:
    if isinstance(node, ast.ImportFrom) and node.module and not node.level:
        return [node.module.split(".")[0]]
    return [alias.name.split(".")[0] for alias in node.names] if isinstance(node, ast.Import) else []


def loaded(statement: str) -> set[str]:
    """Give the heavy modules that a fresh Python holds after a statement."""
    script = (
        f"import sys; {statement}; print(*(name for name in {(*HEAVY, 'numpy', 'textual')!r} if name in sys.modules))"
    )
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(told.stdout.split())


@pytest.mark.parametrize("module", ["ui.app", "engine", "players.process", "layout.grid", "clusters.regions"])
def test_the_screens_process_loads_numpy_and_textual_at_the_most(module: str) -> None:
    assert loaded(f"import tuimap.{module}") <= {"numpy", "textual"}


def test_the_command_line_alone_loads_not_even_numpy() -> None:
    assert loaded("import tuimap.cli.main, tuimap.cli.analyze, tuimap.cli.explore, tuimap.cli.evaluate") == set()


def test_a_heavy_import_is_found() -> None:
    assert loaded("import scipy.fft") >= {"scipy", "numpy"}
