"""The README is held to the program."""

from __future__ import annotations

import re
from pathlib import Path

from tuimap.cli.collection_options import REDUCER_CHOICES
from tuimap.cli.options import COMMANDS, parse
from tuimap.cli.values import OUTPUT_SUFFIXES
from tuimap.corpus import CONVERTED_SUFFIXES
from tuimap.descriptors import AUTOENCODERS, DESCRIPTORS
from tuimap.export import EXPORTERS
from tuimap.players.choice import FORMS
from tuimap.reduce import REDUCERS
from tuimap.settings import BANDS, Settings
from tuimap.ui.keyboard.key_table import markdown
from tuimap.ui.keyboard.keys import KEYS

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")


def test_the_key_table_is_the_programs() -> None:
    assert markdown(KEYS) in README


def test_every_option_that_is_described_exists_and_every_choice_is_named(capsys) -> None:
    helps = ""
    for command in COMMANDS:
        try:
            parse([command, "--help"])
        except SystemExit:
            helps += capsys.readouterr().out
    for option in set(re.findall(r"`(--[a-z-]+)", README)):
        assert option in helps, option
    for choice in (*DESCRIPTORS, *AUTOENCODERS, *REDUCER_CHOICES, *FORMS):
        assert f"`{choice}`" in README, choice


def test_the_command_lines_choices_are_the_registries() -> None:
    assert set(REDUCER_CHOICES) == set(REDUCERS)
    assert set(OUTPUT_SUFFIXES) == set(EXPORTERS)


def test_numbers_of_the_network_are_the_settings() -> None:
    settings = Settings()
    middle = "-".join(map(str, (*settings.hidden, settings.features, *reversed(settings.hidden))))
    assert f"{BANDS}-{middle}-{BANDS}" in README


def test_formats_read_through_ffmpeg_are_named() -> None:
    for suffix in CONVERTED_SUFFIXES:
        assert suffix[1:].upper() in README
