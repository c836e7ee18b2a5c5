from __future__ import annotations

import numpy as np

from tuimap.collection import Collection


def test_descriptions_come_in_the_order_of_the_map(collection: Collection) -> None:
    sound_map = collection.load()
    assert sound_map is not None
    described = collection.descriptions()
    assert len(described) == len(sound_map)
    folders = np.array(sound_map.sounds.folders())
    same = [folders[described.nearest(index, 1)[0].sound] == folders[index] for index in range(len(described))]
    assert np.mean(same) > 0.7
