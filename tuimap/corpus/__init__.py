"""From a folder to spectral frames: find the files, decode them, cut them into frames."""
