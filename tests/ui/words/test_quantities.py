"""Values as people write them."""

from __future__ import annotations

import numpy as np
import pytest
from ui_fakes import ROOT, FakeCollection, sound
from ui_run import running

from tuimap.sound_map import SoundMap
from tuimap.sounds import Sounds
from tuimap.ui.words.quantities import sounds_text
from tuimap.ui.words.text_map import text_map


@pytest.mark.parametrize(("n_sounds", "told"), [(0, "0 sounds"), (1, "1 sound"), (1280, "1,280 sounds")])
def test_sounds_are_counted_as_people_do(n_sounds: int, told: str) -> None:
    assert sounds_text(n_sounds) == told


async def test_a_map_of_one_sound_says_so() -> None:
    lonely = SoundMap(ROOT, Sounds([sound("kick.wav")]), np.array([[0.5, 0.5]], np.float32))
    assert "sounds  1 sound\n" in text_map(lonely)
    async with running(FakeCollection(stored=lonely)) as run:
        assert "drums  1 sound  scatter" in run.text.splitlines()[0]
