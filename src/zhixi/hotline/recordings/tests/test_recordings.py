"""A call's sound is on disk as it comes and is put together when it ends."""

import json

import numpy as np
import soundfile
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from zhixi.assist.speech import Heard
from zhixi.assist.talk import Leg
from zhixi.gateway.line import End
from zhixi.hotline.audit.models import Event
from zhixi.hotline.audit.verifying import verify
from zhixi.hotline.calls.faults import RECORDING, is_open
from zhixi.hotline.calls.models import Call
from zhixi.hotline.recordings import keeping, live, sound, tasks
from zhixi.hotline.recordings.models import Recording
from zhixi.hotline.recordings.tests.kit import RATE, a_talk, at_rest, hum, opened, speak


def test_both_sides_are_kept_in_one_sealed_file_whose_hash_is_in_the_chain(recorded):
    heard = opened(keeping.whole(recorded.digest))
    assert heard.shape == (4 * RATE, 2)
    assert np.array_equal(heard[:, 0], np.tile(hum(0.5), 8))
    assert np.array_equal(heard[:, 1], np.tile(hum(0.5, 300.0), 8))
    assert b"fLaC" not in keeping.path_of(recorded.digest).read_bytes()
    assert Event.objects.get(verb="recorded").data["digest"] == recorded.digest and verify().ok
    assert live.files() == []
    assert tasks.finish(timezone.now()) == 0


def test_a_gateway_that_is_killed_loses_nothing_that_it_was_given(office, flac, monkeypatch):
    at_rest(monkeypatch)
    speak(a_talk(), 2.0)  # the process dies here: nothing is closed
    path = next(file.path for file in live.files() if file.leg == Leg.CALLER)
    whole = path.read_bytes()
    path.write_bytes(whole + whole[: len(whole) // 8])  # and its last write was cut off
    line = a_talk()
    line.offset = 3.0
    line.frames(Leg.CALLER, 0.0, hum(0.5), RATE)
    line.end(End.HUNG_UP)
    tasks.finish(timezone.now())
    heard = opened(keeping.whole(Recording.objects.get().digest))[:, 0]
    assert np.array_equal(heard[: 2 * RATE], np.tile(hum(0.5), 4))
    assert not heard[2 * RATE : 3 * RATE].any()  # the time without a gateway is silence
    assert np.array_equal(heard[3 * RATE :], hum(0.5))


def test_the_sound_of_who_left_while_waiting_is_not_kept(office, monkeypatch):
    at_rest(monkeypatch)
    line = a_talk(seat="")
    line.frames(Leg.CALLER, 0.0, hum(0.5), RATE)
    line.end(End.HUNG_UP)
    assert tasks.finish(timezone.now()) == 0
    assert live.files() == [] and not Recording.objects.exists()


def test_a_sound_that_cannot_be_written_stays_and_holds_up_no_other(office, settings, monkeypatch):
    at_rest(monkeypatch)
    for name, agent in (("a", "agent1"), ("b", "agent2")):
        line = a_talk(seat=agent, name=name)
        speak(line, 1.0)
        line.end(End.HUNG_UP)
    first = live.files()[0].call
    whole = sound.encode

    def broken(legs, kind, seen=[]):  # noqa: B006 - counts its own calls
        seen.append(1)
        if len(seen) == 1:
            raise soundfile.LibsndfileError(1)
        return whole(legs, kind)

    monkeypatch.setattr(sound, "encode", broken)
    assert tasks.finish(timezone.now()) == 1
    assert {file.call for file in live.files()} == {first}


def test_a_call_that_goes_on_is_left_alone(office, monkeypatch):
    at_rest(monkeypatch)
    speak(a_talk())
    assert tasks.finish(timezone.now()) == 0 and len(live.files()) == 2


def test_a_full_disk_is_told_at_the_desk_and_the_words_go_on(office, monkeypatch):
    line = a_talk()

    def full(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(live.os, "write", full)
        line.frames(Leg.CALLER, 0.0, hum(0.5), RATE)
    line.heard(Heard(Leg.CALLER, 0.0, 1.0, "路灯不亮", 0.9))
    call = Call.objects.get()
    assert [u.text for u in call.utterances.all()] == ["路灯不亮"]
    faults = [json.loads(row.body)["message"] for row in call.feed.filter(kind="fault")]
    assert any("录音没有存下来" in fault for fault in faults)
    assert is_open(call, RECORDING)
    line.frames(Leg.CALLER, 0.5, hum(0.5), RATE)
    line.heard(Heard(Leg.CALLER, 2.0, 3.0, "在松涛街道", 0.9))
    assert not is_open(call, RECORDING)


def test_a_leg_that_comes_back_with_another_rate_stays_one_sound(office, flac, monkeypatch):
    at_rest(monkeypatch)
    line = a_talk()
    line.frames(Leg.CALLER, 0.0, hum(1.0), RATE)
    line.frames(Leg.CALLER, 1.0, hum(1.0, rate=16_000), 16_000)
    line.end(End.HUNG_UP)
    tasks.finish(timezone.now())
    row = Recording.objects.get()
    assert (row.legs, row.seconds) == (["caller"], 2.0)
    assert abs(int(opened(keeping.whole(row.digest))[20_000, 0]) - int(hum(1.0, rate=16_000)[4_000])) < 300


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 30)), max_size=8))
def test_a_sound_with_holes_and_repeats_is_as_long_as_its_last_piece_and_in_its_place(pieces):
    placed = [(at / 10, np.full(length * 10, n + 1, np.int16)) for n, (at, length) in enumerate(pieces)]
    joined = np.concatenate([np.zeros(0, np.int16), *sound.steady(placed, 100)])
    assert len(joined) == max((at * 10 + length * 10 for at, length in pieces), default=0)
    for n, (at, _) in enumerate(pieces):
        if all(at * 10 >= a * 10 + m * 10 for a, m in pieces[:n]):
            assert joined[at * 10] == n + 1


def test_a_kill_between_the_file_and_its_row_makes_one_recording(office, flac, monkeypatch):
    at_rest(monkeypatch)
    line = a_talk()
    speak(line)
    line.end(End.HUNG_UP)
    kept = {file.path: file.path.read_bytes() for file in live.files()}
    tasks.finish(timezone.now())
    for path, content in kept.items():  # as if the process had died before it let them go
        path.write_bytes(content)
    assert tasks.finish(timezone.now()) == 1
    assert Recording.objects.count() == Event.objects.filter(verb="recorded").count() == 1
    assert live.files() == []
