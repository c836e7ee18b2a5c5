"""From a folder to spectral frames: find the files, decode them, cut them into frames."""

PLAIN_SUFFIXES = frozenset(
    {".wav", ".wave", ".aif", ".aiff", ".aifc", ".flac", ".ogg", ".oga", ".opus", ".mp3"}
    | {".caf", ".au", ".snd", ".w64", ".rf64"}
)
"""Of files that libsndfile reads, lower case."""

CONVERTED_SUFFIXES = frozenset({".m4a", ".aac", ".wma"})
"""Of files that ffmpeg reads for us."""
