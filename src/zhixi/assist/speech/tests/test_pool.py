"""The pool with a true crew of processes and an engine that costs nothing, or as much as a test wants."""

import os
import pathlib
import signal
import subprocess
import sys
import threading

import numpy as np
import pytest

from zhixi.assist.speech.events import Behind, Done, Down, Lost, Partial, Up
from zhixi.assist.speech.listening import Heard
from zhixi.assist.speech.pool import Pool
from zhixi.assist.speech.tests.crews import ENGINE, TALK, TURNS, alone, children, wait_until
from zhixi.assist.speech.tests.listeners import PATIENCE, Notes
from zhixi.assist.speech.tests.sounds import silence, voice
from zhixi.assist.talk import Leg
from zhixi.errors import BadInput, Unavailable


def speak(pool, sound=TALK, *, leg=Leg.CALLER, block=320, close=True):
    notes = Notes()
    ear = pool.open(leg=leg, told=notes)
    for start in range(0, len(sound), block):
        ear.push(sound[start : start + block])
    if close:
        ear.close()
    return ear, notes


def test_a_leg_is_heard_as_by_one_listener_alone_then_done(engine, pools):
    _, notes = speak(pools(), leg=Leg.AGENT)
    assert notes.all_texts() == alone() and len(alone()) == TURNS
    assert all(heard.leg is Leg.AGENT for heard in notes.of(Heard))


def test_sound_pushed_at_once_or_in_single_samples_gives_the_same(engine, pools):
    pool = pools()
    _, whole = speak(pool, block=len(TALK))
    _, odd = speak(pool, block=1_777)
    assert whole.all_texts() == odd.all_texts() == alone()


def test_eight_legs_and_a_slow_engine_each_leg_is_told_in_order_and_that_it_is_behind(engine, pools):
    engine(slow=0.4)
    pool = pools()
    legs = [speak(pool)[1] for _ in range(8)]
    for notes in legs:
        assert notes.all_texts() == alone()
        starts = [heard.start for heard in notes.of(Heard)]
        assert starts == sorted(starts)
    late = [notes for notes in legs if notes.of(Behind)]
    assert late, "24 stretches of 0.4 s each on two workers: somebody has waited more than three seconds"
    assert all(notes.of(Behind)[0].seconds >= 3 for notes in late)


def test_a_leg_that_was_behind_is_told_when_its_words_come_in_time_again(engine, pools):
    engine(slow=1.2)
    _, notes = speak(pools(workers=1), np.concatenate([TALK, TALK]), close=False)
    late, well = notes.wait_for(Behind, 2)
    assert late.seconds >= 3 and well.seconds == 0
    assert notes.texts == alone(np.concatenate([TALK, TALK]))


def test_a_file_that_brings_much_at_once_does_not_hold_up_a_caller(engine, pools):
    engine(slow=0.1)
    pool = pools(workers=1)
    _, file = speak(pool, np.concatenate([TALK] * 12), block=100_000)
    file.wait_for(Heard)
    _, caller = speak(pool, np.concatenate([silence(0.5), voice(1), silence(1)]))
    caller.wait_for(Done)
    assert len(file.texts) < 12 * TURNS, "the caller, who came last, was heard before the file was"
    assert file.all_texts() == alone(np.concatenate([TALK] * 12))


def test_a_worker_killed_in_the_middle_loses_no_word_and_everybody_is_told(engine, pools):
    engine(slow=0.4)
    pool = pools()
    legs = [speak(pool)[1] for _ in range(3)]
    legs[0].wait_for(Heard)
    os.kill(children()[0], signal.SIGKILL)
    for notes in legs:
        assert notes.all_texts() == alone()
    _, after = speak(pool)
    assert after.all_texts() == alone()
    assert any(notes.of(Down) for notes in legs)


def test_the_engine_is_told_to_be_back_when_its_worker_is(engine, pools):
    engine(die=True)
    _, notes = speak(pools(workers=1), close=False)
    (down,) = notes.wait_for(Down)
    assert "重启" in down.reason
    notes.wait_for(Up)
    assert notes.wait_for(Heard, TURNS) and notes.texts == alone()


def test_a_worker_that_hangs_is_killed_and_its_stretch_goes_to_another(engine, pools):
    engine(hang=True)
    sound = np.concatenate([silence(0.5), voice(0.5), silence(1), voice(0.5)])
    _, notes = speak(pools(workers=1, hung=0.5), sound)
    assert notes.all_texts() == alone(sound)
    assert "没有响应" in notes.of(Down)[0].reason


def test_an_engine_that_stumbles_once_hears_the_stretch_again(engine, pools):
    engine(fail=True)
    _, notes = speak(pools())
    assert notes.all_texts() == alone() and not notes.of(Lost)


def test_a_stretch_that_no_try_can_hear_is_told_as_lost_in_its_place(engine, pools):
    engine(always_fail=[2])
    _, notes = speak(pools())
    texts = notes.all_texts()
    first, second, third = alone()
    assert texts == [first, third] and second.startswith(("1.", "2."))
    (lost,) = notes.of(Lost)
    assert lost.end > lost.start and lost.reason
    kept = [event for event in notes.events if isinstance(event, Heard | Lost)]
    assert kept[1] is lost


def test_while_the_engine_is_away_the_words_wait_and_come_when_it_is_back(engine, pools, tmp_path):
    engine(away=True)
    pool = pools(workers=1)
    _, notes = speak(pool)
    (down,) = notes.wait_for(Down)
    assert "not there" in down.reason and not notes.texts
    _, late = speak(pool)
    late.wait_for(Down)
    (tmp_path / "away").unlink()
    assert notes.all_texts() == late.all_texts() == alone()
    assert notes.of(Up)


def test_partial_words_come_while_a_stretch_grows_and_never_after_its_end(engine, pools):
    pool, notes = pools(), Notes()
    ear = pool.open(leg=Leg.CALLER, told=notes)
    ear.push(np.concatenate([silence(1), voice(3)]))
    (partial, *_) = notes.wait_for(Partial)
    assert partial.leg is Leg.CALLER and partial.text.endswith("秒…")
    ear.push(silence(1))
    (heard,) = notes.wait_for(Heard)
    assert partial.start == heard.start
    ear.close()
    notes.wait_for(Done)
    assert not [event for event in notes.events[notes.events.index(heard) :] if isinstance(event, Partial)]


def test_words_in_the_making_that_turn_out_to_be_none_are_taken_back(engine, pools):
    engine(streaming=True, wordless=True)
    pool, notes = pools(), Notes()
    ear = pool.open(leg=Leg.CALLER, told=notes)
    ear.push(np.concatenate([silence(1), voice(3)]))
    (shown, *_) = notes.wait_for(Partial)
    ear.push(silence(1))
    ear.close()
    assert notes.all_texts() == []
    assert notes.of(Partial)[-1] == Partial(Leg.CALLER, shown.start, "")


def test_a_pool_without_partials_gives_none(engine, pools):
    _, notes = speak(pools(partials=False))
    assert notes.all_texts() == alone() and not notes.of(Partial)


@pytest.mark.parametrize("remote", [False, True])
def test_a_streaming_engine_gets_each_sample_once_though_a_worker_dies(engine, pools, remote):
    engine(streaming=True, remote=remote, fail=remote, die=not remote)
    pool, middle = pools(), 40_000
    legs = [speak(pool, TALK[:middle], close=False) for _ in range(4)]
    for ear, notes in legs:
        notes.wait_for(Partial)
        ear.push(TALK[middle:])
        ear.close()
    assert [notes.all_texts() for _, notes in legs] == [alone()] * 4


def test_a_long_speech_is_cut_and_a_streaming_engine_hears_no_part_twice(engine, pools):
    engine(streaming=True)
    sound = np.concatenate([voice(40), silence(1)])
    _, notes = speak(pools(), sound)
    assert notes.all_texts() == alone(sound) and len(alone(sound)) > 1


def test_closing_the_pool_while_it_is_busy_tells_every_leg_its_end(engine, pools):
    engine(slow=30)
    pool = pools()
    legs = [speak(pool, close=False) for _ in range(3)]
    wait_until(lambda: not any(ear._came for ear, _ in legs))
    pool.close(patience=0.5)
    for _, notes in legs:
        assert isinstance(notes.events[-1], Done)
        assert len(notes.of(Lost)) + len(notes.texts) == TURNS
    with pytest.raises(Unavailable):
        pool.open(leg=Leg.CALLER, told=Notes())


def test_a_pool_closed_at_once_still_tells_what_was_pushed(engine):
    with Pool(ENGINE, workers=1) as pool:
        _, notes = speak(pool, close=False)
    assert notes.all_texts() == alone()


def test_a_listener_that_fails_or_dawdles_holds_up_neither_itself_nor_others(engine, pools):
    pool, free = pools(), threading.Event()
    told = []

    def stubborn(event):
        free.wait(PATIENCE)
        told.append(event)
        raise ValueError("the listener's own fault")

    ear = pool.open(leg=Leg.CALLER, told=stubborn)
    ear.push(TALK)
    ear.close()
    _, notes = speak(pool)
    assert notes.all_texts() == alone() and not told
    free.set()
    pool.close()
    assert [event.text for event in told if isinstance(event, Heard)] == alone()


def test_sound_with_holes_in_it_and_sound_of_two_channels(engine, pools):
    pool = pools()
    broken = TALK.copy()
    broken[100:200] = np.nan
    _, notes = speak(pool, broken)
    assert notes.all_texts() == alone()
    ear = pool.open(leg=Leg.CALLER, told=Notes())
    with pytest.raises(BadInput, match="channel"):
        ear.push(np.zeros((2, 100), np.float32))


def test_a_pool_of_no_workers_or_of_an_unknown_engine_is_refused():
    with pytest.raises(BadInput, match="workers"):
        Pool(ENGINE, workers=-1)
    with pytest.raises(BadInput, match="dictaphone"):
        Pool("dictaphone")


def test_workers_end_when_the_pools_process_is_killed(engine, tmp_path):
    engine(slow=60)
    code = (
        "import time, numpy as np\n"
        "from zhixi.assist.speech.pool import Pool\n"
        "from zhixi.assist.speech.tests.test_pool import ENGINE, TALK\n"
        "from zhixi.assist.talk import Leg\n"
        "ear = Pool(ENGINE, workers=2).open(leg=Leg.CALLER, told=print)\n"
        "ear.push(TALK)\n"
        "print('speaks', flush=True)\n"
        "time.sleep(600)\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, env=environment) as parent:
        assert parent.stdout.readline() == b"speaks\n"
        wait_until(lambda: len(children(parent.pid)) == 2)
        workers = children(parent.pid)
        parent.kill()
    wait_until(lambda: not any(pathlib.Path(f"/proc/{number}").exists() for number in workers))
