"""The spectrum of a sound over time, as the screen shows it below the waveform."""

BANDS = 48
"""Rows of a picture, from the lowest to the highest."""

COLUMNS = 256
"""Equal stretches of the sound."""

RECORD = 1 + BANDS * COLUMNS
"""Bytes of what the reading process answers: whether there is a picture, and the picture."""
