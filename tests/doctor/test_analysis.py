from __future__ import annotations

import shutil

import pytest

from tuimap.doctor import analysis
from tuimap.doctor.findings import Finding

SAYS = 'import json; print(json.dumps({"devices": ["cpu:0", "cpu:1"], "libsndfile": "1.2.2"}))'


def test_what_works_is_told_with_its_devices() -> None:
    jax, sndfile = analysis._trial(60.0, SAYS)
    assert jax.told.startswith("works on cpu:0, cpu:1; ready in ")
    assert sndfile == Finding("libsndfile", "1.2.2")


def test_jax_compiles_here() -> None:
    assert analysis._trial()[0].told.startswith("works on cpu:0; ready in ")


@pytest.mark.parametrize(
    ("trial", "told"),
    [
        ("import no_such_module", "fails: ModuleNotFoundError: No module named 'no_such_module'"),
        ("import os; os._exit(9)", "crashes (exit code 9)"),
        ("raise SystemExit('\\x1b[2J')", "fails: \\x1b[2J"),
        ("while True: pass", "does not answer within 0.3 s"),
    ],
)
def test_what_does_not_work_is_one_line_and_broken(trial: str, told: str) -> None:
    (jax,) = analysis._trial(0.3 if "while" in trial else 60.0, trial)
    assert jax == Finding("JAX", told, analysis.REPAIR, broken=True)


def test_without_ffmpeg_it_is_told_what_is_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    assert analysis._ffmpeg().told == "not found: M4A, AAC and WMA are skipped"
    assert not analysis._ffmpeg().broken
