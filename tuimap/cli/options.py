"""What can be asked for on the command line; every default comes from the settings."""

from __future__ import annotations

import argparse
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import NoReturn

from tuimap import __version__
from tuimap.collection import Collection
from tuimap.descriptors import CHOICES as DESCRIPTOR_CHOICES
from tuimap.descriptors import MOST_FEATURES
from tuimap.settings import Limits, Settings

_OVERVIEW = """\
A map of a folder of sounds, walked and heard in a terminal: sounds that sound alike lie close.

  tuimap FOLDER                        open the map; arrow keys walk it, every step is heard
  tuimap analyze FOLDER -o map.csv     make the same map without a screen

commands (`tuimap COMMAND --help` tells more):
"""

_EPILOGUE = """\
exit codes: 0 done, 1 it failed (the last line says why), 2 the command is wrong, 130 interrupted
"""


@dataclass(frozen=True)
class Command:
    """One subcommand."""

    module: str
    """Where its `run(Namespace) -> int` is, imported only when it is wanted."""
    summary: str
    options: Callable[[ArgumentParser], None]

    def load(self) -> Callable[[Namespace], int]:
        """Give the function that does it."""
        run: Callable[[Namespace], int] = import_module(self.module).run
        return run


def parse(arguments: list[str]) -> Namespace:
    """Give the chosen command and its options; `tuimap PATH` means `tuimap explore PATH`. Exits with 2 on a mistake."""
    first = next((each for each in arguments if not each.startswith("-")), None)
    asks_itself = not arguments or {"-h", "--help", "--version"} & set(arguments[:1])
    if first not in COMMANDS and not asks_itself:
        arguments = ["explore", *arguments]
    parser = _parser()
    chosen = parser.parse_args(arguments)
    if chosen.command is None:
        parser.print_help(sys.stderr)
        parser.exit(2)
    return chosen


def collection(chosen: Namespace) -> Collection:
    """Give the collection that the options describe."""
    settings = Settings(
        descriptor=chosen.descriptor,
        features=chosen.features,
        hidden=chosen.hidden,
        steps=chosen.steps,
        reducer=chosen.reducer,
        seed=chosen.seed,
        max_seconds=chosen.max_seconds,
    )
    return Collection(tuple(chosen.paths), settings, Limits(jobs=chosen.jobs), chosen.library)


class _Parser(ArgumentParser):
    """Says what is wrong in one line, and where the help is."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"tuimap: {message}. See {self.prog} --help\n")


def _parser() -> ArgumentParser:
    parser = _Parser(
        prog="tuimap",
        usage="tuimap [COMMAND] PATH... [options]",
        description=_OVERVIEW + "\n".join(f"  {name:<10} {each.summary}" for name, each in COMMANDS.items()),
        epilog=_EPILOGUE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"tuimap {__version__}")
    parser.set_defaults(command=None)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", help=argparse.SUPPRESS)
    for name, command in COMMANDS.items():
        sub = commands.add_parser(
            name,
            prog=f"tuimap {name}",
            usage=f"tuimap {name} PATH... [options]",
            description=f"{command.summary[0].upper()}{command.summary[1:]}.",
            formatter_class=_Formatter,
            allow_abbrev=False,
        )
        sub.add_argument("paths", metavar="PATH", nargs="+", type=_path, help="a folder of sounds, or a sound file")
        command.options(sub)
        _collection_options(sub)
    return parser


class _Formatter(argparse.HelpFormatter):
    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=30)


def _explore_options(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--audio",
        choices=AUDIO_CHOICES,
        default="auto",
        help="what makes the sound; auto takes the first that works (default: auto)",
    )
    parser.add_argument(
        "--charset",
        choices=("auto", "unicode", "ascii"),
        default="auto",
        help="characters the map is drawn with; auto asks the locale (default: auto)",
    )
    _progress_option(parser)


def _analyze_options(parser: ArgumentParser) -> None:
    parser.add_argument(
        "-o",
        dest="outputs",
        metavar="FILE",
        action="append",
        default=[],
        type=_output,
        help="write the map as .csv or .json; - is CSV on standard output; may be repeated",
    )
    _progress_option(parser)


def _progress_option(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--progress",
        choices=("auto", "plain", "json", "none"),
        default="auto",
        help="how progress is told on standard error: bars on a terminal, else lines (default: auto)",
    )


def _collection_options(parser: ArgumentParser) -> None:
    default = Settings()
    group = parser.add_argument_group("what the map is made from")
    group.add_argument(
        "--descriptor",
        choices=DESCRIPTOR_CHOICES,
        default=default.descriptor,
        help=f"what sounds are compared by (default: {default.descriptor})",
    )
    group.add_argument(
        "--features",
        metavar="N",
        type=_count(1, MOST_FEATURES),
        default=default.features,
        help=f"values per frame: the autoencoder's bottleneck, the number of MFCCs (default: {default.features})",
    )
    group.add_argument(
        "--hidden",
        metavar="N,N",
        type=_widths,
        default=default.hidden,
        help=f"widths of the layers before the bottleneck (default: {','.join(map(str, default.hidden))})",
    )
    group.add_argument(
        "--steps",
        metavar="N",
        type=_count(1, 1_000_000),
        default=default.steps,
        help=f"training steps (default: {default.steps})",
    )
    group.add_argument(
        "--reducer",
        choices=REDUCER_CHOICES,
        default=default.reducer,
        help=f"how the vectors become two dimensions (default: {default.reducer})",
    )
    group.add_argument(
        "--seed", metavar="N", type=_count(0, 2**32 - 1), default=default.seed,
        help=f"the same seed gives the same map (default: {default.seed})",
    )  # fmt: skip
    group.add_argument(
        "--max-seconds", metavar="S", type=_seconds, default=default.max_seconds,
        help=f"describe the first S seconds of each sound (default: {default.max_seconds:g})",
    )  # fmt: skip
    place = parser.add_argument_group("where and how")
    place.add_argument(
        "--library", metavar="FILE", type=_path,
        help="keep what is found out in FILE (default: in your data folder)",
    )  # fmt: skip
    place.add_argument(
        "--jobs",
        metavar="N",
        type=_count(1, 1024),
        default=Limits.jobs,
        help="decoding processes (default: one a core)",
    )


def _count(least: int, most: int) -> Callable[[str], int]:
    def number(text: str) -> int:
        if not text.isdecimal() or not least <= int(text) <= most:
            raise ArgumentTypeError(f"{text!r} is not a whole number from {least} to {most}")
        return int(text)

    return number


def _path(text: str) -> Path:
    if not text:
        raise ArgumentTypeError("an empty path")
    return Path(text)


def _widths(text: str) -> tuple[int, ...]:
    return tuple(_count(1, 4096)(width) for width in text.split(","))


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0.01 <= seconds <= 3600:
        raise ArgumentTypeError(f"{text!r} is not a number of seconds from 0.01 to 3600")
    return seconds


def _output(text: str) -> str:
    if text != "-" and Path(text).suffix.lower() not in OUTPUT_SUFFIXES:
        raise ArgumentTypeError(f"{text!r}: name a file that ends in {' or '.join(OUTPUT_SUFFIXES)}, or -")
    return text


AUDIO_CHOICES = ("auto", "miniaudio", "simpleaudio", "null")
REDUCER_CHOICES = ("tsne", "umap", "pca")
OUTPUT_SUFFIXES = (".csv", ".json")

COMMANDS: dict[str, Command] = {
    "explore": Command("tuimap.cli.explore", "open the map of a folder and walk it (the default)", _explore_options),
    "analyze": Command("tuimap.cli.analyze", "make the map, and write it where you say", _analyze_options),
}
