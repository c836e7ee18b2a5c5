from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from sounds import AWKWARD

from tuimap.autoencoder.model import Encoder
from tuimap.corpus.frames import frames
from tuimap.descriptors import AUTOENCODERS, DESCRIPTORS, joined, map_key, parts, recipes, told
from tuimap.settings import BANDS, Settings

DEFAULT = Settings()

OTHERWISE = {
    "descriptor": "mel",
    "autoencoder": "published",
    "features": 3,
    "hidden": (7,),
    "steps": 9,
    "reducer": "pca",
    "seed": 5,
    "max_seconds": 2.0,
    "overview": 0.5,
    "layout": "grid",
    "aspect": (2, 1),
    "least_slice": 0.5,
    "threshold": 0.7,
}


def read(name: str, samples: np.ndarray, settings: Settings = DEFAULT) -> np.ndarray:
    encoder = Encoder(((np.ones((BANDS, settings.features), np.float32), np.ones(settings.features, np.float32)),))
    return DESCRIPTORS[name].read(frames(samples.astype(np.float32)), settings, encoder)


@pytest.mark.parametrize("name", DESCRIPTORS)
@pytest.mark.parametrize("features", [1, 12])
def test_a_descriptor_is_as_wide_as_it_says(name: str, features: int) -> None:
    settings = Settings(features=features)
    values = read(name, AWKWARD["full-scale noise"], settings)
    assert values.shape == (len(frames(np.zeros(20_000, np.float32))), DESCRIPTORS[name].width(settings))
    assert values.dtype == np.float32


@pytest.mark.parametrize("name", DESCRIPTORS)
@pytest.mark.parametrize("samples", AWKWARD.values(), ids=AWKWARD)
def test_all_values_are_finite_whatever_the_sound(name: str, samples: np.ndarray) -> None:
    assert np.isfinite(read(name, samples)).all()


@pytest.mark.parametrize("name", DESCRIPTORS)
@given(samples=arrays.arrays(np.float32, st.integers(1, 4000), elements=st.floats(-1, 1, width=32)))
def test_all_values_of_random_samples_are_finite_and_no_outliers(name: str, samples: np.ndarray) -> None:
    values = read(name, samples)
    assert np.isfinite(values).all()
    if name not in ("learned", "mfcc"):
        assert np.abs(values).max() <= 120


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mfcc", "mfcc"),
        ("mfcc+learned", "learned+mfcc"),
        ("loudness+chroma+mel+learned", "learned+mel+chroma+loudness"),
    ],
)
def test_descriptors_are_joined_in_one_order(text: str, expected: str) -> None:
    assert joined(text) == expected
    assert list(parts(Settings(descriptor=text))) == expected.split("+")


def test_the_order_in_which_they_are_named_makes_no_other_map() -> None:
    one, other = Settings(descriptor="mfcc+learned"), Settings(descriptor="learned+mfcc")
    assert map_key(one) == map_key(other)
    assert recipes(one) == recipes(other)
    assert told(one) == told(other) == "learned+mfcc 16"


@pytest.mark.parametrize(
    ("text", "words"),
    [("magic", "no descriptor 'magic'"), ("", "no descriptor ''"), ("mel+", "''"), ("mel+mel", "names mel twice")],
)
def test_what_is_no_descriptor_is_said_by_name(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        joined(text)


@pytest.mark.parametrize("name", [*DESCRIPTORS, *AUTOENCODERS])
@pytest.mark.parametrize("field", [field.name for field in fields(Settings) if field.name != "slice"])
def test_a_key_follows_from_those_settings_alone_that_the_values_follow_from(name: str, field: str) -> None:
    part = DESCRIPTORS.get(name) or AUTOENCODERS[name]
    changed = replace(Settings(), **{field: OTHERWISE[field]})
    assert (part.key(changed) != part.key(Settings())) == (field in part.depends_on)


def test_the_network_is_told_where_it_is_not_ours() -> None:
    assert told(Settings(descriptor="learned", autoencoder="published")) == "learned published"
    assert told(Settings(descriptor="chroma", autoencoder="published")) == "chroma"
