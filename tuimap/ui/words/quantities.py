"""Values with their units, as people write them."""

from __future__ import annotations


def quantity(value: float, unit: str) -> str:
    """Write a value in its unit: `221 Hz`, `1.2 kHz`, `0.42 s`, `-18 LUFS`, or a bare share."""
    if unit == "Hz":
        return hertz_text(value)
    if unit == "s":
        return f"{value:.2f} s" if value < 10 else f"{value:.0f} s" if value < 100 else f"{value / 60:.0f} min"
    return f"{value:.0f} {unit}" if unit else f"{value:.3g}"


def hertz_text(hertz: float) -> str:
    """Write a frequency as people do: `221 Hz`, `1.2 kHz`."""
    return f"{hertz:.0f} Hz" if round(hertz) < 1000 else f"{hertz / 1000:.1f} kHz"


def sounds_text(n_sounds: int) -> str:
    """Count sounds: `1 sound`, `1,280 sounds`."""
    return "1 sound" if n_sounds == 1 else f"{n_sounds:,} sounds"


def seconds_text(seconds: float) -> str:
    """Write a place on a time scale: `0.42`, `37.5`."""
    return f"{seconds:.2f}" if seconds < 10 else f"{seconds:.1f}"
