"""Write the sample corpus: a folder per class, twelve seeded sounds in each, no two alike.

`python sample_corpus/generate.py [FOLDER]` writes into FOLDER, or beside this file. Each sound has its own seed,
made of the name of its class and its number, so it stays as it is when classes are added, taken away or put in order.
"""

# numpy's functions of arrays are typed as giving Any
# mypy: disable-error-code=no-any-return

import argparse
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import instruments
import numpy as np
import numpy.typing as npt
import soundfile
from numpy.random import Generator
from synthesis import Wave

SOUNDS_PER_CLASS = 12
FADED_PART = 0.15  # of a sound, at its end


@dataclass(frozen=True)
class Format:
    """How a sound is stored."""

    suffix: str  # "wav" or "flac"
    bits: int  # 16 or 24
    rate: int  # samples per second
    channels: int  # 1 or 2


@dataclass(frozen=True)
class Recipe:
    """How the sounds of one class are made."""

    render: Callable[[Generator, int], Wave]  # (rng, rate) -> a mono sound of any level
    formats: tuple[Format, ...]  # taken in turn


HITS = (
    Format("wav", 16, 44100, 1),
    Format("flac", 16, 44100, 1),
    Format("wav", 24, 22050, 1),
    Format("flac", 16, 44100, 2),
    Format("flac", 16, 48000, 1),
    Format("wav", 16, 22050, 1),
)
TONES = (
    Format("flac", 16, 44100, 1),
    Format("flac", 16, 22050, 1),
    Format("flac", 16, 22050, 2),
    Format("flac", 16, 22050, 1),
    Format("wav", 16, 22050, 1),
)


RECIPES = {
    "kick_deep": Recipe(instruments.kick_deep, HITS),
    "kick_hard": Recipe(instruments.kick_hard, HITS),
    "snare": Recipe(instruments.snare, HITS),
    "clap": Recipe(instruments.clap, HITS),
    "tom": Recipe(instruments.tom, HITS),
    "hat_closed": Recipe(instruments.hat_closed, HITS),
    "hat_open": Recipe(instruments.hat_open, HITS),
    "click": Recipe(instruments.click, HITS),
    "pluck": Recipe(instruments.pluck, TONES),
    "bell": Recipe(instruments.bell, TONES),
    "bass": Recipe(instruments.bass, TONES),
    "pad": Recipe(instruments.pad, TONES),
    "organ": Recipe(instruments.organ, TONES),
    "flute": Recipe(instruments.flute, TONES),
    "drone": Recipe(instruments.drone, TONES),
    "vowel_a": Recipe(partial(instruments.vowel, formants=(730, 1090, 2440)), TONES),
    "vowel_i": Recipe(partial(instruments.vowel, formants=(270, 2290, 3010)), TONES),
    "vowel_o": Recipe(partial(instruments.vowel, formants=(450, 800, 2830)), TONES),
    "sweep": Recipe(instruments.sweep, TONES),
    "wind": Recipe(instruments.wind, TONES),
    "glitch": Recipe(instruments.glitch, HITS),
    "bird song": Recipe(instruments.bird, TONES),  # a name with a space, as people have them
}


def spread(sound: Wave, rng: Generator, rate: int) -> Wave:
    """Place a mono sound between two loudspeakers, [samples, 2]: one side later by under a millisecond and softer."""
    late = np.concatenate([np.zeros(int(rate * rng.uniform(0.0002, 0.0007))), sound])[: sound.size]
    sides = [sound, late * rng.uniform(0.5, 0.95)]
    return np.stack(sides if rng.random() < 0.5 else sides[::-1], axis=1)


def finish(sound: Wave, rng: Generator) -> Wave:
    """Give the sound a soft end and a peak of its own, from -14 to -1 dB of full scale."""
    fade = np.minimum(1, np.arange(sound.size)[::-1] / (FADED_PART * sound.size))
    sound = sound * fade
    return sound * (10 ** (rng.uniform(-14, -1) / 20) / np.max(np.abs(sound)))


def quantise(sound: Wave, bits: int) -> npt.NDArray[Any]:
    """Round to integers as soundfile takes them: int16, or 24 bits at the top of int32."""
    steps = np.round(sound * (2 ** (bits - 1) - 1))
    return steps.astype(np.int16) if bits == 16 else steps.astype(np.int32) << 8


def make(name: str, number: int) -> tuple[npt.NDArray[Any], Format]:
    """Make one sound: its samples, [samples] or [samples, 2], and how they are stored; numbers begin at 1."""
    recipe = RECIPES[name]
    form = recipe.formats[(number - 1) % len(recipe.formats)]
    rng = np.random.default_rng([zlib.crc32(name.encode()), number])
    sound = finish(recipe.render(rng, form.rate), rng)
    return quantise(spread(sound, rng, form.rate) if form.channels == 2 else sound, form.bits), form


def generate(folder: Path) -> Iterator[Path]:
    """Write every sound, its class as its folder; yields each file as it is done."""
    for name in RECIPES:
        (folder / name).mkdir(parents=True, exist_ok=True)
        for number in range(1, SOUNDS_PER_CLASS + 1):
            samples, form = make(name, number)
            path = folder / name / f"{name}_{number:02}.{form.suffix}"
            soundfile.write(path, samples, form.rate, subtype=f"PCM_{form.bits}")
            yield path


def main() -> None:
    """Read the folder from the command line, write the corpus into it, say how much there is."""
    parser = argparse.ArgumentParser(description="Write the sample corpus of tuimap.")
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).parent, help="default: %(default)s")
    paths = list(generate(parser.parse_args().folder))
    megabytes = sum(path.stat().st_size for path in paths) / 1e6
    print(f"{len(paths)} sounds in {len(RECIPES)} classes, {megabytes:.1f} MB")


if __name__ == "__main__":
    main()
