"""The map on the screen: sounds in cells, what they wear, and moving among them."""
