"""A call's sound is on disk as it comes, is put together when it ends, and is heard only with a purpose."""

import datetime as dt
import io
import json

import numpy as np
import pytest
import soundfile
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from zhixi.assist.speech import Heard
from zhixi.assist.talk import Leg
from zhixi.errors import Unavailable
from zhixi.gateway.line import Begin, End
from zhixi.hotline.accounts.choices import Role
from zhixi.hotline.accounts.models import User
from zhixi.hotline.audit.models import Event
from zhixi.hotline.audit.verifying import verify
from zhixi.hotline.calls.faults import RECORDING, is_open
from zhixi.hotline.calls.models import Call
from zhixi.hotline.calls.reception import Reception
from zhixi.hotline.calls.tests.conftest import make_office
from zhixi.hotline.orders.models import Order
from zhixi.hotline.privacy.masking import mask_speech
from zhixi.hotline.privacy.models import Reveal
from zhixi.hotline.recordings import actions, keeping, live, sound, tasks
from zhixi.hotline.recordings.covering import Said, spans_of
from zhixi.hotline.recordings.models import Recording
from zhixi.hotline.recordings.verifying import faults

RATE = 8_000
SAID = "我的电话是13900001234"


def hum(seconds: float, tone: float = 200.0, rate: int = RATE) -> np.ndarray:
    return (np.sin(2 * np.pi * tone * np.arange(round(seconds * rate)) / rate) * 8_000).astype(np.int16)


@pytest.fixture
def office(db, settings, tmp_path):
    settings.RECORDING_HOME = tmp_path
    people = make_office()
    people["inspector"] = User.objects.create_user("inspector", role=Role.QA_INSPECTOR, name="质检")
    people["supervisor"] = User.objects.create_user("supervisor", role=Role.SUPERVISOR, name="督办")
    return people


@pytest.fixture
def flac(settings):
    settings.RECORDING_KIND = "flac"


def a_talk(seat="agent1", name="pbx-1"):
    return Reception().begin(
        Begin(name, "audiosocket", (Leg.CALLER, Leg.AGENT), timezone.now(), "13900001234", "12345", seat)
    )


def speak(line, seconds=4.0):
    for half in range(int(seconds * 2)):
        line.frames(Leg.CALLER, half / 2, hum(0.5), RATE)
        line.frames(Leg.AGENT, half / 2, hum(0.5, 300.0), RATE)
    line.heard(Heard(Leg.CALLER, 1.0, 3.0, SAID, 0.9))


def at_rest(monkeypatch):
    monkeypatch.setattr(tasks, "STILL", dt.timedelta(0))


@pytest.fixture
def recorded(office, flac, monkeypatch):
    at_rest(monkeypatch)
    line = a_talk()
    speak(line)
    line.end(End.HUNG_UP)
    assert tasks.finish(timezone.now()) == 1
    return Recording.objects.get()


def opened(content: bytes) -> np.ndarray:
    return soundfile.read(io.BytesIO(content), dtype="int16", always_2d=True)[0]


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


def hear(client, call, purpose="复核工单", what="listen"):
    return client.post(
        f"/api/calls/{call.pk}/recording/{what}", json.dumps({"purpose": purpose}), "application/json"
    )


def test_it_is_heard_with_a_purpose_that_is_written_down_first(recorded, office, client):
    client.force_login(office["inspector"])
    address = f"/api/calls/{recorded.call_id}/recording"
    assert client.get(f"{address}/sound").status_code == 403
    assert hear(client, recorded.call, " ").status_code == 422
    assert hear(client, recorded.call, "核实市民13900001234的投诉").status_code == 200
    look = Reveal.objects.get()
    assert (look.subject, look.field, look.actor.username) == ("call", "recording", "inspector")
    assert "13900001234" not in look.purpose
    whole = client.get(f"{address}/sound")
    assert whole.content == keeping.whole(recorded.digest)
    part = client.get(f"{address}/sound", headers={"Range": "bytes=100-299"})
    assert (part.status_code, part.content) == (206, whole.content[100:300])
    assert part["Content-Range"] == f"bytes 100-299/{recorded.size}"
    assert client.get(f"{address}/sound", headers={"Range": "bytes=99999999-"}).status_code == 416
    assert client.get(address).json()["recording"]["open"] is True


@pytest.mark.parametrize(
    "who, status",
    [
        ("agent1", 200),
        ("leader", 200),
        ("supervisor", 200),
        ("agent2", 404),
        ("dispatcher", 404),
        ("clerk", 404),
    ],
)
def test_who_may_hear_a_call(recorded, office, client, who, status):
    client.force_login(office[who])
    assert hear(client, recorded.call).status_code == status


def test_a_dispatcher_reads_the_call_of_an_order_and_does_not_hear_it(recorded, office, client):
    order = Order.objects.create(
        number="20261125-000001", created_by=office["agent1"], created_at=timezone.now()
    )
    Call.objects.update(order=order)
    client.force_login(office["dispatcher"])
    seen = client.get(f"/api/calls/{recorded.call_id}/recording").json()["recording"]
    assert (seen["may_hear"], seen["may_take_out"]) == (False, False)
    assert hear(client, recorded.call).status_code == 403


def test_a_copy_that_leaves_the_house_has_a_tone_over_the_numbers(recorded, office, client):
    client.force_login(office["supervisor"])
    assert hear(client, recorded.call, what="covered").status_code == 403
    client.force_login(office["inspector"])
    answer = hear(client, recorded.call, what="covered")
    assert answer.status_code == 200 and "attachment" in answer["Content-Disposition"]
    before, after = opened(keeping.whole(recorded.digest)), opened(answer.content)
    assert np.array_equal(before[:, 1], after[:, 1])  # the agent said none
    covered = np.flatnonzero(before[:, 0] != after[:, 0]) / RATE
    assert covered.min() < 1.6 and covered.max() > 2.9 and covered.min() >= 1.0
    assert Event.objects.filter(verb="take_out").count() == 1


def test_a_number_with_fillers_between_its_groups_is_covered_too(office, flac, monkeypatch, client):
    at_rest(monkeypatch)
    line = a_talk()
    for half in range(24):
        line.frames(Leg.CALLER, half / 2, hum(0.5), RATE)
    line.heard(Heard(Leg.CALLER, 2.0, 10.0, "我电话一三九，嗯，零零零零，那个，一二三四。", 0.9))
    line.end(End.HUNG_UP)
    tasks.finish(timezone.now())
    row = Recording.objects.get()
    client.force_login(office["inspector"])
    before, after = opened(keeping.whole(row.digest)), opened(hear(client, row.call, what="covered").content)
    covered = np.flatnonzero(before[:, 0] != after[:, 0]) / RATE
    assert covered.min() < 3.5 and covered.max() > 9.5


def test_it_is_erased_when_its_time_is_over_and_its_hash_stays(recorded, office):
    later = recorded.keep_until + dt.timedelta(days=1)
    order = Order.objects.create(
        number="20261125-000001", created_by=office["agent1"], created_at=timezone.now(), held=True
    )
    Call.objects.update(order=order)
    assert tasks.expire(later) == 0  # frozen
    Order.objects.update(held=False)
    assert tasks.expire(later) == 1 and tasks.expire(later) == 0
    assert not keeping.path_of(recorded.digest).exists()
    assert Event.objects.get(verb="erased").data["digest"] == recorded.digest
    with pytest.raises(actions.Conflict):
        actions.listen(actor=office["inspector"], call=recorded.call, purpose="复核", now=later)


@pytest.mark.parametrize("harm", ["cut", "changed"])
def test_a_harmed_file_is_noticed(recorded, harm):
    path = keeping.path_of(recorded.digest)
    content = bytearray(path.read_bytes())
    if harm == "cut":
        content = content[:-10]
    else:
        content[40] ^= 1
    path.write_bytes(content)
    with pytest.raises(Unavailable):
        keeping.whole(recorded.digest)


def test_every_sound_is_held_against_the_chain(recorded):
    assert list(faults()) == []
    path = keeping.path_of(recorded.digest)
    path.rename(path.with_name("elsewhere"))
    assert [call for call, _ in faults()] == [str(recorded.call_id)]
    keeping.path_of(keeping.put(b"another sound")).rename(path)
    assert list(faults()) == [(str(recorded.call_id), "the sound is not what it was")]


@pytest.mark.parametrize("size", [0, 1, (1 << 16) - 1, 1 << 16, (1 << 16) + 1, 200_000])
def test_any_part_of_a_sealed_file_is_read_by_itself(settings, tmp_path, size):
    settings.RECORDING_HOME = tmp_path
    content = np.random.default_rng(size).integers(0, 256, size, np.uint8).tobytes()
    digest = keeping.put(content)
    for start, stop in (
        (0, size),
        (0, 1),
        (size // 2, size),
        (size // 3, size // 2),
        ((1 << 16) - 3, (1 << 16) + 3),
    ):
        assert keeping.part(digest, start, stop) == content[start:stop]


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 30)), max_size=8))
def test_a_sound_with_holes_and_repeats_is_as_long_as_its_last_piece_and_in_its_place(pieces):
    placed = [(at / 10, np.full(length * 10, n + 1, np.int16)) for n, (at, length) in enumerate(pieces)]
    joined = np.concatenate([np.zeros(0, np.int16), *sound.steady(placed, 100)])
    assert len(joined) == max((at * 10 + length * 10 for at, length in pieces), default=0)
    for n, (at, _) in enumerate(pieces):
        if all(at * 10 >= a * 10 + m * 10 for a, m in pieces[:n]):
            assert joined[at * 10] == n + 1


def said(text, start=10.0, end=20.0, leg="caller"):
    return Said(leg, start, end, text, mask_speech(text))


def test_numbers_are_covered_with_room_on_either_side_and_words_are_not():
    text = "前面的话很长很长很长13900001234后面的话也很长很长"
    ((start, end),) = spans_of("caller", [said(text)])
    first = 10 + 10 * text.index("1") / len(text)
    assert 10 < start < first and first + 3 < end < 20
    assert spans_of("caller", [said("路灯不亮"), said(text, leg="agent")]) == []
    assert spans_of("mixed", [said(text, leg="agent")])
    assert spans_of("caller", [], [{"leg": "caller", "at": 1.0}, {"leg": "caller", "at": 1.2}]) == [
        (0.6, 1.6)
    ]


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
