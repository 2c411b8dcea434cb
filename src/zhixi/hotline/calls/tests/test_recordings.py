"""Recordings pass through the code of a live call, each leg heard by itself."""

import numpy as np
import pytest

from zhixi.assist.speech import Abilities, Recognised
from zhixi.assist.speech.tests.sounds import silence, voice, write
from zhixi.errors import BadInput
from zhixi.hotline.calls.choices import CallState
from zhixi.hotline.calls.models import Utterance
from zhixi.hotline.calls.players import Recording, Stage, legs_of, play_recording

RATE = 8000


class Stopwatch:
    """A recogniser without words: it says how long it was spoken to, in tenths of a second."""

    abilities = Abilities(languages=("zh",))

    def recognise(self, samples) -> Recognised:
        return Recognised(f"约{round(len(samples) / 1600)}", 0.5)


def two_voices() -> tuple[np.ndarray, np.ndarray]:
    """The agent speaks in the second second, the caller in the fifth and sixth."""
    agent = np.concatenate([silence(1, RATE), voice(1, RATE), silence(6, RATE)])
    caller = np.concatenate([silence(4, RATE), voice(2, RATE), silence(2, RATE)])
    return agent, caller


def said() -> list[tuple[str, int, int]]:
    return [(u.leg, round(u.start), round(u.end)) for u in Utterance.objects.all()]


def play(call, caller, agent=None):
    return play_recording(Recording(legs_of(caller, agent), Stopwatch()), call, Stage(fast=True))


def test_each_side_is_heard_as_itself_and_in_its_turn(office, talking, tmp_path):
    agent, caller = two_voices()
    paths = [write(tmp_path / f"{n}.wav", sound, RATE) for n, sound in enumerate((caller, agent))]
    assert play(talking, *paths)
    assert said() == [("agent", 1, 2), ("caller", 4, 6)]
    talking.refresh_from_db()
    assert talking.state == CallState.ENDED


def test_a_recording_of_two_channels_is_an_agent_and_a_caller(office, talking, tmp_path):
    play(talking, write(tmp_path / "both.wav", np.stack(two_voices(), axis=1), RATE, "ALAW"))
    assert said() == [("agent", 1, 2), ("caller", 4, 6)]


def test_of_a_mono_recording_nobody_guesses_the_sides(office, talking, tmp_path):
    play(talking, write(tmp_path / "mono.flac", sum(two_voices()), RATE, form="FLAC"))
    assert {leg for leg, _, _ in said()} == {"mixed"}


def test_a_silent_recording_leaves_a_call_without_words(office, talking, tmp_path):
    play(talking, write(tmp_path / "still.wav", silence(3, RATE), RATE))
    assert said() == []


def test_what_is_not_sound_is_refused_before_a_call_is_made(tmp_path):
    path = tmp_path / "letter.wav"
    path.write_text("这不是录音")
    with pytest.raises(BadInput, match="not sound"):
        Recording.of(str(path))
