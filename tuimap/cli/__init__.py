"""The `tuimap` command."""
