"""A sound on its way to the listener: a thread reads and packs it, the line takes what is ready."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from threading import Condition

from tuimap.errors import DecodeError
from tuimap.players import AS_IT_IS, Manner
from tuimap.players.remote.framing import Kind
from tuimap.players.remote.messages import A_RUN, Play, place
from tuimap.players.remote.pieces import PIECE, begins, cut, digest, packed
from tuimap.players.remote.plan import Plan
from tuimap.players.source import Opened, Source
from tuimap.safe import printable

READY = 24
"""Pieces that are read before the line takes them: about a second."""
HURRIED = 24
"""Pieces that are read as quickly as can be: more than a second."""
BREATH_SECONDS = 0.003
"""Between the others, so that both machines have time for what sounds already."""
AHEAD_SECONDS = 10.0
"""Of a long sound so much is sent before it is heard; more would keep both machines busy when it begins."""


class Outgoing:
    """One sound; `changed` is called by the thread that reads when there is something to send."""

    def __init__(
        self,
        number: int,
        source: Source,
        manner: Manner = AS_IT_IS,
        changed: Callable[[], None] = lambda: None,
        most_seconds: float | None = None,
    ) -> None:
        self.number = number
        self.source = source
        self.manner = manner
        self.problem = ""
        self.play: Play | None = None
        self._most_seconds = most_seconds
        self._plan = Plan(0)
        self._ready: deque[tuple[int, bytes, bytes]] = deque()
        self._by_all_means: set[int] = set()
        self._released = False
        self._told: int | None = None
        self._call = changed
        self._changed = Condition()

    def release(self) -> None:
        """Read no more of it."""
        with self._changed:
            self._released = True
            self._ready.clear()
            self._changed.notify_all()

    def read(self) -> None:
        """Read, until the sound is over or no longer wanted; for a thread that may hang on a dead disk."""
        if self._released:
            return
        try:
            with self.source.open() as opened:
                self._begin(opened)
                self._read(opened)
        except DecodeError as error:
            self._fail(str(error))
        except Exception as error:  # noqa: BLE001 - decoders raise what they like; it costs one file, not the sound
            self._fail(f"{self.source.name}: {printable(str(error))}")

    @property
    def over(self) -> bool:
        """Whether nothing is left to be sent, for now."""
        with self._changed:
            read = self.play is not None and self._plan.next() is None
            return bool(self.problem) or (read and not self._ready)

    def take(self, known: set[bytes]) -> tuple[Kind, bytes] | None:
        """Give the next message about its pieces; None while there is none. `known` is what the listener has."""
        with self._changed:
            run = self._known_run(known)
            if run and self.number:
                told: tuple[Kind, bytes] | None = (
                    Kind.KNOWN,
                    place(self.number, run[0][0]) + b"".join(each[2] for each in run),
                )
            elif self._ready:
                index, body, hashed = self._ready.popleft()
                self._by_all_means.discard(index)
                known.add(hashed)
                told = Kind.PIECE, place(self.number, index) + body
            else:
                told = self._end()
            self._changed.notify_all()
        return told

    def needed(self, index: int) -> None:
        """Go on with the piece that the listener has come to."""
        with self._changed:
            if index not in [each[0] for each in self._ready]:
                self._plan.needed(index)
            self._changed.notify_all()

    def lost(self, index: int) -> None:
        """Send a piece again, as it is: the listener has not what it was said to have."""
        with self._changed:
            self._plan.lost(index)
            self._by_all_means.add(index)
            self._changed.notify_all()

    def _begin(self, opened: Opened) -> None:
        n_frames = opened.n_frames
        with self._changed:
            if self._most_seconds is not None and n_frames is not None:
                n_frames = min(n_frames, round(self._most_seconds * opened.rate))
            ahead = round((self._most_seconds or AHEAD_SECONDS) * opened.rate / PIECE)
            self._plan = Plan(n_frames, backwards=self.manner.reverse, ahead=max(1, ahead))
            self.play = Play(self.number, self.source.name, opened.rate, opened.n_frames, self.manner)

    def _read(self, opened: Opened) -> None:
        """Read what the plan wants, in one stream as long as it goes on where it was."""
        pieces, at, n_read = cut(()), -1, 0
        while (index := self._next()) is not None:
            if index != at:
                pieces, at = cut(opened.blocks(begins(index)), index), index
            frames = next(pieces, None)
            with self._changed:
                if frames is None:
                    self._plan.ends(index)
                else:
                    body = packed(frames)
                    self._plan.went(index)
                    self._ready.append((index, body, digest(body)))
                    at = index + 1
            self._call()
            n_read += 1
            if n_read > HURRIED:
                time.sleep(BREATH_SECONDS)

    def _next(self) -> int | None:
        """Wait until there is something to read and room for it; None when the sound is no longer wanted."""
        with self._changed:
            self._changed.wait_for(lambda: self._released or self._wanted() is not None)
            return None if self._released else self._wanted()

    def _wanted(self) -> int | None:
        return self._plan.next() if len(self._ready) < READY else None

    def _known_run(self, known: set[bytes]) -> list[tuple[int, bytes, bytes]]:
        """Take the pieces, one after the other, that the listener has."""
        run: list[tuple[int, bytes, bytes]] = []
        while self._ready and len(run) < A_RUN:
            index, _, hashed = self._ready[0]
            after = not run or index == run[-1][0] + 1
            if not after or hashed not in known or index in self._by_all_means:
                break
            run.append(self._ready.popleft())
        return run

    def _end(self) -> tuple[Kind, bytes] | None:
        """Tell how many pieces there are, once that is known."""
        n_pieces = self._plan.n_pieces
        if self.play is None or n_pieces in (None, self._told) or self._released or not self.number:
            return None
        self._told = n_pieces
        return Kind.END, place(self.number, n_pieces)

    def _fail(self, problem: str) -> None:
        with self._changed:
            self.problem = problem
            self._plan.ends(self._plan.next() or 0)
        self._call()
