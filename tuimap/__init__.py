"""A map of a folder of sounds, walked and heard in a terminal."""

__version__ = "0.1.0"
