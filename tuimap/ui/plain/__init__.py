"""The map without sight: every step is a sentence, on a line of its own."""
