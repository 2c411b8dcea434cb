"""A random walk: people of every role try verbs in any order; only what the table allows ever happens."""

import collections
import datetime as dt
import random

import pytest

from zhixi.errors import BadInput, Conflict, IllegalStep, NotAllowed, NotFound
from zhixi.hotline.audit.models import Event
from zhixi.hotline.audit.verifying import verify
from zhixi.hotline.deadlines.tasks import sweep
from zhixi.hotline.orders import actions, replay, rules
from zhixi.hotline.orders.choices import ReturnReason, State
from zhixi.hotline.orders.models import Order

pytestmark = pytest.mark.django_db
STEPS = 500
AT_ONCE = 5  # open orders: few, so that each gets far
ENDINGS = frozenset({"withdraw", "rule_unreasonable", "merge", "answer", "archive"})


class Walk:
    """One seeded walk over a few orders; `taken` counts the verbs that passed."""

    def __init__(self, seed: int, people: dict, units: list, fields: dict, now):
        self.random = random.Random(seed)
        self.people, self.units, self.fields, self.now = list(people.values()), units, fields, now
        self.intake = people["agent"]
        self.taken = collections.Counter()

    def go(self, steps: int) -> None:
        for _ in range(steps):
            self.now += dt.timedelta(minutes=self.random.randrange(1, 600))
            if Order.objects.exclude(state__in=(State.ARCHIVED, *rules.CLOSED)).count() < AT_ONCE:
                actions.create_draft(actor=self.intake, fields=self.fields, now=self.now)
            elif self.random.random() < 0.03:
                sweep(self.now)
            else:
                self.attempt()

    def attempt(self) -> None:
        order = self.random.choice(list(Order.objects.exclude(state=State.ARCHIVED)) or [None])
        if order is None:
            return
        verb, actor = self.choose(order)
        allowed = rules.may(actor, order, verb) and (
            order.state != State.DRAFT or order.created_by_id == actor.pk
        )
        before = (order.state, order.version, Event.objects.count())
        try:
            after = getattr(actions, verb)(actor=actor, order=order, now=self.now, **self.more(verb))
        except (NotAllowed, NotFound, IllegalStep, Conflict, BadInput) as refusal:
            stored = Order.objects.get(pk=order.pk)
            assert (stored.state, stored.version, Event.objects.count()) == before, (verb, refusal)
            if allowed:  # only a guard may refuse what the table allows
                assert not isinstance(refusal, (IllegalStep, NotFound)), (verb, refusal)
            return
        assert allowed, f"{actor} did {verb} to an order that was {before[0]}"
        assert after.version == before[1] + 1
        self.taken[verb] += 1

    def choose(self, order):
        """Mostly a step that may pass, so that the walk gets somewhere; else anything by anybody."""
        if self.random.random() < 0.7:
            fitting = [(v, p) for p in self.people for v in rules.STEPS if rules.may(p, order, v)]
            verbs = sorted({v for v, _ in fitting})
            if self.random.random() < 0.8:  # a walk in which everything is closed at once sees little
                moving = [v for v in verbs if v not in ENDINGS and rules.STEPS[v].to]
                verbs = moving or [v for v in verbs if v not in ENDINGS] or verbs
            if verbs:
                verb = self.random.choice(verbs)
                return verb, self.random.choice([p for v, p in fitting if v == verb])
        return self.random.choice(list(rules.STEPS)), self.random.choice(self.people)

    def more(self, verb: str) -> dict:
        """Arguments that mostly hold."""
        reached = self.random.random() < 0.7
        unit = self.random.choice(self.units)
        text, reason = {"text": "现场核实后已经处理"}, {"reason": "市民要求如此"}
        return {
            "amend": {"fields": {"title": f"标题{self.random.random()}"}, **reason},
            "answer": text,
            "withdraw": reason,
            "hold": reason,
            "release": reason,
            "dispatch": {"unit": unit},
            "assist": {"unit": unit, "task": "配合处理"},
            "send_back": {
                "reason": str(self.random.choice(list(ReturnReason))),
                "note": "说明退单理由",
                "clause": "第三条",
            },
            "reply": text,
            "assist_reply": text,
            "delegate": {"unit": unit},
            "uphold_return": {"unit": unit, "note": "同意"},
            "refuse_return": {"note": "不同意"},
            "convene": {"note": "多次退单"},
            "bind": {"unit": unit, "note": "会议定责"},
            "ask_extension": {"days": self.random.randrange(1, 6), **reason},
            "refuse_extension": {"note": "理由不足"},
            "suspend": reason,
            "ask_suspension": {"cause": "project", "reason": "已列入改造计划"},
            "refuse_suspension": {"note": "理由不足"},
            "ask_supplement": text,
            "supplement": text,
            "reject_reply": {"note": "没有回答所问"},
            "record_callback": {
                "reached": reached,
                "solved": self.random.random() < 0.6 if reached else None,
            },
            "reopen": {**reason, "unit": self.random.choice([None, unit])},
            "merge": {"master": self.random.choice(list(Order.objects.all()))},
            "unmerge": reason,
            "rule_unreasonable": {"reason": "诉求没有法律依据", "evidence": "已有生效判决驳回同一请求"},
            "remind": text,
            "supervise": text,
            "circulate": text,
        }.get(verb, {})


@pytest.mark.parametrize("seed", [1, 2])
def test_a_random_walk_keeps_every_rule(seed, people, city, fields, now):
    units = [city[code] for code in ("east-cg", "east-cg", "west-cg", "water", "east-zj", "old")]
    walk = Walk(seed, people, units, fields | {"request_type": "help"}, now)
    walk.go(STEPS)
    assert sum(walk.taken.values()) > STEPS / 3
    assert len(walk.taken) > 25, f"the walk saw too little: {walk.taken}"
    for order in Order.objects.all():
        assert replay.differences(order) == {}
    verdict = verify()
    assert verdict.ok and verdict.events == Event.objects.count()


def test_a_row_that_was_changed_behind_the_actions_is_told_by_its_events(order_in):
    order = order_in(State.HANDLING)
    assert replay.differences(order) == {}
    Order.objects.filter(pk=order.pk).update(due_at=None, title="另一标题")
    assert set(replay.differences(Order.objects.get(pk=order.pk))) == {"due_at", "title"}
