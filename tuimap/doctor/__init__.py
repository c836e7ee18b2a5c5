"""What this machine offers, and what is missing: for people whose map, sound or colours are not as they should be."""
