import io
import struct

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

from zhixi.assist.speech import read_sound
from zhixi.assist.speech.tests.sounds import noise, silence, tone, write
from zhixi.errors import BadInput


def all_of(path, channel=None) -> np.ndarray:
    return np.concatenate(list(read_sound(path).blocks(channel)))


@pytest.mark.parametrize("rate", [8_000, 11_025, 16_000, 44_100, 48_000])
@pytest.mark.parametrize("subtype", ["PCM_16", "ULAW", "ALAW", "PCM_24", "FLOAT"])
def test_every_recorders_wav_becomes_the_same_tone_at_16_khz(tmp_path, rate, subtype):
    path = write(tmp_path / "a.wav", tone(1, rate=rate), rate, subtype)
    heard = all_of(path)
    assert heard.dtype == np.float32
    assert abs(len(heard) - 16_000) <= 2
    spectrum = np.abs(np.fft.rfft(heard[:16_000]))
    assert abs(int(spectrum.argmax()) - 450) <= 1
    assert 0.27 < np.abs(heard[2_000:14_000]).max() < 0.33


@pytest.mark.parametrize("form, subtype", [("FLAC", "PCM_16"), ("OGG", "VORBIS"), ("MP3", "MPEG_LAYER_III")])
def test_compressed_files_are_read_whatever_their_name_says(tmp_path, form, subtype):
    path = write(tmp_path / "a.wav", tone(2), subtype=subtype, form=form)
    sound = read_sound(path)
    assert abs(sound.seconds - 2) < 0.1
    assert abs(sum(len(block) for block in sound.blocks()) - 32_000) < 3_200


def test_each_channel_of_a_stereo_file_can_be_heard_alone_or_both_as_one(tmp_path):
    both = np.stack([tone(1), silence(1)], axis=1)
    path = write(tmp_path / "both.wav", both)
    assert read_sound(path).channels == 2
    assert np.abs(all_of(path, 0)).max() > 0.25
    assert np.abs(all_of(path, 1)).max() == 0
    assert 0.1 < np.abs(all_of(path)).max() < 0.2
    with pytest.raises(BadInput, match="no channel 3"):
        all_of(path, 2)


def test_blocks_are_short_so_that_hours_of_sound_need_no_more_memory_than_a_minute(tmp_path):
    path = write(tmp_path / "a.wav", noise(20, rate=8_000), 8_000, "ULAW")
    blocks = list(read_sound(path, block_seconds=0.2).blocks())
    assert max(len(block) for block in blocks) < 16_000
    assert len(blocks) > 90


@pytest.mark.parametrize(
    "content, said",
    [
        (b"", "is empty"),
        ("投诉内容,区域\n".encode() * 50, "is not sound"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 500, "is not sound"),
        (b"RIFF\x24\0\0\0WAVEfmt ", "is not sound"),
    ],
)
def test_a_file_that_is_not_sound_is_refused_by_its_name_whatever_its_ending(tmp_path, content, said):
    path = tmp_path / "recording.wav"
    path.write_bytes(content)
    with pytest.raises(BadInput, match=said) as refusal:
        read_sound(path)
    assert "recording.wav" in refusal.value.message and refusal.value.cure


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    with pytest.raises(BadInput, match="no such file"):
        read_sound(tmp_path / "none.wav")
    with pytest.raises(BadInput, match="cannot be read"):
        read_sound(tmp_path)


def test_a_header_without_sound_is_refused(tmp_path):
    path = write(tmp_path / "a.wav", tone(1))
    path.write_bytes(path.read_bytes()[:44])
    with pytest.raises(BadInput, match="only a header"):
        read_sound(path)


def test_too_few_samples_a_second_are_refused(tmp_path):
    with pytest.raises(BadInput, match="4000 samples a second"):
        read_sound(write(tmp_path / "a.wav", tone(1, rate=4_000), 4_000))


@pytest.mark.parametrize("form, subtype", [("WAV", "PCM_16"), ("WAV", "ULAW"), ("FLAC", "PCM_16")])
def test_what_is_there_of_a_cut_off_file_is_read_with_a_warning(tmp_path, form, subtype):
    path = write(tmp_path / "a.wav", noise(10), subtype=subtype, form=form)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    sound = read_sound(path)
    seconds = sum(len(block) for block in sound.blocks()) / 16_000
    assert 4 < seconds < 5.1
    assert len(sound.warnings) == 1 and "a.wav" in sound.warnings[0]


def test_a_recording_that_its_recorder_never_finished_is_read_to_the_end(tmp_path):
    path = write(tmp_path / "a.wav", tone(3))
    content = bytearray(path.read_bytes())
    content[4:8] = content[40:44] = struct.pack("<I", 0)
    path.write_bytes(content)
    sound = read_sound(path)
    assert sum(len(block) for block in sound.blocks()) == 48_000
    assert "never finished" in sound.warnings[0]


def test_a_whole_file_has_no_warnings(tmp_path):
    sound = read_sound(write(tmp_path / "a.wav", tone(1)))
    list(sound.blocks())
    assert sound.warnings == ()


def _whole() -> bytes:
    file = io.BytesIO()
    soundfile.write(file, tone(0.5, rate=8_000), 8_000, subtype="ALAW", format="WAV")
    return file.getvalue()


@settings(max_examples=60, deadline=None)
@given(at=st.integers(0, 200), junk=st.binary(min_size=1, max_size=8), keep=st.integers(1, 4_100))
def test_a_damaged_header_gives_sound_or_a_refusal_and_never_a_crash(tmp_path_factory, at, junk, keep):
    content = bytearray(_whole())
    content[at : at + len(junk)] = junk
    path = tmp_path_factory.mktemp("damaged") / "a.wav"
    path.write_bytes(content[:keep])
    try:
        blocks = list(read_sound(path).blocks())
    except BadInput as refusal:
        assert "a.wav" in refusal.message
    else:
        assert all(np.isfinite(block).all() for block in blocks)
