"""Other programs and the map: they are told what is heard, and may move the cursor, by Open Sound Control over UDP."""
