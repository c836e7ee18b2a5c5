"""What can go wrong, said in words a user can act on."""


class TuimapError(Exception):
    """A failure the user can understand: what is wrong and where, then the mend.

    The message is one line; `mend` is a second short sentence, or empty.
    """

    def __init__(self, message: str, mend: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.mend = mend

    def __str__(self) -> str:
        return f"{self.message}. {self.mend}" if self.mend else self.message


class CorpusError(TuimapError):
    """A path that cannot be analysed: it is missing, empty, or holds nothing readable."""


class DecodeError(TuimapError):
    """One file that gives no sound; it is skipped and named, never fatal.

    `needs` is a program that could read it; `may_pass` tells that trying again later makes sense.
    """

    def __init__(self, message: str, needs: str = "", may_pass: bool = False) -> None:
        super().__init__(message)
        self.needs = needs
        self.may_pass = may_pass


class LibraryError(TuimapError):
    """The library file cannot be opened, read or written."""


class DamagedError(LibraryError):
    """A library that holds what no tuimap has written; the next analysis mends it."""


class PlayerError(TuimapError):
    """An audio back end that cannot be opened; the map goes on without it."""


class EngineError(TuimapError):
    """The engine process ended without a result."""


class SetupError(TuimapError):
    """What the user has set up does not hold, such as a file of keys; nothing was begun."""
