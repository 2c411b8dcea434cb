"""Who is told, by which way, once, and without the caller."""

import pytest
from django.db import connection, transaction

from zhixi.hotline.notifications import actions
from zhixi.hotline.notifications.choices import Delivery, Way
from zhixi.hotline.notifications.models import Message, Route
from zhixi.hotline.orders.choices import State

pytestmark = pytest.mark.django_db


@pytest.fixture
def gateway(db):
    return Route.objects.create(way=Way.SMS, name="短信网关", address="https://sms.invalid/send")


def test_a_citizen_is_written_to_at_the_number_they_left(order_in, gateway, now):
    order = order_in(State.DISPATCHED)
    message = actions.tell_citizen(order=order, kind="extended", text="延长3个工作日。", now=now)
    assert (message.to, message.way, message.state) == ("13900001234", Way.SMS, Delivery.WAITING)
    assert (
        message.text == f"【云州12345热线】您反映的事项（编号{order.number}）办理时间已延长。延长3个工作日。"
    )
    assert "陈小明" not in message.text


def test_the_number_lies_sealed_in_the_table(order_in, gateway, now):
    message = actions.tell_citizen(order=order_in(State.DISPATCHED), kind="resumed", now=now)
    with connection.cursor() as cursor:
        cursor.execute('SELECT "to", "text", "key" FROM notifications_message WHERE id = %s', [message.pk])
        assert not any("13900001234" in value or "恢复" in value for value in cursor.fetchone())


@pytest.mark.parametrize("phone", ["", "00001234567", "12345"])
def test_nobody_is_written_to_without_a_mobile_number(order_in, gateway, now, phone):
    order = order_in(State.ACCEPTED, caller_phone=phone)
    assert actions.tell_citizen(order=order, kind="accepted", now=now) is None


def test_what_has_no_way_out_is_kept_and_never_sent_late(order_in, now):
    message = actions.tell_citizen(order=order_in(State.ACCEPTED), kind="accepted", now=now)
    assert (message.state, message.next_try_at) == (Delivery.UNROUTED, None)


def test_the_same_is_told_once_and_the_next_step_tells_again(do, order_in, gateway, now):
    order = order_in(State.HANDLING)
    assert actions.tell_citizen(order=order, kind="suspended", text="等待材料", now=now)
    assert actions.tell_citizen(order=order, kind="suspended", text="等待材料", now=now) is None
    order = do("dispatcher", "suspend", order, reason="等待材料")
    assert actions.tell_citizen(order=order, kind="suspended", text="等待材料", now=now)
    assert actions.tell_citizen(order=order, kind="suspended", now=now, key="one") is not None
    order.version += 1
    assert actions.tell_citizen(order=order, kind="suspended", now=now, key="one") is None


def test_a_step_that_was_rolled_back_told_nobody(order_in, gateway, now):
    order = order_in(State.HANDLING)
    with pytest.raises(RuntimeError), transaction.atomic():
        actions.tell_citizen(order=order, kind="resumed", now=now)
        raise RuntimeError
    assert not Message.objects.exists()


def test_a_unit_is_told_in_the_page_by_mail_and_by_its_own_robot(order_in, people, city, now):
    Route.objects.create(way=Way.EMAIL, name="邮件", address="smtp://mail.invalid:25")
    Route.objects.create(way=Way.WECOM, name="群", address="https://robot.invalid", unit=city["east-cg"])
    Route.objects.create(way=Way.WECOM, name="别的群", address="https://robot.invalid", unit=city["water"])
    people["unit_lead"].email = "lead@example.invalid"
    people["unit_lead"].save()
    told = actions.tell_people(
        unit=city["east-cg"], kind="remind", order=order_in(State.SIGNED), text="请尽快", now=now
    )
    assert sorted((m.way, m.user.username if m.user else m.route.name) for m in told) == [
        ("email", "unit_lead"),
        ("page", "unit_clerk"),
        ("page", "unit_lead"),
        ("wecom", "群"),
    ]


@pytest.mark.parametrize("confidential", [True, False])
def test_no_message_to_people_names_the_caller(order_in, people, city, now, confidential):
    order = order_in(State.SIGNED, confidential=confidential)
    text = "请回复陈小明，电话13900001234，来电13900005678"
    for message in actions.tell_people(
        unit=city["east-cg"], users=[people["supervisor"]], kind="remind", order=order, text=text, now=now
    ):
        for secret in ("陈小明", "13900001234", "13900005678", "0001234"):
            assert secret not in message.text
