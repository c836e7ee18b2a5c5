"""Which back ends work on this machine, and why the others do not; for `tuimap doctor`."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tuimap.child_process import child_command, child_environment
from tuimap.players.choice import TAKES
from tuimap.players.link import needed_environment

PROBE_SECONDS = 6.0
"""What a back end gets to open and close its device."""

PROBED = tuple(name for name in TAKES if name not in ("auto", "null", "tcp"))
"""In the order in which `auto` tries them."""


@dataclass(frozen=True, slots=True)
class Probed:
    """What a back end did when it was tried."""

    name: str
    """As `--audio` takes it."""
    reason: str
    """One line: why it does not work, and the mend; empty when it works."""
    devices: tuple[str, ...] = ()
    """The names it can be given after a colon; harmless to show only once made `printable`."""


def probe_all(names: Sequence[str] = PROBED) -> Iterator[Probed]:
    """Try back ends one after the other: some devices serve one program at a time."""
    return map(probe, names)


def probe(name: str, seconds: float = PROBE_SECONDS) -> Probed:
    """Try one back end, with or without a device, in a process of its own; never raises."""
    try:
        child = subprocess.run(
            [*child_command("tuimap.players.probe_child"), name],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=child_environment(**needed_environment()),
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Probed(name, f"it does not answer within {seconds:g} s: its sound server hangs")
    except OSError as error:
        return Probed(name, f"it cannot be tried ({error.strerror})")
    try:
        found = json.loads(child.stdout)
    except ValueError:
        return Probed(name, f"it crashes (exit code {child.returncode})")
    return Probed(name, found["reason"], tuple(found["devices"]))
