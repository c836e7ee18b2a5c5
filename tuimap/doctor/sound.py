"""Which ways to make sound work here, why the others do not, and which one is taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tuimap.doctor.findings import Finding, Topic
from tuimap.errors import SetupError
from tuimap.osc.address import DEFAULT_PORT
from tuimap.osc.receiver import Receiver
from tuimap.players.choice import VARIABLE, audio_of
from tuimap.players.probing import Probed, probe, probe_all
from tuimap.safe import printable

MOST_DEVICES = 6
"""So many are named."""


def sound(environ: Mapping[str, str]) -> Topic:
    """Try every back end, one after the other; one that hangs takes seconds."""
    probed = list(probe_all())
    return Topic("sound", tuple([*map(_back_end, probed), _taken(environ, probed), _osc()]))


def _back_end(probed: Probed) -> Finding:
    names = [f"'{printable(name)}'" for name in probed.devices[:MOST_DEVICES]]
    more = f" and {len(probed.devices) - MOST_DEVICES} more" if len(probed.devices) > MOST_DEVICES else ""
    devices = f": {', '.join(names)}{more}" if names else ""
    return Finding(probed.name, printable(probed.reason) or f"works{devices}")


def _taken(environ: Mapping[str, str], probed: Sequence[Probed]) -> Finding:
    """Tell what is heard where nobody says --audio."""
    try:
        wanted = audio_of(environ)
    except SetupError as error:
        return Finding("taken", printable(str(error)), broken=True)
    why = f"{VARIABLE}={printable(wanted)}" if environ.get(VARIABLE) else "--audio auto, the first that works"
    if wanted.partition(":")[0] in ("null", "tcp"):
        return Finding("taken", f"{printable(wanted)} ({why})")
    tried = probed if wanted == "auto" else [probe(wanted)]
    works = next((each.name for each in tried if not each.reason), "")
    if works:
        return Finding("taken", f"{printable(works)} ({why})")
    silent = "the map works all the same; over ssh, tuimap listen plays on your own machine"
    return Finding("taken", f"nothing is heard ({why})", silent)


def _osc() -> Finding:
    receiver = Receiver(DEFAULT_PORT)
    receiver.close()
    return Finding("OSC", receiver.problem or f"--osc can listen at port {DEFAULT_PORT}")
