"""From a call to its order: one order, its evidence, and what became of each suggestion."""

import pytest
from django.utils import timezone

from zhixi.errors import BadInput, Conflict, NotAllowed
from zhixi.hotline.calls import saving
from zhixi.hotline.filling.choices import Made
from zhixi.hotline.filling.keeping import keep
from zhixi.hotline.filling.models import Lesson
from zhixi.hotline.orders.choices import State
from zhixi.hotline.orders.models import Order
from zhixi.hotline.units.models import Category

SUGGESTED = {
    "title": "关于锦川路路灯不亮的问题",
    "request_type": "complaint",
    "caller_phone": "13900001234",
    "category": {"code": "01.01", "path": "市政/路灯"},
    "subject": "路灯",
}


@pytest.fixture
def suggested(talking):
    fields = {
        name: {"value": value, "confidence": 0.8, "evidence": [{"utterance": 1, "start": 0, "end": 4}]}
        for name, value in SUGGESTED.items()
    }
    keep(call=talking, drafts=[fields])
    return talking


def form(**changes):
    values = {name: value for name, value in SUGGESTED.items() if name != "category"}
    values |= {"description": "市民反映路灯不亮", "category": Category.objects.get(code="01.01")}
    return values | changes


def save(person, call, fields, decision="accept", **more):
    return saving.save_order(
        actor=person, call_id=call.pk, fields=fields, decision=decision, now=timezone.now(), **more
    )


def test_the_order_is_accepted_and_tied_to_its_call(office, suggested):
    order = save(office["agent1"], suggested, form())
    assert (order.state, order.calling_number, order.created_by) == (
        State.ACCEPTED,
        "13900001234",
        office["agent1"],
    )
    suggested.refresh_from_db()
    assert suggested.order == order
    assert order.evidence["title"] == [[1, 0, 4]]


def test_each_suggestion_learns_what_became_of_it(office, suggested):
    save(office["agent1"], suggested, form(caller_phone="13900009999", subject=""))
    assert {row.field: row.made for row in suggested.lessons.all()} == {
        "title": Made.KEPT,
        "request_type": Made.KEPT,
        "category": Made.KEPT,
        "caller_phone": Made.EDITED,
        "subject": Made.REJECTED,
    }
    order = Order.objects.get()
    assert "caller_phone" not in order.evidence and "subject" not in order.evidence


def test_a_call_has_one_order(office, suggested):
    save(office["agent1"], suggested, form())
    with pytest.raises(Conflict, match="已立单"):
        save(office["agent1"], suggested, form())
    assert Order.objects.count() == 1


def test_an_enquiry_is_answered_on_the_spot(office, suggested):
    fields = form(request_type="enquiry")
    order = save(
        office["agent1"], suggested, fields, "answer", answer_text="可以在手机上办理。", article_keys=["a"]
    )
    assert (order.state, order.answered_on_the_spot) == (State.CONCLUDED, True)


def test_a_refused_answer_leaves_no_order_behind(office, suggested):
    with pytest.raises(BadInput):
        save(office["agent1"], suggested, form(), "answer", answer_text="可以在手机上办理。")
    assert not Order.objects.exists()
    suggested.refresh_from_db()
    assert suggested.order is None
    assert not Lesson.objects.exists()


@pytest.mark.parametrize("name", ["agent2", "leader", "dispatcher", "clerk"])
def test_only_the_calls_own_agent_saves(office, suggested, name):
    with pytest.raises(NotAllowed):
        save(office[name], suggested, form())


def test_a_waiting_call_has_no_order_yet(office, waiting):
    with pytest.raises(NotAllowed):
        save(office["agent1"], waiting, {"description": "无"})
