"""Sound laid in time: what came is there once, in order; what never came is silence of the right length."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from zhixi.gateway.resampling import resampler
from zhixi.gateway.timeline import PATIENCE, Timeline

RATE, FRAME = 8_000, 160


def frame(number: int) -> np.ndarray:
    return np.full(FRAME, number + 1, np.int16)


def laid(pieces) -> np.ndarray:
    return np.concatenate([piece.samples for piece in pieces] or [np.zeros(0, np.int16)])


def test_jitter_alone_makes_no_hole():
    line = Timeline(RATE, 0.0)
    pieces = []
    for number, now in enumerate([0.02, 0.3, 0.31, 0.31, 0.32, 0.65]):
        pieces += line.idle(now) + line.place(frame(number), None, now)
    assert list(laid(pieces)) == list(np.concatenate([frame(n) for n in range(6)]))


def test_silence_is_laid_while_nothing_comes():
    line = Timeline(RATE, 0.0)
    line.place(frame(0), None, 0.02)
    assert line.idle(0.02 + PATIENCE / 2) == []
    silence = laid(line.idle(2.0))
    assert not silence.any() and line.seconds == 2.0 - PATIENCE
    assert line.idle(2.0) == []


def test_a_frame_that_the_senders_clock_misses_is_silence_of_its_length():
    line = Timeline(RATE, 0.0)
    pieces = []
    for number in (0, 1, 3, 4, 5, 6, 7):
        pieces += line.place(frame(number), number * 0.02, number * 0.02)
    pieces += line.end()
    values = [int(piece.samples[0]) for piece in pieces]
    assert values == [1, 2, 0, 4, 5, 6, 7, 8]
    assert [piece.filled for piece in pieces].count(True) == 1


def test_frames_that_changed_places_are_put_right():
    line = Timeline(RATE, 0.0)
    pieces = []
    for number in (0, 1, 3, 2, 4, 6, 5):
        pieces += line.place(frame(number), number * 0.02, number * 0.02)
    assert [int(piece.samples[0]) for piece in pieces] == [1, 2, 3, 4, 5, 6, 7]


def test_a_frame_that_comes_twice_is_heard_once():
    line = Timeline(RATE, 0.0)
    pieces = (
        line.place(frame(0), 0.0, 0.0) + line.place(frame(0), 0.0, 0.02) + line.place(frame(1), 0.02, 0.02)
    )
    assert len(laid(pieces)) == 2 * FRAME and line.doubles == 1


def test_a_clock_that_is_set_anew_loses_nothing():
    line = Timeline(RATE, 0.0)
    pieces = []
    for number, at in enumerate([0.0, 0.02, 9_000.0, 9_000.02, 0.5, 0.52, 0.54, 0.56]):
        pieces += line.place(frame(number), at, number * 0.02)
    pieces += line.end()
    heard = {int(piece.samples[0]) for piece in pieces if not piece.filled}
    assert heard == set(range(1, 9)) and len(laid(pieces)) < 40 * FRAME


@given(st.permutations(range(12)), st.lists(st.booleans(), min_size=12, max_size=12))
def test_whatever_order_frames_come_in_each_is_heard_once(order, missing):
    line = Timeline(RATE, 0.0)
    pieces, sent = [], []
    for step, number in enumerate(order):
        if not missing[number]:
            sent.append(number + 1)
            pieces += line.place(frame(number), number * 0.02, step * 0.02)
    pieces += line.end()
    assert sorted(int(piece.samples[0]) for piece in pieces if not piece.filled) == sorted(sent)
    assert sum(len(piece.samples) for piece in pieces) == line.count


@given(st.lists(st.integers(0, 400), max_size=30), st.sampled_from([8_000, 16_000, 24_000, 48_000]))
def test_resampling_in_any_pieces_gives_the_same_sound_and_loses_none(sizes, rate):
    sound = (np.sin(np.arange(sum(sizes)) / 9) * 9_000).astype(np.int16)
    whole, pieces = resampler(rate), resampler(rate)
    at_once = np.concatenate([whole.push(sound), whole.flush()])
    bit_by_bit, at = [], 0
    for size in sizes:
        bit_by_bit.append(pieces.push(sound[at : at + size]))
        at += size
    bit_by_bit = np.concatenate([*bit_by_bit, pieces.flush()])
    assert abs(len(at_once) - len(sound) * 16_000 / rate) <= 1
    assert np.allclose(at_once, bit_by_bit, atol=1e-3)


def test_doubled_speech_is_where_it_was():
    sound = (np.sin(2 * np.pi * 440 * np.arange(8_000) / 8_000) * 9_000).astype(np.int16)
    doubler = resampler(8_000)
    doubled = np.concatenate([doubler.push(sound), doubler.flush()])
    wanted = np.sin(2 * np.pi * 440 * np.arange(16_000) / 16_000) * 9_000 / 32_768
    assert np.abs(doubled - wanted)[100:-100].max() < 1e-3
