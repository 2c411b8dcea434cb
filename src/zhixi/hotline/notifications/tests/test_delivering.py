"""Messages leave with the tick: retried when they could not leave, and never twice when they did."""

import datetime as dt
import threading

import pytest
from django.db import connection

from zhixi.hotline.notifications import actions, rules
from zhixi.hotline.notifications.choices import Delivery, Outcome, Way
from zhixi.hotline.notifications.models import Message, Route
from zhixi.hotline.notifications.tasks import deliver
from zhixi.hotline.notifications.tests.servers import closed_port, gateway
from zhixi.hotline.orders.choices import State

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)
AT = dt.timezone(dt.timedelta(hours=8))


def sms_route(address: str) -> Route:
    return Route.objects.create(way=Way.SMS, name="网关", address=address)


def test_a_message_leaves_once_however_often_the_clock_ticks(order_in, now):
    with gateway() as (address, got):
        sms_route(address)
        message = actions.tell_citizen(order=order_in(State.SIGNED), kind="replied", now=now)
        assert deliver(now) == 1
        assert deliver(now + MINUTE) == 0
    assert [body["phone"] for _, _, body in got] == ["13900001234"]
    message.refresh_from_db()
    assert (message.state, message.attempts, message.sent_at) == (Delivery.SENT, 1, now)


def test_a_gateway_that_is_down_is_tried_again_later_and_later(order_in, now, settings):
    settings.NOTIFY_ATTEMPTS, settings.NOTIFY_FIRST_WAIT = 3, 60
    sms_route(f"http://127.0.0.1:{closed_port()}/")
    message = actions.tell_citizen(order=order_in(State.SIGNED), kind="replied", now=now)
    assert deliver(now) == 0
    message.refresh_from_db()
    assert (message.state, message.next_try_at) == (Delivery.WAITING, now + MINUTE)
    deliver(now + MINUTE / 2)
    assert message.log.count() == 1
    deliver(now + MINUTE)
    deliver(now + 3 * MINUTE)
    message.refresh_from_db()
    assert (message.state, message.attempts, message.next_try_at) == (Delivery.FAILED, 3, None)
    assert [a.outcome for a in message.log.all()] == [Outcome.LATER] * 3


def test_a_message_whose_answer_got_lost_is_not_sent_again(order_in, now):
    with gateway(silent=True) as (address, got):
        sms_route(address)
        message = actions.tell_citizen(order=order_in(State.SIGNED), kind="replied", now=now)
        deliver(now)
        deliver(now + 60 * MINUTE)
        assert len(got) == 1
    message.refresh_from_db()
    assert message.state == Delivery.DOUBTFUL


def test_a_process_that_died_while_sending_leaves_it_doubtful(order_in, now):
    with gateway() as (address, got):
        sms_route(address)
        message = actions.tell_citizen(order=order_in(State.SIGNED), kind="replied", now=now)
        Message.objects.update(state=Delivery.SENDING, next_try_at=now)
        deliver(now + MINUTE)
        assert got == []
    message.refresh_from_db()
    assert message.state == Delivery.DOUBTFUL and "不明" in message.log.get().said


def test_a_route_that_was_switched_off_sends_nothing(order_in, now):
    with gateway() as (address, got):
        route = sms_route(address)
        message = actions.tell_citizen(order=order_in(State.SIGNED), kind="replied", now=now)
        Route.objects.filter(pk=route.pk).update(active=False)
        assert deliver(now) == 0 and got == []
    message.refresh_from_db()
    assert message.state == Delivery.FAILED


def test_a_text_message_waits_for_the_morning(order_in, now, settings):
    settings.NOTIFY_QUIET_HOURS = (21, 8)
    sms_route("http://127.0.0.1:1/")
    late = now.replace(hour=22)
    message = actions.tell_citizen(order=order_in(State.SIGNED), kind="replied", now=late)
    assert message.next_try_at == (now + dt.timedelta(days=1)).replace(hour=8)
    assert deliver(late) == 0 and message.log.count() == 0


@pytest.mark.parametrize(
    "hour, first, last, expected",
    [
        (20, 21, 8, (18, 20)),
        (21, 21, 8, (19, 8)),
        (3, 21, 8, (18, 8)),
        (8, 21, 8, (18, 8)),
        (13, 12, 14, (18, 14)),
        (3, 0, 0, (18, 3)),
    ],
)
def test_quiet_hours_end_in_the_morning(hour, first, last, expected):
    found = rules.out_of_quiet(dt.datetime(2026, 11, 18, hour, tzinfo=AT), first, last)
    assert (found.day, found.hour) == expected


@pytest.mark.django_db(transaction=True)
def test_two_ticks_at_once_send_each_message_once(order_in, now):
    with gateway() as (address, got):
        sms_route(address)
        order = order_in(State.SIGNED)
        for number in range(8):
            actions.tell_citizen(order=order, kind="replied", now=now, key=str(number))
        gate = threading.Barrier(2)

        def tick():
            gate.wait()
            deliver(now)
            connection.close()

        ticks = [threading.Thread(target=tick) for _ in range(2)]
        for thread in ticks:
            thread.start()
        for thread in ticks:
            thread.join()
        assert sorted(body["id"] for _, _, body in got) == sorted(
            Message.objects.values_list("key", flat=True)
        )
    assert set(Message.objects.values_list("state", flat=True)) == {Delivery.SENT}
