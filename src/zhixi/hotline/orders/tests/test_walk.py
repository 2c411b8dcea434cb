"""A random walk by people of every role: what the book says must happen does, and nothing else ever."""

import pytest

from zhixi.__main__ import main
from zhixi.hotline.audit.models import Event
from zhixi.hotline.audit.verifying import verify
from zhixi.hotline.orders import replay, rules
from zhixi.hotline.orders.choices import State
from zhixi.hotline.orders.models import Order
from zhixi.hotline.orders.walking import book
from zhixi.hotline.orders.walking.comparing import Astray
from zhixi.hotline.orders.walking.conditions import QUESTIONS
from zhixi.hotline.orders.walking.effects import EFFECTS
from zhixi.hotline.orders.walking.walker import Walker
from zhixi.hotline.orders.walking.world import make_world

pytestmark = pytest.mark.django_db
STEPS = 750


@pytest.mark.parametrize("seed", [1, 2])
def test_a_random_walk_keeps_every_rule(seed):
    walker = Walker(make_world(), seed, alive=8)
    walker.go(STEPS)
    walker.check()
    tally = walker.tally
    assert sum(tally.taken.values()) > STEPS / 3
    assert len(tally.taken) > 35, f"the walk saw too little: {tally.taken}"
    assert set(tally.refused) == {book.ABSENT, book.FORBIDDEN, book.ILLEGAL, book.REFUSED}
    assert tally.rebuilt == Order.objects.count() == tally.orders
    verdict = verify()
    assert verdict.ok and verdict.events == Event.objects.count()


def test_the_book_tells_of_every_verb():
    assert set(book.TABLE) == set(rules.STEPS), "a new verb is told in the book as well"
    assert set(QUESTIONS) | set(EFFECTS) <= set(book.TABLE)


@pytest.mark.parametrize("verb", ["dispatch", "review", "archive"])
def test_a_rule_that_is_changed_is_noticed(verb, monkeypatch):
    step = rules.STEPS[verb]
    lax = type(step)(verb, step.label, frozenset(State), step.to, step.roles, step.side)
    monkeypatch.setitem(rules.STEPS, verb, lax)
    walker = Walker(make_world(), 3, alive=8)
    with pytest.raises(Astray):
        walker.go(STEPS)


def test_a_row_that_was_changed_behind_the_actions_is_told_by_its_events(order_in):
    order = order_in(State.HANDLING)
    assert replay.differences(order) == {}
    Order.objects.filter(pk=order.pk).update(due_at=None, title="另一标题")
    assert set(replay.differences(Order.objects.get(pk=order.pk))) == {"due_at", "title"}


def test_the_command_refuses_what_it_cannot_walk(capsys):
    assert main(["walk", "--steps", "0"]) == 2
    assert "count from 1" in capsys.readouterr().err
