"""From a folder to spectral frames: find the files, decode them, cut them into frames."""

PLAIN_SUFFIXES = frozenset(
    {".wav", ".wave", ".aif", ".aiff", ".aifc", ".flac", ".ogg", ".oga", ".opus", ".mp3"}
    | {".caf", ".au", ".snd", ".w64", ".rf64"}
)
"""Of files that libsndfile reads, lower case."""

CONVERTED_SUFFIXES = frozenset({".m4a", ".aac", ".wma"})
"""Of files that ffmpeg reads for us."""

SUFFIXES = PLAIN_SUFFIXES | CONVERTED_SUFFIXES
"""Files are chosen by these, upper or lower case, and then read by what they hold.

Those without any suffix are chosen by how they begin.
"""
