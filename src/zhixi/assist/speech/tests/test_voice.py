import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhixi.assist.speech.tests.sounds import noise, silence, voice
from zhixi.assist.speech.voice import FLOOR, FRAME, SETTLED, Voice

SOUND = np.concatenate([silence(9), voice(2), noise(1, 0.01), silence(9), voice(1), silence(1)])
SOUND = SOUND[: len(SOUND) // FRAME * FRAME].reshape(-1, FRAME)


class Counted(Voice):
    def __init__(self):
        super().__init__()
        self.asked = 0

    def _asked(self, frames):
        self.asked += len(frames)
        return super()._asked(frames)


class Always(Voice):
    """Asks about each frame."""

    def chances(self, frames):
        return self._asked(frames)


def test_the_network_is_not_asked_about_a_leg_on_which_nothing_sounds():
    counted = Counted()
    counted.chances(np.zeros((900, FRAME), np.float32))
    assert counted.asked == SETTLED


def test_steps_around_nought_are_stillness_and_a_soft_noise_is_not():
    sign = np.where(np.arange(300 * FRAME) % 7 < 3, 1, -1).astype(np.float32).reshape(-1, FRAME)
    still, soft = Counted(), Counted()
    still.chances(sign * FLOOR)
    soft.chances(sign * FLOOR * 1.5)
    assert still.asked == SETTLED and soft.asked == 300


def test_speech_behind_stillness_is_found_as_if_every_frame_had_been_asked_about():
    counted = Counted()
    found, every = counted.chances(SOUND) >= 0.5, Always().chances(SOUND) >= 0.5
    assert counted.asked < 0.6 * len(SOUND)
    assert np.flatnonzero(np.diff(found))[[0, -1]] == pytest.approx(
        np.flatnonzero(np.diff(every))[[0, -1]], abs=3
    )
    assert (found != every).sum() < 10


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(1, 200), min_size=1, max_size=12))
def test_frames_in_pieces_of_any_size_give_the_same(sizes):
    edges = np.clip(np.cumsum(sizes), 0, len(SOUND))
    whole, pieces = Voice(), Voice()
    parts = [part for part in np.split(SOUND, edges) if len(part)]
    found = np.concatenate([pieces.chances(part) for part in parts])
    assert found == pytest.approx(whole.chances(SOUND), abs=1e-4)
