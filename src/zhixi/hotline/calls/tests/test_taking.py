"""Who takes a call, who ends it, and what becomes of one whose source has died."""

import datetime as dt
import threading

import pytest
from django.db import connection
from django.utils import timezone

from zhixi.errors import Conflict, NotAllowed, NotFound
from zhixi.hotline.audit.models import Event
from zhixi.hotline.audit.verifying import verify
from zhixi.hotline.calls import actions, tasks
from zhixi.hotline.calls.choices import CallState
from zhixi.hotline.calls.models import Call, Feed
from zhixi.hotline.calls.tests.conftest import make_office

NUMBER = "13900001234"


def answer(person, call):
    return actions.answer_call(actor=person, call_id=call.pk, now=timezone.now())


def test_an_agent_takes_a_waiting_call(office, waiting):
    taken = answer(office["agent1"], waiting)
    assert (taken.state, taken.agent) == (CallState.TALKING, office["agent1"])
    assert [f.kind for f in Feed.objects.all()] == ["offered", "answered"]
    assert [e.verb for e in Event.objects.filter(subject="call", key=str(waiting.pk))] == [
        "offered",
        "answered",
    ]
    assert verify().ok


def test_the_second_agent_is_told_that_the_call_is_taken(office, talking):
    with pytest.raises(Conflict, match="已由其他坐席接听"):
        answer(office["agent2"], talking)


def test_pressing_twice_is_no_fault(office, talking):
    assert answer(office["agent1"], talking).state == CallState.TALKING
    assert Feed.objects.filter(kind="answered").count() == 1


def test_an_agent_who_talks_takes_no_second_call(office, talking):
    other = actions.offer(source="script", now=timezone.now())
    with pytest.raises(Conflict, match="您还在通话中"):
        answer(office["agent1"], other)


@pytest.mark.parametrize("name", ["dispatcher", "clerk"])
def test_other_roles_take_no_calls(office, waiting, name):
    with pytest.raises(NotAllowed):
        answer(office[name], waiting)


def test_only_the_own_agent_hangs_up(office, talking):
    with pytest.raises(NotAllowed):
        actions.hang_up(actor=office["agent2"], call_id=talking.pk, now=timezone.now())
    ended = actions.hang_up(actor=office["agent1"], call_id=talking.pk, now=timezone.now())
    assert ended.state == CallState.ENDED and ended.ended_at


def test_a_caller_who_hangs_up_while_waiting_has_left(office, waiting):
    assert actions.end(call_id=waiting.pk, now=timezone.now()).state == CallState.ABANDONED
    with pytest.raises(Conflict, match="已经挂断"):
        answer(office["agent1"], waiting)


def test_no_call_is_not_found(office):
    with pytest.raises(NotFound):
        actions.end(call_id="00000000-0000-0000-0000-000000000000", now=timezone.now())


def test_a_silent_call_is_swept_once_and_a_living_one_never(office, talking):
    later = timezone.now() + dt.timedelta(seconds=59)
    assert tasks.sweep(later) == 0
    later += dt.timedelta(seconds=10)
    assert tasks.sweep(later) == 1
    assert tasks.sweep(later) == 0
    talking.refresh_from_db()
    assert talking.state == CallState.ENDED
    assert [f.kind for f in Feed.objects.order_by("id")][-2:] == ["fault", "ended"]


def test_the_number_is_sealed_at_rest_and_masked_in_what_is_told(office, talking):
    with connection.cursor() as cursor:
        cursor.execute("SELECT calling_number FROM calls_call")
        assert NUMBER not in cursor.fetchone()[0]
    assert all(NUMBER not in feed.body for feed in Feed.objects.all())


@pytest.mark.django_db(transaction=True)
def test_of_two_agents_at_once_one_wins():
    office = make_office()
    for _ in range(5):
        call = actions.offer(source="script", now=timezone.now())
        outcomes, barrier = [], threading.Barrier(2)

        def press(name, call=call, outcomes=outcomes, barrier=barrier):
            barrier.wait()
            try:
                answer(office[name], call)
                outcomes.append(name)
            except Conflict:
                outcomes.append("")
            finally:
                connection.close()

        threads = [threading.Thread(target=press, args=(name,)) for name in ("agent1", "agent2")]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        winner = next(filter(None, outcomes))
        assert sorted(outcomes) == ["", winner]
        assert Call.objects.get(pk=call.pk).agent.username == winner
        actions.hang_up(actor=office[winner], call_id=call.pk, now=timezone.now())
