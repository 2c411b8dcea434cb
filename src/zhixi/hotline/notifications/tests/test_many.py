"""Telling of many orders at once is telling of each: the same rows, the same keys, and nothing twice."""

import pytest

from zhixi.hotline.notifications.actions import tell_people
from zhixi.hotline.notifications.choices import Way
from zhixi.hotline.notifications.many import Telling, tell_many
from zhixi.hotline.notifications.models import Message, Route
from zhixi.hotline.orders.choices import State

pytestmark = pytest.mark.django_db
COLUMNS = ("way", "route", "kind", "order", "user", "to", "text", "state", "attempts")
COLUMNS += ("next_try_at", "created_at", "sent_at", "read_at")


@pytest.fixture
def ways(people, city):
    """A mail server, the unit's robot, another unit's, and one that is switched off; one person has an address."""
    Route.objects.create(way=Way.EMAIL, name="邮件", address="smtp://localhost:25")
    for unit, active in (("east-cg", True), ("east-cg", False), ("water", True)):
        Route.objects.create(
            way=Way.WECOM, name=unit, address="https://robot.invalid", unit=city[unit], active=active
        )
    people["unit_clerk"].email = "clerk@unit.invalid"
    people["unit_clerk"].save()


def rows() -> dict:
    return {message.key: [getattr(message, name) for name in COLUMNS] for message in Message.objects.all()}


def test_many_are_told_as_each_would_be_and_nobody_twice(ways, order_in, people, city, now):
    orders = [order_in(State.HANDLING) for _ in range(2)]
    Message.objects.all().delete()
    text, leader = "办理期限 2026-12-02 23:59 已过，按规定督办", people["leader"]
    for order in orders:
        tell_people(
            kind="supervise", now=now, users=[leader], unit=city["east-cg"], order=order, text=text, key="m"
        )
    one_by_one = rows()
    tellings = [Telling(o.pk, o.number, text, "m", (leader,), city["east-cg"].pk) for o in orders]
    assert tell_many(tellings, kind="supervise", now=now) == 0
    Message.objects.filter(order=orders[0]).delete()
    assert tell_many(tellings, kind="supervise", now=now) == len(one_by_one) // 2
    Message.objects.all().delete()
    assert tell_many(tellings, kind="supervise", now=now) == len(one_by_one) > 0
    assert rows() == one_by_one
    assert {message.way for message in Message.objects.all()} == {Way.PAGE, Way.EMAIL, Way.WECOM}
    assert Message.objects.filter(user__unit=city["water"]).count() == 0
