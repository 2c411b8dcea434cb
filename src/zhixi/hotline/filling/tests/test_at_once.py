"""A draft, the agent's typing and a second page at the same moment, on real connections."""

import json
import threading

import pytest
from django.db import connection
from django.utils import timezone

from zhixi.assist.talk import Leg
from zhixi.errors import Conflict
from zhixi.hotline.calls import actions as calls
from zhixi.hotline.calls.live import LiveCall
from zhixi.hotline.calls.tests.conftest import make_office
from zhixi.hotline.filling import actions
from zhixi.hotline.filling.models import DraftField, Lesson

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def at_the_seat():
    office = make_office()
    call = calls.offer(source="script", calling_number="13900001234", now=timezone.now())
    return office["agent1"], calls.answer_call(actor=office["agent1"], call_id=call.pk, now=timezone.now())


def together(*works) -> list:
    """What came of each, all begun at once, each in a thread with a connection of its own."""
    gate, found = threading.Barrier(len(works)), [None] * len(works)

    def run(n, work):
        try:
            gate.wait()
            found[n] = work()
        except Exception as error:  # the test looks at what came
            found[n] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=item) for item in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return found


def edit(agent, call, text, version):
    return lambda: actions.edit(
        actor=agent,
        call_id=call.pk,
        part=0,
        field="title",
        change={"title": text},
        version=version,
        now=timezone.now(),
    )


def test_drafts_that_come_while_the_agent_types_never_take_the_field(at_the_seat):
    agent, call = at_the_seat
    live = LiveCall.of(call)
    live.heard(Leg.CALLER, 0, 3, "我要反映青榆区锦川路的路灯不亮，晚上很黑。")

    def talk():
        for n in range(6):
            live.heard(Leg.CALLER, 4 + n, 5 + n, f"还有{n + 2}号门口的路灯也不亮，已经坏了好几天了。")

    def typing():
        for n in range(12):
            edit(agent, call, "锦川路路灯" + "不" * n, n)()

    assert together(talk, typing) == [None, None]
    held = DraftField.objects.get(call=call, field="title")
    assert json.loads(held.own) == {"title": "锦川路路灯" + "不" * 11}
    assert (held.state, held.version) == ("edited", 12)


def test_of_two_pages_that_write_at_once_one_is_told(at_the_seat):
    agent, call = at_the_seat
    came = together(edit(agent, call, "甲", 0), edit(agent, call, "乙", 0))
    assert sum(isinstance(one, Conflict) for one in came) == 1
    assert DraftField.objects.get(call=call, field="title").version == 1


def test_the_same_press_twice_is_one_decision(at_the_seat):
    agent, call = at_the_seat
    LiveCall.of(call).heard(Leg.CALLER, 0, 3, "我要反映青榆区锦川路的路灯不亮，晚上很黑。")
    [row] = DraftField.objects.filter(call=call, field="title")

    def press():
        return actions.accept(
            actor=agent, call_id=call.pk, part=0, field="title", revision=row.revision, now=timezone.now()
        )

    together(press, press)
    assert Lesson.objects.filter(call=call, field="title").count() == 1
