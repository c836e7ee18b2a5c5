"""What can be asked for on the command line."""

from __future__ import annotations

import argparse
import sys
from argparse import SUPPRESS, ArgumentParser, Namespace
from collections.abc import Callable
from importlib import import_module
from typing import NamedTuple, NoReturn

from tuimap import __version__
from tuimap.address import MOST_PORT
from tuimap.cli import values
from tuimap.cli.collection_options import FIXED, REDUCER_CHOICES, add_collection_options
from tuimap.cli.contradictions import contradiction
from tuimap.cli.listening_options import add_listening_options, with_volume
from tuimap.descriptors import DESCRIPTORS
from tuimap.osc.address import DEFAULT_PORT
from tuimap.players.choice import FORMS
from tuimap.players.remote import LOOPBACK, PORT

_OVERVIEW = """\
A map of a folder of sounds, walked and heard in a terminal: sounds that sound alike lie close.

  tuimap FOLDER                        open the map; arrow keys walk it, every step is heard
  tuimap map.csv                       show a map made elsewhere, also from .npz
  tuimap analyze FOLDER -o map.csv     make the same map without a screen
  tuimap similar FOLDER SOUND          print the sounds that sound most like one
  tuimap evaluate FOLDER               tell which of several ways to make the map suits these sounds
  tuimap listen                        hear on this machine what a map on another one plays

commands (`tuimap COMMAND --help` tells more):
"""

_EPILOGUE = """\
exit codes: 0 done, 1 it failed (the last line says why), 2 the command is wrong,
3 a file was skipped (with analyze --strict), 130 interrupted (the next run goes on from there)
"""


class Command(NamedTuple):
    """One subcommand."""

    module: str
    """Where its `run(Namespace) -> int` is, imported only when it is wanted."""
    summary: str
    options: Callable[[ArgumentParser], None]
    settles: frozenset[str] = frozenset()
    """Options of a collection that it has not: it chooses these itself."""
    operands: str = "PATH..."
    """What it works on, as its help writes it; empty where it needs no collection."""

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
    arguments = with_volume(arguments)
    parser = _parser(next((each for each in arguments if not each.startswith("-")), ""))
    chosen, unknown = parser.parse_known_args(arguments)
    if chosen.command is None:
        parser.print_help(sys.stderr)
        parser.exit(2)
    parser.prog = f"tuimap {chosen.command}"  # an error names the help of the command
    if unknown:
        parser.error(f"unrecognized arguments: {' '.join(unknown)}")
    if mistake := contradiction(chosen):
        parser.error(mistake)
    return chosen


class _Parser(ArgumentParser):
    """Says what is wrong in one line, and where the help is."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"tuimap: {message}. See {self.prog} --help\n")


def _parser(wanted: str) -> ArgumentParser:
    """Give a parser that knows the command that is wanted, and tells of all: the options of all would take a while."""
    parser = _Parser(
        prog="tuimap",
        usage="tuimap [COMMAND] PATH... [options]",
        description=_OVERVIEW + "\n".join(f"  {name:<10} {each.summary}" for name, each in COMMANDS.items()),
        epilog=_EPILOGUE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"tuimap {__version__}")
    parser.set_defaults(command=None)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", help=SUPPRESS)
    if command := COMMANDS.get(wanted):
        sub = commands.add_parser(
            wanted,
            prog=f"tuimap {wanted}",
            usage=" ".join(filter(None, ("tuimap", wanted, command.operands, "[options]"))),
            description=f"{command.summary[0].upper()}{command.summary[1:]}.",
            epilog=FIXED if command.operands else None,
            formatter_class=_Formatter,
            allow_abbrev=False,
        )
        if command.operands:
            sub.add_argument(
                "paths", metavar="PATH", nargs="+", type=values.path, help="a folder of sounds, or a sound file"
            )
        command.options(sub)
        if command.operands:
            add_collection_options(sub, command.settles)
    return parser


class _Formatter(argparse.HelpFormatter):
    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=24)


def _explore_options(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--audio",
        metavar="BACKEND",
        type=values.audio,
        help=f"what makes the sound: {', '.join(FORMS)}; auto takes the first that works "
        "(default: TUIMAP_AUDIO, or auto)",
    )
    add_listening_options(parser)
    parser.add_argument(
        "--charset",
        choices=("auto", "unicode", "ascii"),
        default="auto",
        help="characters the map is drawn with; auto asks the locale (default: auto)",
    )
    parser.add_argument(
        "--theme",
        choices=("auto", "dark", "light"),
        default="auto",
        help="colours for a dark or a light ground; auto asks COLORFGBG, else dark (default: auto)",
    )
    parser.add_argument(
        "--plain",
        action="store_true",
        help="speak the map in lines, for screen readers and braille: no drawing, the same keys, ? tells them",
    )
    _pick_options(parser)
    _osc_options(parser)
    _progress_option(parser)


def _osc_options(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--osc",
        metavar="HOST:PORT",
        type=values.host_and_port,
        help="tell another program by OSC what is heard and what is selected, and let it move the map",
    )
    parser.add_argument(
        "--osc-listen",
        metavar="PORT",
        type=values.count(1, MOST_PORT),
        help=f"where OSC may move the map, from this machine alone (default: {DEFAULT_PORT} with --osc, else nowhere)",
    )


def _listen_options(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--port",
        metavar="N",
        type=values.count(1, MOST_PORT),
        default=PORT,
        help=f"the port to listen at (default: {PORT})",
    )
    parser.add_argument(
        "--host",
        metavar="ADDRESS",
        default=LOOPBACK,
        help="listen at another address than this machine's own loopback; sound then travels as it is, without ssh "
        f"(default: {LOOPBACK})",
    )
    parser.add_argument(
        "--audio",
        metavar="BACKEND",
        type=values.audio,
        help="what makes the sound here, as for a map (default: TUIMAP_AUDIO, or auto)",
    )


def _pick_options(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--pick",
        action="store_true",
        help="Enter takes the selection, or the sound where one stands, and prints the paths: "
        "cp $(tuimap --pick drums) kit/; 130 where nothing is taken",
    )
    parser.add_argument(
        "-0",
        "--print0",
        action="store_true",
        help="part these paths by zero bytes, for xargs -0 and names with line breaks",
    )


def _analyze_options(parser: ArgumentParser) -> None:
    parser.add_argument(
        "-o",
        dest="outputs",
        metavar="FILE",
        action="append",
        default=[],
        type=values.output,
        help="write the map as .csv or .json; - is CSV on standard output; may be repeated",
    )
    parser.add_argument(
        "--strict", action="store_true", help="end with exit code 3 where a file was skipped (otherwise with 0)"
    )
    _progress_option(parser)


def _similar_options(parser: ArgumentParser) -> None:
    parser.add_argument("sound", metavar="SOUND", type=values.path, help="its path, from the folder or from here")
    parser.add_argument(
        "-n", dest="count", metavar="N", type=values.count(1, 1_000_000), default=12, help="so many (default: 12)"
    )
    parser.add_argument(
        "--at",
        metavar="S",
        type=values.moment,
        default=SUPPRESS,
        help="with --slice: of SOUND the slice that holds second S (default: 0)",
    )
    _progress_option(parser)


EVALUATED_REDUCERS = ("tsne", "umap", "pca")

EVALUATED_DESCRIPTORS = ("learned", "mfcc", "learned+mfcc")
"""What is compared unless the user says what."""

_EVERY_DESCRIPTOR = (*DESCRIPTORS, "learned+mfcc")


def _evaluate_options(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--labels",
        metavar="CSV",
        type=values.path,
        help="what each sound is: a file with the columns path,label and perhaps group, or the word folder for the "
        "name of the folder that holds the sound (default: folder, where there is more than one)",
    )
    parser.add_argument(
        "--descriptors",
        metavar="A,B",
        type=values.several(DESCRIPTORS, _EVERY_DESCRIPTOR, joined=True),
        default=EVALUATED_DESCRIPTORS,
        help=f"what sounds are compared by: any of {', '.join(DESCRIPTORS)}, several joined by a plus, or all "
        f"(default: {','.join(EVALUATED_DESCRIPTORS)})",
    )
    parser.add_argument(
        "--reducers",
        metavar="X,Y",
        type=values.several(REDUCER_CHOICES, REDUCER_CHOICES),
        default=EVALUATED_REDUCERS,
        help=f"how the vectors become two dimensions: any of {', '.join(REDUCER_CHOICES)}, or all "
        f"(default: {','.join(EVALUATED_REDUCERS)})",
    )
    parser.add_argument(
        "--seeds",
        metavar="N",
        type=values.count(1, 100),
        default=3,
        help="make each map with N seeds, and tell how far they differ (default: 3)",
    )
    for kind in ("json", "csv"):
        parser.add_argument(
            f"--{kind}",
            metavar="FILE",
            type=values.path,
            help=f"write the numbers, not rounded, as {kind.upper()}; - is standard output",
        )
    parser.add_argument(
        "--plot",
        metavar="FILE",
        type=values.picture,
        help="draw the maps of the first seed beside each other, as .svg or .png (pip install 'tuimap[plot]')",
    )
    _progress_option(parser)


def _keys_options(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--config", action="store_true", help="print a file of all keys instead, to choose your own with"
    )


def _doctor_options(parser: ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print it as JSON, to go with a bug report")


def _progress_option(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--progress",
        choices=("auto", "plain", "json", "none"),
        default="auto",
        help="how progress is told on standard error: bars on a terminal, else lines (default: auto)",
    )


COMMANDS: dict[str, Command] = {
    "explore": Command("tuimap.cli.explore", "open the map of a folder and walk it (the default)", _explore_options),
    "analyze": Command("tuimap.cli.analyze", "make the map, and write it where you say", _analyze_options),
    "similar": Command(
        "tuimap.cli.similar",
        "print the sounds most like one, and how far they are from it",
        _similar_options,
        operands="PATH... SOUND",
    ),
    "evaluate": Command(
        "tuimap.cli.evaluate",
        "compare descriptors and reducers on your own sounds, by numbers",
        _evaluate_options,
        frozenset({"--descriptor", "--reducer", "--seed", "--refit", "--layout", "--aspect"}),
    ),
    "doctor": Command(
        "tuimap.cli.doctor", "tell what this machine offers: terminal, sound, files, JAX", _doctor_options, operands=""
    ),
    "listen": Command(
        "tuimap.cli.listen",
        "have the sounds of a map on another machine come out here",
        _listen_options,
        operands="",
    ),
    "keys": Command("tuimap.cli.keys", "print the keys of the map", _keys_options, operands=""),
}
