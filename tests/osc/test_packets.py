from __future__ import annotations

import math
import random
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from osc_programs import bundle, message, text
from pythonosc.osc_bundle_builder import IMMEDIATELY, OscBundleBuilder
from pythonosc.osc_message_builder import OscMessageBuilder

from tuimap.osc.packets import ARGUMENTS, Command, commands_in

CURSOR = message("/tuimap/cursor", "ff", 0.25, 0.75)


def test_bytes_made_by_the_specification_are_understood() -> None:
    packet = b"/tuimap/cursor\0\0,ff\0\x3e\x80\0\0\x3f\x40\0\0"
    assert packet == CURSOR
    assert commands_in(packet) == [Command("cursor", (0.25, 0.75))]


@pytest.mark.parametrize("types", ["ff", "dd", "fd", "ii", "hh", "if"])
def test_numbers_of_any_kind_are_taken(types: str) -> None:
    assert commands_in(message("/tuimap/nearest", types, 0, 1)) == [Command("nearest", (0.0, 1.0))]


def test_commands_without_arguments_need_no_type_tags() -> None:
    for packet in (text("/tuimap/stop") + text(","), text("/tuimap/stop")):
        assert commands_in(packet) == [Command("stop")]


def test_what_python_osc_writes_is_understood() -> None:
    builder = OscBundleBuilder(IMMEDIATELY)
    cursor = OscMessageBuilder("/tuimap/cursor")
    cursor.add_arg(0.5)
    cursor.add_arg(1)
    builder.add_content(cursor.build())
    builder.add_content(OscMessageBuilder("/tuimap/play").build())
    assert commands_in(builder.build().dgram) == [Command("cursor", (0.5, 1.0)), Command("play")]


def test_bundles_within_bundles_are_taken_apart_in_order() -> None:
    packet = bundle(CURSOR, bundle(text("/tuimap/stop"), bundle(text("/tuimap/play"))), text("/tuimap/stop"))
    assert [command.name for command in commands_in(packet)] == ["cursor", "stop", "play", "stop"]


@pytest.mark.parametrize(
    "packet",
    [
        b"",
        b"\0" * 64,
        b"/tuimap/cursor",
        CURSOR[:-1],
        CURSOR[:18],
        CURSOR[:20],
        CURSOR + bytes(4),
        text("/tuimap/cursor"),
        text("/tuimap/cursor") + text("ff") + bytes(8),
        message("/tuimap/cursor", "f", 0.5),
        message("/tuimap/cursor", "fff", 0.5, 0.5, 0.5),
        message("/tuimap/cursor", "ff", math.nan, 0.5),
        message("/tuimap/cursor", "ff", 0.5, math.inf),
        message("/tuimap/cursor", "ff", -0.01, 0.5),
        message("/tuimap/cursor", "ff", 0.5, 1.01),
        message("/tuimap/cursor", "ii", 2, 0),
        text("/tuimap/cursor") + text(",ss") + text("0") + text("1"),
        text("/tuimap/cursor") + text(",bb") + bytes(8),
        text("/tuimap/cursor") + text(",TF"),
        text("/tuimap/cursor") + text(",[ff]") + bytes(8),
        text("/tuimap/cursor") + text(",S?"),
        text("/tuimap/stop") + text(",f") + struct.pack(">f", 1.0),
        message("/tuimap/volume", "f", 0.5),
        message("/tuimap/cursor/x", "ff", 0.5, 0.5),
        message("/tuimap/cursor\xe9", "ff", 0.5, 0.5),
        message("cursor", "ff", 0.5, 0.5),
        text("#bundle"),
        bundle(),
        bundle(b"junk"),
        bundle()[:-1],
    ],
)
def test_anything_else_is_passed_over(packet: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    assert commands_in(packet) == []
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("size", [-4, -1, 0, 5, 1 << 30, -(1 << 31)])
def test_a_bundle_whose_sizes_are_wrong_ends_there(size: int) -> None:
    packet = bundle(CURSOR) + struct.pack(">i", size) + b"four"
    assert commands_in(packet) == [Command("cursor", (0.25, 0.75))]


def test_bundles_nested_without_end_are_left() -> None:
    packet = CURSOR
    for _ in range(2_000):
        packet = bundle(packet)
    assert commands_in(packet) == []


@given(st.binary(max_size=400))
def test_random_bytes_do_no_harm(packet: bytes) -> None:
    for each in (packet, b"#bundle\0" + packet, b"/tuimap/cursor\0\0" + packet, b"/tuimap/nearest\0" + packet):
        for command in commands_in(each):
            assert len(command.place) == ARGUMENTS[command.name]
            assert all(0 <= value <= 1 for value in command.place)


def test_whole_packets_with_a_few_wrong_bytes_do_no_harm() -> None:
    chance = random.Random(5)
    whole = bundle(CURSOR, bundle(message("/tuimap/nearest", "dd", 0.5, 0.5)), text("/tuimap/stop"))
    for _ in range(5_000):
        packet = bytearray(whole)
        for _ in range(chance.randint(1, 6)):
            packet[chance.randrange(len(packet))] = chance.randrange(256)
        for command in commands_in(bytes(packet[: chance.randint(0, len(packet))])):
            assert len(command.place) == ARGUMENTS[command.name]
            assert all(0 <= value <= 1 for value in command.place)
