"""`python -m tuimap` is the `tuimap` command."""

from tuimap.cli.main import start

if __name__ == "__main__":
    start()
