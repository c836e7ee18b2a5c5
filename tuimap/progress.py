"""What a long stage tells while it runs. A stage is a generator of Progress that returns its result."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias, TypeVar

from tuimap.sound import Skipped

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tuimap.sounds import Sounds

StageName: TypeAlias = Literal["scan", "decode", "train", "encode", "reduce", "layout", "judge"]

STAGES: tuple[StageName, ...] = ("scan", "decode", "train", "encode", "reduce", "layout")
"""Of an analysis, in the order in which a panel lists them."""


class Preview(NamedTuple):
    """A provisional map, drawn until a better one comes."""

    sounds: Sounds
    """Those that are new since the preview before; all where `afresh`."""
    positions: NDArray[np.float32]
    """[sounds so far, 2] in the unit square, y upwards; of the sounds known before and then of the new ones."""
    afresh: bool = False
    """Whether nothing of the preview before is kept."""


class Progress(NamedTuple):
    """One report of one stage."""

    stage: StageName
    done: int
    """Units finished: files, steps, sounds."""
    total: int | None = None
    """Units in all; None while unknown."""
    note: str = ""
    """A few words on what happens now."""
    loss: float | None = None
    """The autoencoder's latest loss: the share of the frames' variance it does not give back."""
    skipped: tuple[Skipped, ...] = ()
    """Files found unreadable since the last report."""
    preview: Preview | None = None
    """A provisional map, when there is a new one."""
    notice: str = ""
    """What the user has to know, in a line."""


Result = TypeVar("Result")
Stage: TypeAlias = Generator[Progress, None, Result]


def finish(stage: Stage[Result]) -> Result:
    """Run a stage to its end without listening, and give its result."""
    while True:
        try:
            next(stage)
        except StopIteration as end:
            result: Result = end.value
            return result
