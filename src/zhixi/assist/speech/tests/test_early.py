"""Stretches that are begun in the silence that may end them: no word twice, none lost, nothing left of what was in vain."""

import time

import numpy as np
import pytest

from zhixi.assist.speech.events import Done, Lost, Partial
from zhixi.assist.speech.listening import Heard
from zhixi.assist.speech.tests.crews import alone, wait_until
from zhixi.assist.speech.tests.listeners import Notes
from zhixi.assist.speech.tests.sounds import silence, voice
from zhixi.assist.speech.voice import FRAME
from zhixi.assist.talk import Leg

SPEECH = np.concatenate([silence(1), voice(3)])


class Speaker:
    """Speaks on an ear that hears each bit before the next one comes, as with a live caller."""

    def __init__(self, pool):
        self.notes, self.said = Notes(), []
        self.ear = pool.open(leg=Leg.CALLER, told=self.notes)

    def say(self, sound) -> None:
        say_together([self], sound)

    def fall_silent(self) -> None:
        """Until the stretch is begun, and no further."""
        while self.ear.early is None:
            self.say(silence(FRAME / 16_000))
            assert len(np.concatenate(self.said)) < 16_000 * 10

    @property
    def sound(self):
        return np.concatenate(self.said)


def say_together(speakers: list[Speaker], sound) -> None:
    for at in range(0, len(sound), FRAME):
        for speaker in speakers:
            speaker.ear.push(sound[at : at + FRAME])
            speaker.said.append(sound[at : at + FRAME])
        wait_until(lambda: not any(speaker.ear._came for speaker in speakers))
    time.sleep(0.05)  # the last bit is being heard


@pytest.fixture
def begun(tmp_path):
    """The lengths of the stretches that the engine has begun."""
    (tmp_path / "note").touch()
    return lambda: (tmp_path / "note").read_text().split()


def test_words_are_made_in_the_silence_and_told_once_when_it_has_lasted(engine, pools, begun, tmp_path):
    engine(note=str(tmp_path / "note"))
    speaker = Speaker(pools())
    speaker.say(SPEECH)
    speaker.fall_silent()
    wait_until(lambda: speaker.ear.early and speaker.ear.early.words)
    assert not speaker.notes.of(Heard) and len(begun()) == 1
    speaker.say(silence(1))
    speaker.ear.close()
    assert speaker.notes.all_texts() == alone(speaker.sound) and len(alone(speaker.sound)) == 1
    assert len(begun()) == 1, "nothing was recognised twice"


def test_silence_that_lasts_while_the_words_are_still_made_does_not_make_them_again(
    engine, pools, begun, tmp_path
):
    engine(note=str(tmp_path / "note"), slow=1.0)
    speaker = Speaker(pools())
    speaker.say(SPEECH)
    speaker.fall_silent()
    wait_until(begun)
    speaker.say(silence(0.6))
    speaker.ear.close()
    assert speaker.notes.all_texts() == alone(speaker.sound)
    assert len(begun()) == 1


def test_of_a_speaker_who_goes_on_nothing_is_told_but_words_in_the_making(engine, pools, begun, tmp_path):
    engine(note=str(tmp_path / "note"))
    speaker = Speaker(pools())
    speaker.say(SPEECH)
    speaker.fall_silent()
    wait_until(lambda: speaker.ear.early and speaker.ear.early.words)
    speaker.say(voice(2))
    assert speaker.ear.early is None and not speaker.notes.of(Heard)
    speaker.say(silence(1))
    speaker.ear.close()
    assert speaker.notes.all_texts() == alone(speaker.sound) and len(alone(speaker.sound)) == 1
    assert len(begun()) == 2 and float(begun()[0]) + 1.5 < float(begun()[1])
    assert speaker.ear.early is None and not speaker.ear.jobs


def test_words_made_in_vain_come_too_late_to_be_told(engine, pools, begun, tmp_path):
    engine(note=str(tmp_path / "note"), slow=2.0)
    speaker = Speaker(pools(workers=1, partials=False))
    speaker.say(SPEECH)
    speaker.fall_silent()
    wait_until(begun)
    speaker.say(np.concatenate([voice(1), silence(1)]))
    speaker.ear.close()
    assert speaker.notes.all_texts() == alone(speaker.sound) and len(begun()) == 2
    assert not speaker.notes.of(Partial)


def test_words_made_early_wait_for_those_that_were_spoken_before_them(engine, pools, tmp_path):
    engine(linger=True)
    speaker = Speaker(pools())
    speaker.say(SPEECH)
    speaker.say(np.concatenate([silence(1), voice(1)]))
    speaker.fall_silent()
    wait_until(lambda: speaker.ear.early is None or speaker.ear.early.words)
    assert speaker.ear.early, "the second stretch is done before the first one"
    speaker.say(silence(1))
    speaker.ear.close()
    assert not speaker.notes.of(Heard)
    (tmp_path / "linger.over").touch()
    assert speaker.notes.all_texts() == alone(speaker.sound) and len(alone(speaker.sound)) == 2


@pytest.mark.parametrize("accident", ["die", "hang", "fail"])
def test_an_accident_with_early_work_loses_no_word(engine, pools, accident):
    engine(**{accident: True})
    speaker = Speaker(pools(workers=1, hung=0.5))
    speaker.say(SPEECH)
    speaker.fall_silent()
    speaker.say(silence(1))
    speaker.ear.close()
    assert speaker.notes.all_texts() == alone(speaker.sound) and len(alone(speaker.sound)) == 1


def test_early_work_that_never_succeeds_is_told_as_lost_once_and_only_when_it_is_sure(engine, pools):
    engine(always_fail=[3, 4])
    speaker = Speaker(pools())
    speaker.say(SPEECH)
    speaker.fall_silent()
    wait_until(lambda: speaker.ear.early and speaker.ear.early.lost)
    assert not speaker.notes.of(Lost)
    speaker.say(silence(1))
    speaker.ear.close()
    assert speaker.notes.all_texts() == [] and len(speaker.notes.of(Lost)) == 1


def test_a_leg_closed_in_the_silence_is_told_all_of_it(engine, pools):
    speaker = Speaker(pools())
    speaker.say(SPEECH)
    speaker.fall_silent()
    speaker.ear.close()
    assert speaker.notes.all_texts() == alone(speaker.sound) and len(alone(speaker.sound)) == 1
    assert len(speaker.notes.of(Done)) == 1


def test_eight_who_pause_and_go_on_are_told_as_by_one_listener_each(engine, pools):
    engine(slow=0.1)
    pool = pools()
    speakers = [Speaker(pool) for _ in range(8)]
    parts = [SPEECH, silence(0.42), voice(1), silence(0.55), voice(0.5), silence(0.43), voice(2), silence(1)]
    for part in parts:
        say_together(speakers, part)
    for speaker in speakers:
        speaker.ear.close()
    for speaker in speakers:
        assert speaker.notes.all_texts() == alone(speaker.sound)
        starts = [heard.start for heard in speaker.notes.of(Heard)]
        assert starts == sorted(set(starts))


def test_a_streaming_engine_is_asked_for_no_early_end(engine, pools):
    engine(streaming=True)
    speaker = Speaker(pools())
    speaker.say(np.concatenate([SPEECH, silence(0.42)]))
    assert speaker.ear.early is None
    speaker.say(silence(1))
    speaker.ear.close()
    assert speaker.notes.all_texts() == alone(speaker.sound)
