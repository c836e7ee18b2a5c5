"""The keys: one table, what they are called, and the user's own."""
