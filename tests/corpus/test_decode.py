from __future__ import annotations

import io
import os
import struct
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from tuimap.corpus.decode import decode
from tuimap.corpus.opening import opened
from tuimap.errors import DecodeError
from tuimap.settings import LONGEST_SECONDS, SAMPLE_RATE


def tone(seconds: float = 0.4, rate: int = SAMPLE_RATE, hertz: float = 440.0) -> NDArray[np.float64]:
    return 0.5 * np.sin(2 * np.pi * hertz * np.arange(int(seconds * rate)) / rate)


def wav_bytes(claimed: int, samples: bytes, rate: int = SAMPLE_RATE, channels: int = 1) -> bytes:
    align = channels * 2
    form = struct.pack("<HHIIHH", 1, channels, rate, (rate * align) & 0xFFFFFFFF, align & 0xFFFF, 16)
    size = struct.pack("<I", claimed & 0xFFFFFFFF)
    return b"RIFF" + size + b"WAVEfmt " + struct.pack("<I", 16) + form + b"data" + size + samples


PCM = (tone() * 32767).astype("<i2").tobytes()


@pytest.mark.parametrize(
    ("container", "subtype", "words"),
    [
        ("WAV", "PCM_16", "WAV, 16 bit"), ("WAV", "PCM_24", "WAV, 24 bit"), ("WAV", "FLOAT", "WAV, 32 bit float"),
        ("AIFF", "PCM_16", "AIFF, 16 bit"), ("FLAC", "PCM_16", "FLAC, 16 bit"), ("OGG", "VORBIS", "Ogg, Vorbis"),
        ("OGG", "OPUS", "Ogg, Opus"), ("MP3", "MPEG_LAYER_III", "MP3"), ("CAF", "PCM_16", "CAF, 16 bit"),
    ],
)  # fmt: skip
def test_each_format_is_read_by_what_it_holds_whatever_it_is_called(
    tmp_path: Path, container: str, subtype: str, words: str
) -> None:
    path = tmp_path / "called.wav"
    with path.open("wb") as stream:
        soundfile.write(stream, tone(rate=48_000), 48_000, format=container, subtype=subtype)
    audio = decode(path, 30)
    assert (audio.sample_rate, audio.channels, audio.encoding) == (48_000, 1, words)
    assert audio.duration == pytest.approx(0.4, abs=0.03)
    middle = audio.samples[4096:12288]
    assert np.abs(np.fft.rfft(middle * np.hanning(8192))).argmax() == pytest.approx(440 * 8192 / SAMPLE_RATE, abs=1)


@pytest.mark.parametrize("rate", [4_000, 8_000, 11_127, 22_050, 96_000, 384_000])
def test_every_rate_becomes_one_and_the_pitch_stays(tmp_path: Path, rate: int) -> None:
    soundfile.write(tmp_path / "a.wav", tone(1.0, rate), rate)
    audio = decode(tmp_path / "a.wav", 30)
    assert len(audio.samples) == pytest.approx(SAMPLE_RATE, abs=8)
    spectrum = np.abs(np.fft.rfft(audio.samples * np.hanning(len(audio.samples))))
    assert spectrum.argmax() == pytest.approx(440, abs=1)


def test_only_the_first_seconds_are_read_but_the_whole_duration_is_told(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", tone(3.0), SAMPLE_RATE)
    audio = decode(tmp_path / "a.wav", 1.0)
    assert (len(audio.samples), audio.duration, audio.note) == (SAMPLE_RATE, 3.0, "")


def test_stereo_is_the_mean_of_its_channels(tmp_path: Path) -> None:
    left, right = tone(), tone(hertz=660)
    soundfile.write(tmp_path / "a.wav", np.stack([left, right], 1), SAMPLE_RATE, subtype="FLOAT")
    assert decode(tmp_path / "a.wav", 30).samples == pytest.approx((left + right) / 2, abs=1e-6)


def test_channels_that_cancel_out_do_not_vanish(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", np.stack([tone(), -tone()], 1), SAMPLE_RATE, subtype="FLOAT")
    audio = decode(tmp_path / "a.wav", 30)
    assert np.abs(audio.samples) == pytest.approx(np.abs(tone()), abs=1e-6)


def test_channels_that_cancel_out_over_many_blocks_give_the_louder_one(tmp_path: Path) -> None:
    both = np.stack([-0.9 * tone(8.0), tone(8.0)], 1)
    soundfile.write(tmp_path / "a.wav", both, SAMPLE_RATE, subtype="FLOAT")
    audio = decode(tmp_path / "a.wav", 7.0)
    assert audio.samples == pytest.approx(tone(7.0), abs=1e-6)
    assert (audio.channels, audio.duration, audio.note) == (2, 8.0, "")


def test_samples_beyond_full_scale_are_brought_to_1_and_the_peak_is_told(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", tone() * 8, SAMPLE_RATE, subtype="FLOAT")
    audio = decode(tmp_path / "a.wav", 30)
    assert audio.peak == pytest.approx(4, rel=1e-3)
    assert np.abs(audio.samples).max() == pytest.approx(1)


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_a_sample_that_is_no_number_becomes_silence(tmp_path: Path, value: float) -> None:
    samples = tone()
    samples[1000] = value
    soundfile.write(tmp_path / "a.wav", samples, SAMPLE_RATE, subtype="FLOAT")
    audio = decode(tmp_path / "a.wav", 30)
    assert np.isfinite(audio.samples).all()
    assert audio.samples[1000] == 0


def test_a_damaged_flac_gives_what_comes_before_the_damage_and_says_so(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    soundfile.write(buffer, np.random.default_rng(0).normal(0, 0.1, 44_100 * 20), SAMPLE_RATE, format="FLAC")
    whole = buffer.getvalue()
    (tmp_path / "a.flac").write_bytes(whole[: len(whole) * 2 // 3])
    audio = decode(tmp_path / "a.flac", 30)
    assert 5 < audio.duration < 14
    assert f"{audio.duration:.2f} s" in audio.note


@pytest.mark.parametrize("container", ["WAV", "AIFF", "AU", "CAF", "W64", "RF64", "FLAC", "OGG", "MP3"])
def test_a_file_whose_end_is_missing_says_so_even_where_only_its_beginning_is_read(
    tmp_path: Path, container: str
) -> None:
    buffer = io.BytesIO()
    soundfile.write(buffer, np.random.default_rng(0).normal(0, 0.1, 44_100 * 6), SAMPLE_RATE, format=container)
    whole = buffer.getvalue()
    (tmp_path / "whole").write_bytes(whole)
    (tmp_path / "cut").write_bytes(whole[: len(whole) * 2 // 3])
    assert decode(tmp_path / "whole", 1.0).note == ""
    cut = decode(tmp_path / "cut", 1.0)
    assert cut.note.startswith("cut short: ")
    if container == "MP3":
        assert cut.note == "cut short: 4.00 of 6.00 s are there"
    elif container not in ("FLAC", "OGG"):
        assert cut.note == f"cut short: {cut.duration:.2f} of 6.00 s are there"
        assert cut.duration == pytest.approx(4.0, abs=0.03)


@pytest.mark.parametrize("claimed", [0, 0x7FFFF000, 0x80000000, 0xFFFFFFFF])
def test_a_sound_that_was_written_into_a_pipe_is_whole(tmp_path: Path, claimed: int) -> None:
    (tmp_path / "a.wav").write_bytes(wav_bytes(claimed, PCM))
    audio = decode(tmp_path / "a.wav", 30)
    assert (len(audio.samples), audio.note) == (len(PCM) // 2, "")


def test_a_flac_that_was_written_into_a_pipe_is_read_to_its_end_and_is_not_damaged(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    soundfile.write(buffer, tone(2.0), SAMPLE_RATE, format="FLAC")
    content = bytearray(buffer.getvalue())
    content[21] &= 0xF0  # the number of samples: unknown
    content[22:26] = bytes(4)
    (tmp_path / "a.flac").write_bytes(content)
    audio = decode(tmp_path / "a.flac", 30)
    assert (audio.duration, audio.note) == (pytest.approx(2.0, abs=0.01), "")


def test_a_closed_file_without_samples_stays_empty_whatever_follows_them(tmp_path: Path) -> None:
    content = wav_bytes(0, b"")
    more = b"LIST" + struct.pack("<I", 400) + b"INFO" + bytes(396)
    (tmp_path / "a.wav").write_bytes(content[:4] + struct.pack("<I", len(content) + len(more) - 8) + content[8:] + more)
    with pytest.raises(DecodeError, match="no samples"):
        decode(tmp_path / "a.wav", 30)


def test_a_header_that_claims_4_gigabytes_gives_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_bytes(wav_bytes(0xFFFFFFFF, PCM))
    assert decode(tmp_path / "a.wav", 30).duration == pytest.approx(0.4)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"this is not music\n" * 100, "no known sound format|unreadable"),
        (wav_bytes(len(PCM), PCM)[:30], "unreadable|no samples"),
        (wav_bytes(0, b""), "no samples"),
        (wav_bytes(len(PCM), PCM, rate=1), "sample rate of 1 Hz"),
        (wav_bytes(len(PCM), PCM, rate=4_000_000_000), "sample rate of|unreadable"),
        (wav_bytes(len(PCM), PCM, channels=0), "no known sound format|unreadable"),
        (b"RIFF\x00\x10\x00\x00WAVEfmt " + b"\0" * 30 + b"OggS" + b"\0" * 99, "Ogg inside RIFF"),
    ],
)  # fmt: skip
def test_what_holds_no_sound_is_refused_with_the_reason(tmp_path: Path, content: bytes, reason: str) -> None:
    (tmp_path / "a.wav").write_bytes(content)
    with pytest.raises(DecodeError, match=reason):
        decode(tmp_path / "a.wav", 30)


def test_a_file_of_no_numbers_is_refused(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", np.full(2000, np.nan), SAMPLE_RATE, subtype="FLOAT")
    with pytest.raises(DecodeError, match="none of its samples is a number"):
        decode(tmp_path / "a.wav", 30)


@pytest.mark.skipif(sys.platform == "win32", reason="needs named pipes")
def test_a_pipe_does_not_hang_the_reader(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.wav")
    with pytest.raises(DecodeError, match="not a regular file"):
        decode(tmp_path / "a.wav", 30)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_a_name_that_is_not_utf8_is_opened(tmp_path: Path) -> None:
    path = os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.wav")
    with open(path, "wb") as stream:  # noqa: PTH123
        stream.write(wav_bytes(len(PCM), PCM))
    assert decode(path, 30).duration == pytest.approx(0.4)


def test_a_length_that_no_sound_can_have_is_not_believed(tmp_path: Path) -> None:
    path = tmp_path / "endless.ogg"
    soundfile.write(path, tone(3), SAMPLE_RATE)
    content = bytearray(path.read_bytes())
    last = content.rindex(b"OggS")
    content[last + 6 : last + 14] = struct.pack("<q", 1 << 60)
    content[last + 22 : last + 26] = bytes(4)
    content[last + 22 : last + 26] = struct.pack("<I", ogg_checksum(content[last:]))
    path.write_bytes(content)
    assert decode(path, 1).duration == LONGEST_SECONDS


def ogg_checksum(page: bytes) -> int:
    remainder = 0
    for byte in page:
        remainder ^= byte << 24
        for _ in range(8):
            remainder = (remainder << 1) ^ (0x104C11DB7 if remainder >> 31 else 0)
    return remainder


def test_an_mp3_read_in_blocks_or_from_the_middle_is_the_one_read_at_once(tmp_path: Path) -> None:
    """Its frames refer to those before them; a decoder that is sent anywhere between two blocks forgets these."""
    path = tmp_path / "tones.mp3"
    time = np.arange(44_100) / 44_100
    soundfile.write(path, np.concatenate([0.3 * np.sin(600 * np.pi * pitch * time) for pitch in range(1, 9)]), 44_100)
    at_once, _ = soundfile.read(path, dtype="float32")
    assert np.abs(decode(path, 30.0).samples - at_once).max() < 1e-6
    with opened(path) as source:
        blocks = [source.read(2205, dtype="float32") for _ in range(160)]
    assert np.array_equal(np.concatenate(blocks), at_once)
    for start in (0.5, 3.3, 7.05):
        assert np.abs(decode(path, 0.5, start).samples - at_once[round(start * 44_100) :][:22_050]).max() < 1e-4
