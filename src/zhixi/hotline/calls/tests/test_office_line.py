"""A live call comes into the office: it waits or finds its seat, its words are kept, and it goes on after a break."""

import datetime as dt

import pytest
from django.utils import timezone

from zhixi.assist.speech import Heard
from zhixi.assist.talk import Leg
from zhixi.gateway.line import Begin, End, Fault, Standing, Trouble
from zhixi.hotline.calls import actions
from zhixi.hotline.calls.choices import CallState
from zhixi.hotline.calls.consumers import news
from zhixi.hotline.calls.models import Call, Feed, Utterance
from zhixi.hotline.calls.reception import Reception
from zhixi.hotline.calls.rows import call_detail

NUMBER = "13900001234"


@pytest.fixture
def seats(office):
    office["agent1"].extension = "801"
    office["agent1"].save()
    return office


def begin(seat="", name="pbx-1", later=0.0) -> Begin:
    at = timezone.now() + dt.timedelta(seconds=later)
    return Begin(name, "audiosocket", (Leg.CALLER,), at, NUMBER, "12345", seat)


def words(text, start=0.0, leg=Leg.CALLER) -> Heard:
    return Heard(leg, start, start + 1, text, 0.9)


def texts():
    return [u.text for u in Utterance.objects.all()]


def call() -> Call:
    return Call.objects.get()


@pytest.mark.parametrize("seat", ["801", "agent1"])
def test_a_call_for_a_seat_is_answered_by_its_agent_at_once(seats, seat):
    line = Reception().begin(begin(seat))
    line.heard(words("路灯不亮。"))
    assert (call().state, call().agent, call().source) == (CallState.TALKING, seats["agent1"], "audiosocket")
    assert call().calling_number == NUMBER
    assert texts() == ["路灯不亮。"]


@pytest.mark.parametrize("seat", ["", "999", "clerk", "dispatcher"])
def test_a_call_for_no_seat_or_for_a_person_who_takes_no_calls_waits(seats, seat):
    Reception().begin(begin(seat))
    assert (call().state, call().agent) == (CallState.WAITING, None)


def test_a_second_call_for_an_agent_who_talks_waits(seats):
    office = Reception()
    office.begin(begin("801"))
    office.begin(begin("801", name="pbx-2"))
    assert Call.objects.get(line_name="pbx-2").state == CallState.WAITING


def test_words_before_the_answer_are_kept_back_until_then(seats):
    office = Reception()
    line = office.begin(begin())
    line.heard(words("喂？"))
    assert texts() == [] and office.look({"pbx-1"}) == {"pbx-1": Standing.WAITING}
    actions.answer_call(actor=seats["agent1"], call_id=call().pk, now=timezone.now())
    assert office.look({"pbx-1"}) == {"pbx-1": Standing.TALKING}
    line.answered()
    line.heard(words("路灯不亮。", 2))
    assert texts() == ["喂？", "路灯不亮。"]


def test_the_agents_own_leg_that_comes_later_tells_whose_seat_it_is(seats):
    line = Reception().begin(begin())
    line.heard(words("喂？"))
    line.joined(Leg.AGENT, "")
    assert call().state == CallState.WAITING and texts() == []
    line.joined(Leg.AGENT, "801")
    assert call().agent == seats["agent1"] and texts() == ["喂？"]


def test_a_caller_who_gives_up_is_abandoned_and_what_was_said_stays_for_those_who_may_hear(seats):
    office = Reception()
    line = office.begin(begin())
    line.heard(words("有人掉进河里了！"))
    line.end(End.HUNG_UP)
    assert call().state == CallState.ABANDONED
    assert texts() == ["有人掉进河里了！"]
    kinds = [row["kind"] for row in news(seats["agent2"], 0)[0]]
    assert kinds == ["offered", "ended"]


def test_a_hang_up_at_the_desk_is_seen_at_the_door_and_later_words_are_kept(seats):
    office = Reception()
    line = office.begin(begin("801"))
    actions.hang_up(actor=seats["agent1"], call_id=call().pk, now=timezone.now())
    assert office.look({"pbx-1", "unknown"}) == {"pbx-1": Standing.OVER}
    line.heard(words("谢谢。"))
    line.end(End.OVER)
    assert texts() == ["谢谢。"] and call().state == CallState.ENDED


def test_a_call_goes_on_after_the_gateway_came_back_with_its_times_and_words_in_order(seats):
    office = Reception()
    line = office.begin(begin("801"))
    line.heard(words("路灯不亮。", 1))
    line.end(End.STOPPING)
    assert call().state == CallState.TALKING

    line = Reception().begin(begin("801", later=20))
    line.heard(words("在锦川路。", 1))
    said = list(Utterance.objects.all())
    assert [u.n for u in said] == [0, 1]
    assert said[1].start == pytest.approx(21, abs=0.5)
    assert Call.objects.count() == 1
    faults = [row["body"] for row in news(seats["agent1"], 0)[0] if row["kind"] == "fault"]
    assert [fault["over"] for fault in faults] == [False, True]


def test_a_sound_that_is_lost_ends_the_call_with_a_word_to_the_desk(seats):
    line = Reception().begin(begin("801"))
    line.end(End.LOST)
    assert call().state == CallState.ENDED
    assert "声音连接中断" in Feed.objects.filter(kind="fault").get().body


def test_an_utterance_told_twice_is_kept_once(seats):
    office = Reception()
    line = office.begin(begin("801"))
    line.heard(words("路灯不亮。", 1))
    line._live = None  # as after the database went away between the commit and its answer
    line.heard(words("路灯不亮。", 1))
    assert texts() == ["路灯不亮。"]


def test_pressed_keys_are_shown_to_the_calls_own_agent_alone(seats):
    line = Reception().begin(begin("801"))
    line.digit(Leg.CALLER, 3.0, "7")
    digits = {
        name: [row["body"]["digit"] for row in news(seats[name], 0)[0] if row["kind"] == "digit"]
        for name in ("agent1", "agent2", "leader")
    }
    assert digits == {"agent1": ["7"], "agent2": [], "leader": ["*"]}


def test_a_trouble_is_told_to_the_desk_and_that_it_is_over(seats):
    line = Reception().begin(begin("801"))
    line.fault(Fault(Trouble.ENGINE, "语音识别中断"))
    line.fault(Fault(Trouble.ENGINE, over=True))
    told = [row["body"]["message"] for row in news(seats["agent1"], 0)[0] if row["kind"] == "fault"]
    assert told == ["语音识别中断", "语音识别已恢复"]


def test_a_call_that_is_opened_anew_shows_the_troubles_that_are_not_over(seats):
    line = Reception().begin(begin("801"))
    for leg in (Leg.CALLER, Leg.AGENT):
        line.fault(Fault(Trouble.ENGINE, "语音识别中断", leg=leg))
    line.fault(Fault(Trouble.BEHIND, "文字约晚 4 秒", leg=Leg.CALLER))
    line.fault(Fault(Trouble.BEHIND, over=True, leg=Leg.CALLER))
    line.fault(Fault(Trouble.ENGINE, over=True, leg=Leg.AGENT))
    open_now = [(fault["trouble"], fault["leg"]) for fault in call_detail(call(), seats["agent1"])["faults"]]
    assert open_now == [("engine", "caller")]
    line.end(End.HUNG_UP)
    assert call_detail(call(), seats["agent1"])["faults"] == []


def test_a_stretch_without_words_is_told_until_words_come_again(seats):
    line = Reception().begin(begin("801"))
    line.fault(Fault(Trouble.WORDS, "这一段多次识别出错", leg=Leg.CALLER))
    line.heard(words("您好。", leg=Leg.AGENT))
    assert [fault["trouble"] for fault in call_detail(call(), seats["agent1"])["faults"]] == ["words"]
    line.heard(words("路灯不亮。", 2))
    assert call_detail(call(), seats["agent1"])["faults"] == []


def test_a_gateway_that_died_is_told_once_and_goes_on_with_the_call(seats):
    line = Reception().begin(begin("801"))
    line.heard(words("路灯不亮。"))
    late = timezone.now() + dt.timedelta(seconds=30)
    assert actions.lose_sight(call_id=call().pk, now=late)
    assert not actions.lose_sight(call_id=call().pk, now=late)
    Reception().begin(begin("801", later=30))
    assert call_detail(call(), seats["agent1"])["faults"] == []
    assert not actions.lose_sight(call_id=call().pk, now=timezone.now())


def test_a_gateway_that_is_back_is_not_missed_again_before_its_next_sign(seats):
    Reception().begin(begin("801"))
    Call.objects.update(alive_at=timezone.now() - dt.timedelta(minutes=5))
    assert actions.lose_sight(call_id=call().pk, now=timezone.now())
    Reception().begin(begin("801", later=20))
    assert not actions.lose_sight(call_id=call().pk, now=timezone.now())
    assert call_detail(call(), seats["agent1"])["faults"] == []


def test_what_is_played_without_a_gateway_is_never_out_of_sight(seats):
    played = actions.offer(source="script", now=timezone.now())
    actions.answer_call(actor=seats["agent1"], call_id=played.pk, now=timezone.now())
    assert not actions.lose_sight(call_id=played.pk, now=timezone.now() + dt.timedelta(minutes=5))


def test_looking_is_the_sign_of_life_of_every_open_call(seats):
    office = Reception()
    office.begin(begin())
    Call.objects.update(alive_at=timezone.now() - dt.timedelta(minutes=5))
    office.look({"pbx-1"})
    assert timezone.now() - call().alive_at < dt.timedelta(seconds=10)
