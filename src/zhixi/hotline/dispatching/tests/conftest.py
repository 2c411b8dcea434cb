"""What tests of dispatch models and rows share: a home of their own, models that take a second to learn, and rows."""

import datetime as dt

import pytest

from zhixi.assist.dispatch import fit
from zhixi.hotline.dispatching import actions, auto, auto_actions, keeping, presenting, watching
from zhixi.hotline.dispatching.models import AutoRule, Decision, LearntModel
from zhixi.hotline.orders.choices import State
from zhixi.hotline.units.models import Category

OUTCOMES = [["01.01", "complaint", 0.9, True, "east-cg"]] * 120
HOUR = dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path
    keeping._present.cache_clear()
    presenting._figures.cache_clear()
    yield tmp_path
    keeping._present.cache_clear()


@pytest.fixture(scope="session")
def small_model():
    """Knows the two matters of the small city."""
    rows = [(f"{n}号门前占道摆摊", "east-cg") for n in range(20)]
    return fit(rows + [(f"{n}楼停水没有水", "water") for n in range(20)])


@pytest.fixture
def offered(small_model, city, now):
    """offered("a") → the row of a model that lies in its place."""

    def make(name: str, **more) -> LearntModel:
        key = f"learnt-{name}"
        folder = keeping.folder_of(key)
        small_model.save(folder)
        until = now - dt.timedelta(days=14)
        told = {"rows": 40, "made_at": now, "learnt_until": until, "digest": keeping.digest(folder)} | more
        return LearntModel.objects.create(key=key, bytes=keeping.size(folder), **told)

    return make


@pytest.fixture
def rule(people, city, now, offered):
    """A row for 占道经营 that is tried, with a model in use whose card proves it."""
    offered("a", outcomes=OUTCOMES)
    actions.switch_on(actor=people["supervisor"], key="learnt-a", seen=0, now=now - 2 * HOUR)
    category = Category.objects.get(code="01.01")
    made = auto_actions.create_rule(
        actor=people["supervisor"], category=category, request_type="complaint", fields={}, now=now - HOUR
    )
    return auto_actions.switch_rule(actor=people["supervisor"], pk=made.pk, mode="shadow", now=now - HOUR)


@pytest.fixture
def running(rule, people, now):
    found = auto_actions.switch_rule(actor=people["supervisor"], pk=rule.pk, mode="on", now=now - HOUR)
    AutoRule.objects.filter(pk=rule.pk).update(threshold=0.5)
    found.refresh_from_db()
    return found


@pytest.fixture
def plain(order_in):
    """An accepted order that nothing keeps for people."""

    def make(state=State.ACCEPTED, **more):
        return order_in(
            state, **{"title": "占道经营", "description": "路口有摊贩占道摆摊，影响通行。", **more}
        )

    return make


@pytest.fixture
def sample(running, plain, now):
    """Eight orders that the machine sent and that are to be judged."""
    AutoRule.objects.update(sample_percent=100)
    for _ in range(8):
        plain(road="")
    auto.decide(now)
    watching.watch(now + dt.timedelta(days=1))
    return list(Decision.objects.filter(sampled=True).order_by("pk"))
