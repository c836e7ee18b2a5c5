"""What goes over the line to the terminal: as few bytes as the change on the screen allows."""
