"""Several people and the clock act on one order at the same moment: one wins, nothing is lost."""

import datetime as dt
import threading

import pytest
from django.db import connection

from zhixi.errors import Conflict, NotAllowed
from zhixi.hotline.audit.models import Event
from zhixi.hotline.audit.verifying import verify
from zhixi.hotline.deadlines.tasks import sweep
from zhixi.hotline.orders import actions, replay
from zhixi.hotline.orders.choices import State
from zhixi.hotline.orders.models import Order
from zhixi.hotline.supervision.models import Notice

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*deeds) -> list:
    """What each deed gave or raised, all begun together."""
    gate, results = threading.Barrier(len(deeds)), [None] * len(deeds)

    def do(place, deed):
        gate.wait()
        try:
            results[place] = deed()
        except Exception as error:  # what it raised is its result
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=do, args=item) for item in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_two_dispatchers_at_once_one_wins_and_the_other_is_told(order_in, people, city, now):
    order = order_in(State.REVIEWED)
    seen = [Order.objects.get(pk=order.pk) for _ in range(2)]
    desk = people["dispatcher"]
    results = at_once(
        lambda: actions.dispatch(actor=desk, order=seen[0], now=now, unit=city["east-cg"]),
        lambda: actions.dispatch(actor=desk, order=seen[1], now=now, unit=city["water"]),
    )
    won = [r for r in results if isinstance(r, Order)]
    assert len(won) == 1
    assert sum(isinstance(r, Conflict) for r in results) == 1
    assert Order.objects.get(pk=order.pk).unit == won[0].unit
    assert Event.objects.filter(verb="dispatch").count() == 1
    assert verify().ok


def test_two_clerks_and_two_ticks_at_once_lose_no_event(order_in, people, now):
    order = order_in(State.DISPATCHED)
    late = now + dt.timedelta(days=40)
    seen = [Order.objects.get(pk=order.pk) for _ in range(2)]
    results = at_once(
        lambda: actions.sign(actor=people["unit_clerk"], order=seen[0], now=late),
        lambda: actions.sign(actor=people["unit_lead"], order=seen[1], now=late),
        lambda: sweep(late),
        lambda: sweep(late),
    )
    assert sum(isinstance(r, Order) for r in results[:2]) == 1
    assert sum(isinstance(r, Conflict) for r in results[:2]) == 1
    assert all(isinstance(r, int) for r in results[2:])
    assert Notice.objects.filter(clock="handle").count() == 1
    assert Event.objects.count() == 4 + 1 + Notice.objects.count()
    assert verify().ok


def test_many_orders_taken_at_once_keep_one_chain(people, fields, now):
    def take_three():
        for _ in range(3):
            order = actions.create_draft(actor=people["agent"], fields=fields, now=now)
            actions.accept(actor=people["agent"], order=order, now=now)

    assert at_once(*[take_three] * 5) == [None] * 5
    assert Order.objects.filter(state=State.ACCEPTED).count() == 15
    verdict = verify()
    assert verdict.ok and verdict.events == 30


def test_two_dispatchers_two_clerks_and_the_tick_on_one_order_at_once(order_in, people, city, now):
    """Five hands at the same moment, round after round: of each round one wins, and the others are told why not."""
    order = order_in(State.DISPATCHED)
    late, events = now + dt.timedelta(hours=20), Event.objects.count()
    rounds = (
        (
            ("unit_clerk", "sign", {}),
            ("unit_lead", "send_back", {"reason": "unclear", "note": "诉求要素不清楚"}),
            ("dispatcher", "remind", {"text": "请尽快办理"}),
            ("team_leader", "mark_important", {"note": "多人反映"}),
        ),
        (
            ("dispatcher", "assist", {"unit": city["water"], "task": "配合关阀"}),
            ("team_leader", "withdraw", {"reason": "市民撤回"}),
            ("unit_clerk", "reply", {"text": "现场核实后已经处理"}),
            ("unit_lead", "handle", {}),
        ),
    )
    won = []
    for deeds in rounds:
        results = at_once(
            *(_deed(people[who], verb, order, more, late) for who, verb, more in deeds),
            lambda: sweep(late),
        )
        winners = [place for place, result in enumerate(results[:-1]) if isinstance(result, Order)]
        assert len(winners) == 1, results
        assert all(
            isinstance(r, Conflict | NotAllowed) for n, r in enumerate(results[:-1]) if n not in winners
        )
        assert isinstance(results[-1], int)
        won.append(deeds[winners[0]][1])
    told = list(Event.objects.filter(key=order.number).order_by("n").values_list("verb", flat=True))[events:]
    assert [verb for verb in told if verb != "overdue"] == won
    assert told.count("overdue") == Notice.objects.filter(by=None).count()
    stored = Order.objects.get(pk=order.pk)
    assert replay.differences(stored) == {} and verify().ok


def test_merging_and_the_masters_reply_at_once_leave_nobody_without_it(order_in, people, now):
    """Either the order was merged in time and got the reply, or it was too late and stands by itself."""
    for _ in range(3):
        master, order = order_in(State.HANDLING), order_in(State.ACCEPTED)
        at_once(
            lambda m=master: actions.reply(
                actor=people["unit_clerk"], order=m, now=now, text="现场核实后已经处理"
            ),
            lambda m=master, o=order: actions.merge(
                actor=people["dispatcher"], order=o, now=now, master=Order.objects.get(pk=m.pk)
            ),
        )
        stored = Order.objects.get(pk=order.pk)
        assert Order.objects.get(pk=master.pk).state == State.REPLIED
        assert stored.state in (State.REPLIED, State.ACCEPTED)
        assert stored.replies.count() == (stored.state == State.REPLIED)
    assert verify().ok


def test_two_transfers_of_one_office_at_once_move_each_order_once(order_in, people, city, now):
    orders = [order_in(State.HANDLING) for _ in range(3)]

    def to(code: str):
        return lambda: actions.transfer(
            actor=people["dispatcher"],
            old=city["east-cg"],
            new=city[code],
            day=now.date(),
            kind="moved",
            reason="职责划转",
            now=now,
        )

    first, second = at_once(to("east-zj"), to("water"))
    assert sorted([first.orders, second.orders]) == [0, 3]
    assert Event.objects.filter(subject="order", verb="transfer").count() == 3
    assert len({Order.objects.get(pk=o.pk).unit_id for o in orders}) == 1 and verify().ok


def _deed(actor, verb: str, order: Order, more: dict, now):
    seen = Order.objects.get(pk=order.pk)
    return lambda: getattr(actions, verb)(actor=actor, order=seen, now=now, **more)
