"""Learning in the background: one at a time, told when it fails, never half used."""

import datetime as dt
import os

import pytest

from zhixi.errors import BadInput, Conflict, NotAllowed
from zhixi.hotline.dispatching import actions, keeping, running, tasks
from zhixi.hotline.dispatching.choices import Every, ModelState, RunState
from zhixi.hotline.dispatching.models import LearntModel, Run, Use
from zhixi.hotline.notifications.models import Message

pytestmark = pytest.mark.django_db
SUNDAY = dt.datetime(2026, 11, 22, 2, 10)


@pytest.mark.parametrize(
    ("every", "local", "last", "wanted"),
    [
        (Every.OFF, SUNDAY, None, False),
        (Every.WEEKLY, SUNDAY, None, True),
        (Every.WEEKLY, SUNDAY.replace(hour=1), None, False),
        (Every.WEEKLY, SUNDAY.replace(hour=23), None, True),
        (Every.WEEKLY, SUNDAY + dt.timedelta(days=1), None, False),
        (Every.WEEKLY, SUNDAY, SUNDAY.replace(minute=1), False),
        (Every.WEEKLY, SUNDAY, SUNDAY - dt.timedelta(days=7), True),
        (Every.DAILY, SUNDAY + dt.timedelta(days=1), SUNDAY, True),
        (Every.DAILY, SUNDAY + dt.timedelta(hours=5), SUNDAY, False),
    ],
)
def test_when_a_learning_is_due(every, local, last, wanted):
    assert tasks.due(every, 6, 2, last, local) is wanted


@pytest.fixture
def begun(monkeypatch):
    found = []
    monkeypatch.setattr(running, "begin", lambda run: found.append(run.pk))
    return found


def test_two_ticks_begin_one_learning(people, now, begun):
    run = actions.ask_to_learn(actor=people["supervisor"], now=now)
    assert tasks.learn(now) == 1
    assert tasks.learn(now) == 0
    assert begun == [run.pk]


def test_a_process_that_never_came_up_is_begun_again(people, now, begun):
    actions.ask_to_learn(actor=people["supervisor"], now=now)
    tasks.learn(now)
    assert tasks.learn(now + running.GRACE + dt.timedelta(minutes=1)) == 1


def test_by_schedule_once_a_week(people, now, begun):
    actions.set_schedule(
        actor=people["supervisor"], version=1, fields={"every": "weekly", "hour": 2}, now=now
    )
    sunday = now.replace(day=22, hour=3)
    assert [tasks.learn(sunday), tasks.learn(sunday)] == [1, 0]


def test_asked_twice_is_once_and_not_by_everybody(people, now):
    actions.ask_to_learn(actor=people["supervisor"], now=now)
    with pytest.raises(Conflict):
        actions.ask_to_learn(actor=people["system_admin"], now=now)
    with pytest.raises(NotAllowed):
        actions.ask_to_learn(actor=people["dispatcher"], now=now)


@pytest.mark.parametrize("fields", [{"hour": 24}, {"keep": 1}, {"held_out": 1}, {"every": "hourly"}])
def test_a_schedule_that_makes_no_sense_is_refused(people, now, fields):
    with pytest.raises(BadInput):
        actions.set_schedule(actor=people["supervisor"], version=1, fields=fields, now=now)


def test_a_schedule_that_somebody_else_changed_is_not_overwritten(people, now):
    actions.set_schedule(actor=people["supervisor"], version=1, fields={"every": "daily"}, now=now)
    with pytest.raises(Conflict):
        actions.set_schedule(actor=people["supervisor"], version=1, fields={"every": "off"}, now=now)


def test_only_one_learns_in_the_whole_office(people, now):
    first = running.claim(None, now)
    assert first.process == os.getpid() and first.state == RunState.RUNNING
    with pytest.raises(Conflict):
        running.claim(None, now)
    with pytest.raises(Conflict):
        running.claim(first.pk, now)


def test_a_learning_that_was_killed_is_noted_and_told(people, now):
    gone = running.claim(None, now)
    Run.objects.filter(pk=gone.pk).update(process=2**22 + 1)
    assert running.note_dead(now) == 1
    gone.refresh_from_db()
    assert gone.state == RunState.FAILED and "中断" in gone.message
    assert Message.objects.filter(kind="dispatch_learning", user=people["supervisor"]).count() == 1
    assert running.claim(None, now).state == RunState.RUNNING


def test_a_learning_on_another_machine_is_dead_only_after_its_time(people, now, settings):
    far = running.claim(None, now)
    Run.objects.filter(pk=far.pk).update(process=2**22 + 1, host="elsewhere")
    assert running.note_dead(now + dt.timedelta(minutes=settings.LEARN_MINUTES)) == 0
    assert running.note_dead(now + dt.timedelta(minutes=settings.LEARN_MINUTES + 6)) == 1


def test_what_a_killed_learning_left_is_swept_and_nothing_else(offered, small_model):
    offered("a")
    small_model.save(keeping.place())
    (keeping.place() / ".learnt-b.x1").mkdir()
    (keeping.place() / "learnt-c").mkdir()
    made = dt.datetime.now(dt.UTC)
    assert keeping.clear_unfinished({"learnt-a"}, made) == 0
    assert keeping.clear_unfinished({"learnt-a"}, made + dt.timedelta(days=1)) == 1
    assert keeping.clear_unfinished({"learnt-a"}, made + dt.timedelta(days=8)) == 1
    assert keeping.load("learnt-a") and keeping.load("")


def test_old_models_are_removed_but_not_the_one_in_use_nor_the_one_before(offered, people, now):
    for n, name in enumerate("abcde"):
        offered(name, made_at=now + dt.timedelta(days=n))
    for name in "ab":
        latest = Use.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        actions.switch_on(actor=people["supervisor"], key=f"learnt-{name}", seen=latest, now=now)
    assert running.prune(2, now) == ["learnt-c"]
    assert LearntModel.objects.get(key="learnt-c").state == ModelState.REMOVED
    assert not keeping.folder_of("learnt-c").exists() and keeping.folder_of("learnt-a").exists()
    with pytest.raises(Conflict):
        latest = Use.objects.latest("pk").pk
        actions.switch_on(actor=people["supervisor"], key="learnt-c", seen=latest, now=now)


@pytest.mark.parametrize(
    ("error", "state", "word"),
    [
        (BadInput("可学的派单样本只有3件"), RunState.REFUSED, "只有3件"),
        (MemoryError(), RunState.FAILED, "内存不足"),
        (ZeroDivisionError("13900001234"), RunState.FAILED, "ZeroDivisionError"),
    ],
)
def test_how_a_learning_that_raised_ends(error, state, word):
    found, message = running.ended_by(error)
    assert found == state and word in message and "13900001234" not in message
