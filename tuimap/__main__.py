"""`python -m tuimap` is the `tuimap` command."""

import sys

from tuimap.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
