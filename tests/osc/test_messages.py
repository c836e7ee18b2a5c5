from __future__ import annotations

import os

from osc_programs import text
from pythonosc.osc_packet import OscPacket

from tuimap.osc.messages import MOST_BYTES, Stretch, play_packet, select_packets, stop_packet


def told(packet: bytes) -> list[tuple[object, ...]]:
    """What python-osc reads in a packet."""
    return [(each.message.address, *each.message.params) for each in OscPacket(packet).messages]


def test_a_sound_that_begins_is_told_as_the_specification_has_it() -> None:
    packet = play_packet(Stretch("/s/kick.wav", 0.5, 2.0, 0.25, 1.0))
    numbers = b"\x3f\0\0\0\x40\0\0\0\x3e\x80\0\0\x3f\x80\0\0"
    assert packet == text("/tuimap/play") + text(",sffff") + text("/s/kick.wav") + numbers


def test_silence_has_no_arguments() -> None:
    assert stop_packet() == b"/tuimap/stop\0\0\0\0,\0\0\0"


def test_names_travel_as_the_bytes_that_the_disk_holds() -> None:
    for raw in ("/s/grüße 鼓.wav".encode(), b"/s/\xff\xfe.wav", b"/\xe9", b"/???", b"/s/%s{}\x01.wav"):
        packet = play_packet(Stretch(os.fsdecode(raw), 0.0, 1.0, 0.0, 0.0))
        ended = raw + bytes(4 - len(raw) % 4)
        assert packet == text("/tuimap/play") + text(",sffff") + ended + b"\0\0\0\0\x3f\x80\0\0\0\0\0\0\0\0\0\0"


def test_a_selection_is_one_message_for_each_sound_in_bundles_that_programs_take() -> None:
    stretches = [Stretch(f"/sounds/{'long name ' * 9}{number}.wav", 0.0, 1.5, 0.5, 0.25) for number in range(300)]
    packets = list(select_packets(stretches, 300))
    assert len(packets) > 1
    assert all(len(packet) <= MOST_BYTES for packet in packets)
    messages = [message for packet in packets for message in told(packet)]
    expected = [("/tuimap/select", 1 + n, 300, *stretch) for n, stretch in enumerate(stretches)]
    assert messages == expected


def test_of_a_selection_that_is_told_in_part_the_count_is_the_whole() -> None:
    (packet,) = select_packets([Stretch("/a.wav", 0.0, 1.0, 0.5, 0.5)], 70_000)
    assert told(packet) == [("/tuimap/select", 1, 70_000, "/a.wav", 0.0, 1.0, 0.5, 0.5)]


def test_no_selection_is_told_too() -> None:
    assert [told(packet) for packet in select_packets([], 0)] == [[("/tuimap/select", 0, 0)]]
