"""Groups of sounds that lie densely on a map, and what to call them."""
