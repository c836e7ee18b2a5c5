"""Which ways to make sound work here, why the others do not, and which one is taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tuimap.doctor.far import listens, mend_of
from tuimap.doctor.findings import Finding, Topic
from tuimap.errors import SetupError
from tuimap.osc.address import DEFAULT_PORT
from tuimap.osc.receiver import Receiver
from tuimap.players.choice import VARIABLE, audio_of
from tuimap.players.probing import Probed, probe, probe_all
from tuimap.players.remote import Address
from tuimap.safe import printable

MOST_DEVICES = 6
"""So many are named."""


def sound(environ: Mapping[str, str]) -> Topic:
    """Try every back end, one after the other; one that hangs takes seconds."""
    probed = list(probe_all())
    return Topic("sound", (*map(_back_end, probed), _chosen(environ, probed), _osc()))


def _back_end(probed: Probed) -> Finding:
    names = [f"'{printable(name)}'" for name in probed.devices[:MOST_DEVICES]]
    more = f" and {len(probed.devices) - MOST_DEVICES} more" if len(probed.devices) > MOST_DEVICES else ""
    devices = f": {', '.join(names)}{more}" if names else ""
    reason = printable(probed.reason.removeprefix(f"{probed.name} "))
    return Finding(probed.name, reason or f"works{devices}")


def _chosen(environ: Mapping[str, str], probed: Sequence[Probed]) -> Finding:
    """Tell what is heard where nobody says --audio."""
    try:
        wanted = audio_of(environ)
    except SetupError as error:
        return Finding("chosen", printable(str(error)), broken=True)
    why = f"{VARIABLE}={printable(wanted)}" if environ.get(VARIABLE) else "--audio auto, the first that works"
    backend, _, place = wanted.partition(":")
    if backend == "null":
        return Finding("chosen", f"null, so nothing is heard ({why})")
    if backend == "tcp":
        trouble = listens(Address.read(place))
        return Finding("chosen", f"{trouble or 'somebody listens there'} ({why})", mend_of(trouble, environ))
    tried = probed if wanted == "auto" else [probe(wanted)]
    works = next((each.name for each in tried if not each.reason), "")
    reason = "" if wanted == "auto" else f": {printable(tried[0].reason)}"
    far = "to hear it where you sit, run tuimap listen there" if environ.get("SSH_CONNECTION") else ""
    if works:
        return Finding("chosen", f"{printable(works)} ({why})", far)
    return Finding("chosen", f"nothing is heard{reason} ({why})", far or "the map works all the same")


def _osc() -> Finding:
    receiver = Receiver(DEFAULT_PORT)
    receiver.close()
    return Finding("OSC", receiver.problem or f"--osc can listen at port {DEFAULT_PORT}")
