"""The map, and the help over it."""
