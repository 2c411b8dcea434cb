"""A recording is heard by those who may, with a purpose; a copy that leaves the house has its numbers covered."""

import numpy as np
import pytest
from django.utils import timezone

from zhixi.assist.speech import Heard
from zhixi.assist.talk import Leg
from zhixi.gateway.line import End
from zhixi.hotline.audit.models import Event
from zhixi.hotline.calls.models import Call
from zhixi.hotline.orders.models import Order
from zhixi.hotline.privacy.masking import mask_speech
from zhixi.hotline.privacy.models import Reveal
from zhixi.hotline.recordings import keeping, tasks
from zhixi.hotline.recordings.covering import Said, spans_of
from zhixi.hotline.recordings.models import Recording
from zhixi.hotline.recordings.tests.kit import RATE, a_talk, at_rest, hear, hum, opened


def test_it_is_heard_with_a_purpose_that_is_written_down_first(recorded, office, client):
    client.force_login(office["inspector"])
    address = f"/api/calls/{recorded.call_id}/recording"
    assert client.get(f"{address}/sound").status_code == 403
    assert hear(client, recorded.call, " ").status_code == 422
    assert hear(client, recorded.call, "核实市民13900001234的投诉").status_code == 200
    look = Reveal.objects.get()
    assert (look.subject, look.field, look.actor.username) == ("call", "recording", "inspector")
    assert "13900001234" not in look.purpose
    whole = client.get(f"{address}/sound")
    assert whole.content == keeping.whole(recorded.digest)
    part = client.get(f"{address}/sound", headers={"Range": "bytes=100-299"})
    assert (part.status_code, part.content) == (206, whole.content[100:300])
    assert part["Content-Range"] == f"bytes 100-299/{recorded.size}"
    assert client.get(f"{address}/sound", headers={"Range": "bytes=99999999-"}).status_code == 416
    assert client.get(address).json()["recording"]["open"] is True


@pytest.mark.parametrize(
    "who, status",
    [
        ("agent1", 200),
        ("leader", 200),
        ("supervisor", 200),
        ("agent2", 404),
        ("dispatcher", 404),
        ("clerk", 404),
    ],
)
def test_who_may_hear_a_call(recorded, office, client, who, status):
    client.force_login(office[who])
    assert hear(client, recorded.call).status_code == status


def test_a_dispatcher_reads_the_call_of_an_order_and_does_not_hear_it(recorded, office, client):
    order = Order.objects.create(
        number="20261125-000001", created_by=office["agent1"], created_at=timezone.now()
    )
    Call.objects.update(order=order)
    client.force_login(office["dispatcher"])
    seen = client.get(f"/api/calls/{recorded.call_id}/recording").json()["recording"]
    assert (seen["may_hear"], seen["may_take_out"]) == (False, False)
    assert hear(client, recorded.call).status_code == 403


def test_a_copy_that_leaves_the_house_has_a_tone_over_the_numbers(recorded, office, client):
    client.force_login(office["supervisor"])
    assert hear(client, recorded.call, what="covered").status_code == 403
    client.force_login(office["inspector"])
    answer = hear(client, recorded.call, what="covered")
    assert answer.status_code == 200 and "attachment" in answer["Content-Disposition"]
    before, after = opened(keeping.whole(recorded.digest)), opened(answer.content)
    assert np.array_equal(before[:, 1], after[:, 1])  # the agent said none
    covered = np.flatnonzero(before[:, 0] != after[:, 0]) / RATE
    assert covered.min() < 1.6 and covered.max() > 2.9 and covered.min() >= 1.0
    assert Event.objects.filter(verb="take_out").count() == 1


def test_a_number_with_fillers_between_its_groups_is_covered_too(office, flac, monkeypatch, client):
    at_rest(monkeypatch)
    line = a_talk()
    for half in range(24):
        line.frames(Leg.CALLER, half / 2, hum(0.5), RATE)
    line.heard(Heard(Leg.CALLER, 2.0, 10.0, "我电话一三九，嗯，零零零零，那个，一二三四。", 0.9))
    line.end(End.HUNG_UP)
    tasks.finish(timezone.now())
    row = Recording.objects.get()
    client.force_login(office["inspector"])
    before, after = opened(keeping.whole(row.digest)), opened(hear(client, row.call, what="covered").content)
    covered = np.flatnonzero(before[:, 0] != after[:, 0]) / RATE
    assert covered.min() < 3.5 and covered.max() > 9.5


def said(text, start=10.0, end=20.0, leg="caller"):
    return Said(leg, start, end, text, mask_speech(text))


def test_numbers_are_covered_with_room_on_either_side_and_words_are_not():
    text = "前面的话很长很长很长13900001234后面的话也很长很长"
    ((start, end),) = spans_of("caller", [said(text)])
    first = 10 + 10 * text.index("1") / len(text)
    assert 10 < start < first and first + 3 < end < 20
    assert spans_of("caller", [said("路灯不亮"), said(text, leg="agent")]) == []
    assert spans_of("mixed", [said(text, leg="agent")])
    assert spans_of("caller", [], [{"leg": "caller", "at": 1.0}, {"leg": "caller", "at": 1.2}]) == [
        (0.6, 1.6)
    ]
