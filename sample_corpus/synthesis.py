"""Build sounds from a few parts: envelopes, oscillators, filters; every wave is one channel of float64."""

# numpy's functions of arrays are typed as giving Any
# mypy: disable-error-code=no-any-return

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
from numpy.random import Generator
from scipy import signal

Wave = npt.NDArray[np.float64]  # [samples], or [samples, channels] where that is said


def timeline(seconds: float, rate: int) -> Wave:
    """Give the time of every sample, in seconds."""
    return np.arange(int(seconds * rate)) / rate


def between(rng: Generator, low: float, high: float) -> float:
    """Draw any value from low to high, all octaves alike: for frequencies and times."""
    return float(low * (high / low) ** rng.random())


def decay(time: Wave, seconds: float) -> Wave:
    """Fall as an envelope that has lost 60 dB after `seconds`; zero before the time is zero."""
    return np.where(time < 0, 0.0, 10.0 ** (-3.0 * np.maximum(time, 0) / seconds))


def swell(time: Wave, attack: float, release: float) -> Wave:
    """Rise and fall along half a cosine, `attack` and `release` in seconds."""
    edges = np.minimum(time / attack, (time[-1] - time) / release)
    return 0.5 - 0.5 * np.cos(np.pi * np.clip(edges, 0, 1))


def phase(frequency: Wave | float, time: Wave) -> Wave:
    """Give the running phase, in radians, of a frequency in Hz that may change with time."""
    return np.cumsum(np.broadcast_to(frequency, time.shape)) * (2 * np.pi * time[1])


def vibrato(rng: Generator, time: Wave, depth: float) -> Wave:
    """Give a factor about 1 for a frequency: a wobble of about 5 Hz that comes in late, over a slow drift."""
    wobble = np.sin(phase(between(rng, 4, 6.5), time) + rng.uniform(0, 6)) * np.minimum(time / 0.3, 1)
    return 1 + depth * wobble + depth * np.sin(time * rng.uniform(1, 4) + rng.uniform(0, 6))


def band(sound: Wave, low: float, high: float, rate: int) -> Wave:
    """Keep low to high, in Hz, as far as the rate reaches: a second-order Butterworth filter."""
    top = 0.47 * rate
    edges = (min(low, 0.7 * top), min(high, top))
    return signal.sosfilt(signal.butter(2, edges, "bandpass", fs=rate, output="sos"), sound)


def resonance(sound: Wave, frequency: float, width: float, rate: int) -> Wave:
    """Ring as a two-pole resonator of unit gain at its peak; frequency and width in Hz."""
    numerator, denominator = signal.iirpeak(frequency, frequency / width, fs=rate)
    return signal.lfilter(numerator, denominator, sound)


def saw(frequency: Wave | float, cutoff: Wave | float, time: Wave) -> Wave:
    """Add up a sawtooth free of aliases, behind a low-pass of 12 dB an octave; both frequencies, in Hz, may change."""
    highest = min(0.46 / time[1], 6 * float(np.max(cutoff)))
    angle = phase(frequency, time)
    sound = np.zeros_like(time)
    for harmonic in range(1, max(2, int(highest / np.max(frequency)) + 1)):
        sound += np.sin(harmonic * angle) / harmonic / (1 + (harmonic * frequency / cutoff) ** 2)
    return sound


def partials(rng: Generator, frequencies: Iterable[float], gains: Iterable[float], time: Wave) -> Wave:
    """Add up steady sines, each from a phase of its own."""
    sound = np.zeros_like(time)
    for frequency, gain in zip(frequencies, gains, strict=True):
        if frequency < 0.46 / time[1]:
            sound += gain * np.sin(phase(frequency, time) + rng.uniform(0, 2 * np.pi))
    return sound


def room(sound: Wave, rng: Generator, rate: int, amount: float) -> Wave:
    """Put the sound in a small room: convolved with decaying noise, not made longer."""
    time = timeline(0.25, rate)
    echoes = band(rng.standard_normal(time.size), 200, 5000, rate) * decay(time, 0.25)
    wet = signal.fftconvolve(sound, echoes)[: sound.size]
    return sound + amount * wet * (np.max(np.abs(sound)) / np.max(np.abs(wet)))
