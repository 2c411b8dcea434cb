import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhixi.assist.speech.activity import FRAME, RATE, Activity, Limits
from zhixi.assist.speech.tests.sounds import noise, silence, tone, voice


def stretches(sound, *, limits=None, piece=3_200):
    activity = Activity(limits)
    found = []
    for start in range(0, len(sound), piece):
        found += activity.push(sound[start : start + piece])
    return found + activity.flush()


TALK = np.concatenate([silence(1), voice(4), silence(2), voice(3), silence(1)])


def test_two_sentences_with_a_pause_are_two_stretches_with_their_times():
    first, second = stretches(TALK)
    assert first.start == pytest.approx(1.0, abs=0.4) and first.end == pytest.approx(5.0, abs=0.5)
    assert second.start == pytest.approx(7.0, abs=0.4) and second.end == pytest.approx(10.0, abs=0.5)
    margins = len(first.samples) / RATE - (first.end - first.start)
    assert margins == pytest.approx(2 * Limits().margin, abs=0.1)


def test_the_samples_are_those_of_the_sound_at_these_times():
    for stretch in stretches(TALK):
        start = round(stretch.first * RATE)
        assert np.array_equal(stretch.samples, TALK[start : start + len(stretch.samples)])


@settings(max_examples=15, deadline=None)
@given(piece=st.integers(1, 20_000))
def test_the_size_of_the_pieces_changes_nothing(piece):
    sound = TALK[: 6 * RATE]
    whole, pieces = stretches(sound, piece=len(sound)), stretches(sound, piece=piece if piece > 100 else 100)
    assert [(s.start, s.end) for s in whole] == [(s.start, s.end) for s in pieces]


@pytest.mark.parametrize("sound", [silence(20), noise(20), noise(20, 0.3), tone(20)])
def test_silence_noise_and_a_ringing_tone_are_not_speech(sound):
    assert stretches(sound) == []


def test_a_stretch_ends_a_pause_after_the_words_and_not_later():
    activity, heard_at = Activity(Limits(pause=0.5)), None
    sound = np.concatenate([voice(3), silence(3)])
    for start in range(0, len(sound), 320):
        if activity.push(sound[start : start + 320]):
            heard_at = (start + 320) / RATE
    assert 3.0 < heard_at < 4.3
    assert not activity.speaking


def test_a_long_speech_is_cut_and_no_sample_is_lost_or_heard_twice():
    sound = voice(60)
    found = stretches(sound, limits=Limits(longest=10))
    assert all(s.end - s.start <= 10.1 for s in found)
    assert len(found) >= 5
    cuts = [
        after.first - (before.first + len(before.samples) / RATE)
        for before, after in zip(found, found[1:], strict=False)
    ]
    assert sum(abs(gap) < 1 / RATE for gap in cuts) >= 3


def test_hours_of_silence_keep_no_sound_in_memory():
    activity = Activity()
    for _ in range(50):
        activity.push(noise(10, 0.01))
    assert activity._next > 15_000
    assert len(activity._frames) * FRAME < RATE


def test_speech_at_the_very_end_is_not_lost():
    found = stretches(voice(2.5))
    assert found and found[-1].end == pytest.approx(2.5, abs=0.3)


def test_nothing_pushed_gives_nothing():
    activity = Activity()
    assert activity.push(silence(0)) == [] and activity.flush() == []
