"""Clocks under a random walk of verbs, with holidays and limits that change on the way, held against the chain."""

import datetime as dt
import random

import pytest

from zhixi.hotline.accounts.models import User
from zhixi.hotline.deadlines import actions, replay
from zhixi.hotline.deadlines.models import CalendarDay
from zhixi.hotline.orders import replay as order_replay
from zhixi.hotline.orders.choices import State
from zhixi.hotline.orders.models import Order
from zhixi.hotline.orders.walking.walker import Walker
from zhixi.hotline.orders.walking.world import make_world

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("seed", [5, 7])
def test_whatever_is_done_in_whatever_order_the_events_tell_every_clock(seed):
    walker, dice = Walker(make_world(), seed, alive=8), random.Random(seed)
    admin = User.objects.create(username="clocks", name="钟甲", role="system_admin")
    for _ in range(4):
        walker.go(100)
        actions.choose_set(actor=admin, code=dice.choice(("guangdong", "beijing")), now=walker.now)
        day = walker.now.date() + dt.timedelta(days=dice.randrange(1, 6))
        # Changed and changed back: the walk keeps a calendar of its own, which knows of neither.
        usual = CalendarDay.objects.get(day=day).working
        for working in (not usual, usual):
            actions.put_day(actor=admin, day=day, working=working, now=walker.now)
            assert list(replay.disagreements()) == []
    for order in Order.objects.exclude(state=State.DRAFT):
        assert order_replay.differences(order) == {}
