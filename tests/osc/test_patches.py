"""The patches that come with the project speak as tuimap does; they were tried in SuperCollider 3.13 and Pd 0.53."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tuimap.osc.address import DEFAULT_PORT, LOOPBACK
from tuimap.osc.packets import ARGUMENTS

PATCHES = Path(__file__).parent.parent.parent / "docs" / "osc"
TOLD = {"play", "stop", "select"}


@pytest.mark.parametrize(("name", "asked"), [("tuimap.scd", {"cursor", "nearest"}), ("tuimap.pd", {"cursor"})])
def test_a_patch_asks_and_hears_what_there_is_where_it_is(name: str, asked: set[str]) -> None:
    patch = (PATCHES / name).read_text()
    named = set(re.findall(r"'/tuimap/(\w+)'|oscformat tuimap (\w+)|route (\w+) (\w+) (\w+);", patch))
    assert {word for words in named for word in words if word} == asked | TOLD
    assert asked <= ARGUMENTS.keys()
    assert re.search(rf'{re.escape(LOOPBACK)}"?,? {DEFAULT_PORT}\b', patch)
