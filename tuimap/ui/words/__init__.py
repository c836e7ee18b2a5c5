"""What is told beside the map, line by line; pure functions from what is known to lines."""
