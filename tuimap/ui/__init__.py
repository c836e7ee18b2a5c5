"""The screen: a map to walk, and what surrounds it."""
