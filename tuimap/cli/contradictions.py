"""Options that cannot go together, or would do nothing: said before any work, and never passed over in silence."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import replace

from tuimap.cli.collection_options import settings_of
from tuimap.descriptors import parts
from tuimap.opened.opened_map import is_map
from tuimap.safe import printable
from tuimap.settings import DETECTORS, Limits, Settings


def contradiction(chosen: Namespace) -> str:
    """Say which options cannot go together; empty where all can."""
    settings = settings_of(chosen)
    if chosen.command == "explore" and (mistake := _of_a_made_map(chosen, settings)):
        return mistake
    if mistake := _of_picking(chosen):
        return mistake
    if compared := getattr(chosen, "descriptors", None):
        settings = replace(settings, descriptor="+".join({part for each in compared for part in each.split("+")}))
    return _of_another_network(settings) or _idle(chosen, settings)


def _of_a_made_map(chosen: Namespace, settings: Settings) -> str:
    """Say why a map made elsewhere cannot be shown as asked; empty where it can, or where there is none."""
    made = next((path for path in chosen.paths if is_map(path)), None)
    if made is None:
        return ""
    if len(chosen.paths) > 1:
        return f"{printable(str(made))} is a map, which is opened by itself"
    asked = (
        settings != Settings() or chosen.refit or (chosen.jobs, chosen.memory) != (Limits.jobs, Limits.held_megabytes)
    )
    return f"{printable(str(made))} is a map and is shown as it is: say nothing of how to make one" if asked else ""


def _of_picking(chosen: Namespace) -> str:
    """Say why sounds cannot be picked as asked; empty where they can, or are not to be."""
    if not getattr(chosen, "pick", False):
        return "-0 is for --pick" if getattr(chosen, "print0", False) else ""
    return "--pick needs the screen, --plain has none" if getattr(chosen, "plain", False) else ""


def _of_another_network(settings: Settings) -> str:
    if settings.autoencoder == "ours":
        return ""
    if "learned" not in parts(settings):
        return f"--autoencoder is for the descriptor learned, not for {_compared(settings)}"
    if settings.slice == "learned-novelty":
        return f"--slice learned-novelty needs our network, not --autoencoder {settings.autoencoder}"
    return ""


def _idle(chosen: Namespace, settings: Settings) -> str:
    """Name an option that was asked for and would change nothing."""
    reducers = getattr(chosen, "reducers", (settings.reducer,))
    used = {field for part in parts(settings).values() for field in part.depends_on}
    if settings.slice == "learned-novelty":
        used |= {"features", "hidden", "steps"}
    fixed = f"--autoencoder {settings.autoencoder}, whose network is fixed"
    whose = fixed if settings.autoencoder != "ours" else f"the descriptor {_compared(settings)}"
    idle = {
        **{name: f"does not apply to {whose}" for name in ("features", "hidden", "steps") if name not in used},
        "overview": "" if "tsne" in reducers else "is for --reducer tsne",
        "aspect": "" if settings.layout == "grid" else "is for --layout grid",
        "least_slice": "" if settings.slice else "is for --slice",
        "at": "" if settings.slice else "is for --slice",
        "threshold": "" if settings.slice in DETECTORS else f"is for --slice {', '.join(DETECTORS)}",
    }
    for name, reason in idle.items():
        if reason and name in vars(chosen):
            return f"--{name.replace('_', '-')} {reason}"
    return ""


def _compared(settings: Settings) -> str:
    return " and ".join(parts(settings))
