from __future__ import annotations

import io
import re
from itertools import pairwise

import numpy as np
import pytest

from tuimap.evaluate.plot import picture
from tuimap.evaluate.results import MEASURES, Evaluation, Row
from tuimap.settings import Settings


def evaluation(labels: list[str | None], *, failure: str = "") -> Evaluation:
    random = np.random.default_rng(0)
    rows = []
    for reducer in ("tsne", "pca"):
        row = Row("mfcc", reducer, positions=random.random((len(labels), 2)).astype(np.float32))
        for measure in MEASURES:
            row.add(measure.name, 0.5)
            row.add(measure.name, 0.75)
        rows.append(row)
    rows[-1].failure = failure
    return Evaluation("drums", Settings(), 2, 0, labels, (), (1.0, 1.0), tuple(rows))


def texts(svg: bytes) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg.decode())


def test_a_picture_names_every_map_its_numbers_and_every_label() -> None:
    told = texts(picture(evaluation(["kick", "snare", "costs $5 & $6", None] * 4), "svg"))
    assert {"mfcc &gt; tsne", "mfcc &gt; pca"} <= set(told)
    assert {"kick", "snare", "costs $5 &amp; $6", "others"} <= set(told)
    assert any(re.match(r"5-NN \.625 +other groups \.625 +purity \.625", each) for each in told)
    assert any(each.startswith("drums: 16 sounds") for each in told)


def test_of_very_many_labels_the_rarest_are_others() -> None:
    labels = [f"label {number}" for number in range(80)]
    told = set(texts(picture(evaluation([*labels, *labels[:50]]), "svg")))
    assert {"others", *labels[:50]} <= told
    assert len(told & set(labels)) == 55


def test_labels_that_follow_one_another_differ_in_colour_and_in_shape() -> None:
    from tuimap.evaluate.plot import _look

    looks = [_look(number) for number in range(55)]
    for one, other in pairwise(looks):
        assert one["color"] != other["color"]
        assert one["marker"] != other["marker"]
    assert len({tuple(look.values()) for look in looks}) == 55


def test_a_map_that_failed_says_why_in_its_place() -> None:
    told = texts(picture(evaluation(["a", "b"] * 5, failure="it wants 1,000 sounds"), "svg"))
    assert any("it wants 1,000 sounds" in each for each in told)


def test_without_labels_there_is_no_legend() -> None:
    assert "others" not in texts(picture(evaluation([None] * 9), "svg"))


@pytest.mark.parametrize("kind", ["svg", "png"])
def test_the_same_maps_give_the_same_file(kind: str) -> None:
    maps = evaluation(["a", "b", "ドラム"] * 5)
    assert picture(maps, kind) == picture(maps, kind)


def test_a_png_holds_the_colours_of_the_labels() -> None:
    from matplotlib.image import imread

    pixels = imread(io.BytesIO(picture(evaluation(["a", "b"] * 8), "png")))[..., :3]
    for colour in ("#0072b2", "#d55e00"):
        wanted = np.array([int(colour[place : place + 2], 16) for place in (1, 3, 5)]) / 255
        assert (np.abs(pixels - (0.85 * wanted + 0.15)).max(axis=-1) < 0.02).sum() > 100
