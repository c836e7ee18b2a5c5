"""Play the instruments of the sample corpus, one function each: (rng, rate) -> a mono sound of any level."""

# numpy's functions of arrays are typed as giving Any
# mypy: disable-error-code=no-any-return

import numpy as np
from numpy.random import Generator
from scipy import signal
from synthesis import Wave, band, between, decay, partials, phase, resonance, room, saw, swell, timeline, vibrato


def kick_deep(rng: Generator, rate: int) -> Wave:
    """Round low drum: a sine that glides down, hardly a click."""
    time = timeline(between(rng, 0.3, 0.5), rate)
    glide = 1 + rng.uniform(1, 2.5) * decay(time, between(rng, 0.1, 0.25))
    body = np.sin(phase(between(rng, 42, 58) * glide, time)) * decay(time, between(rng, 0.35, 0.7))
    beater = band(rng.standard_normal(time.size), 100, 900, rate) * decay(time, 0.03)
    return np.tanh(rng.uniform(0.8, 1.6) * body) + rng.uniform(0.02, 0.15) * beater


def kick_hard(rng: Generator, rate: int) -> Wave:
    """Driven drum with a steep glide and a click of noise."""
    time = timeline(between(rng, 0.18, 0.35), rate)
    glide = 1 + rng.uniform(4, 9) * decay(time, between(rng, 0.04, 0.1))
    body = np.sin(phase(between(rng, 52, 80) * glide, time)) * decay(time, between(rng, 0.2, 0.4))
    click = band(rng.standard_normal(time.size), 1500, 8000, rate) * decay(time, between(rng, 0.01, 0.03))
    return np.tanh(rng.uniform(2.5, 6) * body + rng.uniform(0.4, 1.2) * click)


def snare(rng: Generator, rate: int) -> Wave:
    """Two modes of a skin under the rattle of wires."""
    time = timeline(between(rng, 0.18, 0.32), rate)
    pitch = between(rng, 160, 250) * (1 + 0.4 * decay(time, 0.06))
    skin = np.sin(phase(pitch, time)) + 0.6 * np.sin(phase(pitch * rng.uniform(1.5, 1.8), time))
    wires = band(rng.standard_normal(time.size), between(rng, 900, 1800), between(rng, 6000, 11000), rate)
    return skin * decay(time, between(rng, 0.1, 0.2)) + rng.uniform(0.9, 2) * wires * decay(
        time, between(rng, 0.18, 0.4)
    )


def clap(rng: Generator, rate: int) -> Wave:
    """Several hands, not quite together, and the room that answers."""
    time = timeline(between(rng, 0.22, 0.38), rate)
    centre = between(rng, 900, 1700)
    noise = band(rng.standard_normal(time.size), 0.75 * centre, 1.5 * centre, rate)
    hands = np.cumsum(rng.uniform(0.007, 0.014, size=int(rng.integers(3, 6))))
    bursts = np.sum([decay(time - start, 0.025) for start in hands], axis=0)
    return noise * (bursts + rng.uniform(0.5, 0.9) * decay(time - hands[-1], between(rng, 0.15, 0.35)))


def tom(rng: Generator, rate: int) -> Wave:
    """Tuned skin: two modes that sink a little, and the stick."""
    time = timeline(between(rng, 0.3, 0.55), rate)
    pitch = between(rng, 85, 210) * (1 + rng.uniform(0.2, 0.6) * decay(time, between(rng, 0.1, 0.3)))
    length = between(rng, 0.35, 0.8)
    skin = np.sin(phase(pitch, time)) * decay(time, length)
    overtone = np.sin(phase(pitch * rng.uniform(1.5, 1.65), time)) * decay(time, length / 2)
    stick = band(rng.standard_normal(time.size), 400, 4000, rate) * decay(time, 0.04)
    return skin + rng.uniform(0.2, 0.5) * overtone + rng.uniform(0.1, 0.4) * stick


def metal(rng: Generator, time: Wave, rate: int) -> Wave:
    """Six square waves out of tune, as in the drum machines of the eighties, and noise, all above 5 kHz or so."""
    ratios = np.array([2.0, 3.0, 4.16, 5.43, 6.79, 8.21]) * between(rng, 170, 260)
    squares = np.sum([np.sign(np.sin(phase(ratio, time) + rng.uniform(0, 6))) for ratio in ratios], axis=0)
    mixture = squares + rng.uniform(0.8, 2.5) * rng.standard_normal(time.size)
    return band(mixture, between(rng, 4500, 7500), 16000, rate)


def hat_closed(rng: Generator, rate: int) -> Wave:
    """Shut cymbals: metal that stops at once."""
    time = timeline(between(rng, 0.06, 0.14), rate)
    return metal(rng, time, rate) * decay(time, between(rng, 0.04, 0.12))


def hat_open(rng: Generator, rate: int) -> Wave:
    """Let the same metal ring."""
    time = timeline(between(rng, 0.25, 0.5), rate)
    return metal(rng, time, rate) * decay(time, between(rng, 0.35, 0.9)) * (0.5 + 0.5 * decay(time, 0.06))


def click(rng: Generator, rate: int) -> Wave:
    """Wood or plastic struck once: an impulse through a few narrow resonances."""
    time = timeline(between(rng, 0.05, 0.1), rate)
    impulse = rng.standard_normal(time.size) * decay(time, 0.002)
    low = between(rng, 800, 1700)
    modes = [resonance(impulse, low * ratio, between(rng, 20, 60), rate) for ratio in (1, 1.83, 2.6, 3.9)]
    return np.sum([rng.uniform(0.3, 1) * mode for mode in modes], axis=0) + 0.02 * impulse


def pluck(rng: Generator, rate: int) -> Wave:
    """One string after Karplus and Strong (1983): noise, combed where it is plucked, circling in a damped delay."""
    time = timeline(between(rng, 0.5, 1.0), rate)
    period = int(rate / between(rng, 100, 420))
    burst = np.where(np.arange(time.size) < period, rng.uniform(-1, 1, time.size), 0)
    burst = band(burst, 60, between(rng, 2000, 9000), rate)
    burst -= 0.9 * np.roll(burst, int(period * rng.uniform(0.1, 0.4)))
    feedback = np.zeros(period + 2)
    damping = rng.uniform(0.3, 0.5)
    feedback[0] = 1
    feedback[period:] = -0.996 * np.array([1 - damping, damping])
    return signal.lfilter([1.0], feedback, burst) * decay(time, between(rng, 0.8, 3))


def bell(rng: Generator, rate: int) -> Wave:
    """Frequency modulation with a crooked ratio after Chowning (1973); the brightness dies before the tone."""
    time = timeline(between(rng, 0.7, 1.3), rate)
    carrier, length = between(rng, 320, 1000), between(rng, 0.8, 2)
    ratio = rng.choice([1.4, 2.76, 3.5]) * rng.uniform(0.99, 1.01)
    modulator = rng.uniform(2, 5) * decay(time, length / 2) * np.sin(phase(ratio * carrier, time))
    hum = 0.25 * np.sin(phase(0.5 * carrier * rng.uniform(0.995, 1.005), time))
    return (np.sin(phase(carrier, time) + modulator) + hum) * decay(time, length)


def bass(rng: Generator, rate: int) -> Wave:
    """Two saws a hair apart, the filter shutting like a mouth."""
    time = timeline(between(rng, 0.35, 0.7), rate)
    pitch = between(rng, 41, 98)
    cutoff = pitch * (2 + rng.uniform(6, 18) * decay(time, between(rng, 0.2, 0.7)))
    detuned = saw(pitch, cutoff, time) + saw(pitch * rng.uniform(1.003, 1.012), cutoff, time)
    return np.tanh(rng.uniform(0.6, 2) * detuned) * swell(time, 0.005, 0.08) * decay(time, between(rng, 0.9, 3))


def pad(rng: Generator, rate: int) -> Wave:
    """Chord of detuned saws behind a filter that breathes."""
    time = timeline(between(rng, 0.9, 1.5), rate)
    root = between(rng, 130, 260)
    cutoff = between(rng, 700, 1800) * (1 + 0.4 * np.sin(phase(between(rng, 0.3, 1.2), time) + rng.uniform(0, 6)))
    chord = rng.choice([[1, 1.25, 1.5], [1, 1.2, 1.5], [1, 1.335, 1.5]])
    voices = [saw(root * step * detune, cutoff, time) for step in chord for detune in (1, rng.uniform(1.002, 1.008))]
    return np.sum(voices, axis=0) * swell(time, between(rng, 0.15, 0.4), between(rng, 0.25, 0.5))


def vowel(rng: Generator, rate: int, formants: tuple[float, float, float]) -> Wave:
    """Sung vowel: a throat with vibrato and breath, through three formants, in Hz, of a mouth of any size."""
    time = timeline(between(rng, 0.4, 0.75), rate)
    pitch = between(rng, 100, 240) * vibrato(rng, time, rng.uniform(0.003, 0.015))
    breath = rng.uniform(0.01, 0.05) * rng.standard_normal(time.size)
    throat = saw(pitch, between(rng, 900, 1800), time) + breath
    mouth, gains = rng.uniform(0.92, 1.12), (1, rng.uniform(0.5, 0.9), rng.uniform(0.3, 0.6))
    voice = [
        gain * resonance(throat, mouth * formant, width, rate)
        for formant, gain, width in zip(formants, gains, (80, 100, 140), strict=True)
    ]
    return np.sum(voice, axis=0) * swell(time, between(rng, 0.02, 0.09), between(rng, 0.06, 0.15))


def sweep(rng: Generator, rate: int) -> Wave:
    """Glide over several octaves, up or down, pure or edged, with a resonant hiss that follows."""
    time = timeline(between(rng, 0.4, 1.0), rate)
    low, high = between(rng, 90, 250), between(rng, 3000, 8000)
    position = (time / time[-1]) ** rng.uniform(0.7, 1.4)
    angle = phase(low * (high / low) ** (position if rng.random() < 0.5 else 1 - position), time)
    edge = rng.uniform(0, 0.5)
    hiss = band(rng.standard_normal(time.size), 20, 400, rate)
    tone = np.sin(angle) + edge * np.sin(2 * angle) / 2 + edge * np.sin(3 * angle) / 3
    return (tone + rng.uniform(0.1, 0.6) * hiss * np.cos(angle)) * swell(time, 0.02, 0.06)


def wind(rng: Generator, rate: int) -> Wave:
    """Air: noise whose pitch and strength wander."""
    time = timeline(between(rng, 0.7, 1.4), rate)
    centre = between(rng, 300, 800)
    noise = rng.standard_normal(time.size)
    gusts = [0.5 + 0.5 * np.sin(phase(between(rng, 0.4, 1.6), time) + rng.uniform(0, 6)) for _ in range(3)]
    bands = [band(noise, centre * step, centre * step * 1.5, rate) for step in (1, 1.7, 2.8)]
    air = np.sum(
        [(0.15 + gust) * part / (1 + n) for n, (gust, part) in enumerate(zip(gusts, bands, strict=True))], axis=0
    )
    return air * swell(time, between(rng, 0.1, 0.3), between(rng, 0.15, 0.4))


def organ(rng: Generator, rate: int) -> Wave:
    """Drawbars pulled at will, the click of the key, the turning horn."""
    time = timeline(between(rng, 0.5, 0.9), rate)
    pitch = between(rng, 130, 390)
    footage = np.array([0.5, 1, 1.5, 2, 3, 4, 5, 6, 8])
    drawbars = np.array([0.6, 1, 0.6, 0.7, 0.5, 0.5, 0.3, 0.3, 0.3]) * rng.uniform(0.3, 1, footage.size)
    horn = 1 + rng.uniform(0.05, 0.2) * np.sin(phase(between(rng, 5.5, 7), time))
    key = band(rng.standard_normal(time.size), 800, 5000, rate) * decay(time, 0.02)
    return (partials(rng, pitch * footage, drawbars, time) * horn + rng.uniform(0.2, 0.6) * key) * swell(
        time, 0.004, 0.03
    )


def drone(rng: Generator, rate: int) -> Wave:
    """Low hum of many strings that beat against each other."""
    time = timeline(between(rng, 1.2, 2.9), rate)
    root = between(rng, 48, 90)
    numbers = np.repeat(np.arange(1, 15), 2)
    frequencies = root * numbers * (1 + rng.normal(0, 0.004, numbers.size))
    gains = rng.uniform(0.4, 1, numbers.size) / numbers**0.8
    rumble = band(rng.standard_normal(time.size), 60, 200, rate)
    return (partials(rng, frequencies, gains, time) + rng.uniform(0.1, 0.3) * rumble) * swell(time, 0.25, 0.4)


def bird(rng: Generator, rate: int) -> Wave:
    """Whistled syllables, each bent its own way, among trees."""
    time = timeline(between(rng, 0.35, 0.9), rate)
    home, length = between(rng, 2600, 4200), between(rng, 0.05, 0.11)
    song = np.zeros_like(time)
    for start in np.arange(0.01, time[-1] - length, length * rng.uniform(1.1, 1.8)):
        local = np.clip((time - start) / length, 0, 1)
        bend = (
            1 + rng.uniform(-0.35, 0.35) * local + rng.uniform(0, 0.15) * np.sin(2 * np.pi * rng.uniform(1, 4) * local)
        )
        song += rng.uniform(0.5, 1) * np.sin(phase(home * bend, time)) * np.sin(np.pi * local) ** 2
    return room(song, rng, rate, 0.15)


def flute(rng: Generator, rate: int) -> Wave:
    """Pipe blown gently: few harmonics, much breath, a chiff at the start."""
    time = timeline(between(rng, 0.5, 0.9), rate)
    pitch = between(rng, 440, 1050)
    angle = phase(pitch * vibrato(rng, time, rng.uniform(0.002, 0.01)), time)
    tone = np.sin(angle) + rng.uniform(0.1, 0.35) * np.sin(2 * angle) + rng.uniform(0.02, 0.12) * np.sin(3 * angle)
    air = band(rng.standard_normal(time.size), 0.8 * pitch, 5 * pitch, rate)
    breath = air * (rng.uniform(0.02, 0.07) + rng.uniform(0.1, 0.4) * decay(time, 0.12))
    return (tone + breath) * swell(time, between(rng, 0.03, 0.1), between(rng, 0.05, 0.15))


def shard(rng: Generator, time: Wave) -> Wave:
    """One moment of a broken machine: a tone of few bits, held noise or a buzz of pulses."""
    tone = np.round(3 * np.sin(phase(between(rng, 200, 4000), time))) / 3
    held = np.repeat(rng.uniform(-1, 1, time.size // 8 + 1), 8)[: time.size]
    buzz = np.where(np.modf(time * between(rng, 60, 400))[0] < 0.1, 1.0, -0.1)
    return np.asarray([tone, held, buzz][int(rng.integers(3))])


def glitch(rng: Generator, rate: int) -> Wave:
    """Shards cut hard, stuttering, with holes of silence between."""
    size = int(between(rng, 0.3, 0.65) * rate)
    pieces: list[Wave] = []
    while sum(piece.size for piece in pieces) < size:
        piece = rng.uniform(0.3, 1) * shard(rng, timeline(between(rng, 0.012, 0.045), rate))
        pieces += [piece] * int(rng.integers(1, 4)) + [np.zeros(int(rng.uniform(0, 0.02) * rate))]
    return np.concatenate(pieces)[:size]
