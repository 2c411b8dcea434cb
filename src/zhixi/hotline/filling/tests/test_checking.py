"""What is looked at before an order is saved: warned of, or refused until a reason stands beside it."""

import pytest
from django.utils import timezone

from zhixi.assist.talk import Leg
from zhixi.errors import BadInput, Conflict
from zhixi.hotline.audit.models import Event
from zhixi.hotline.audit.presenting import event_row
from zhixi.hotline.calls import saving
from zhixi.hotline.calls.live import LiveCall
from zhixi.hotline.calls.tests.test_api import post, signed_in
from zhixi.hotline.filling import checking
from zhixi.hotline.orders import actions as orders
from zhixi.hotline.orders.models import Order
from zhixi.hotline.units.actions import city_changed
from zhixi.hotline.units.models import Category, Place

SAID = (
    (Leg.AGENT, "您好，请讲。"),
    (Leg.CALLER, "我要投诉，青榆区锦川路十八号门口的路灯不亮，三天了，没人管。"),
    (Leg.AGENT, "请问您贵姓？"),
    (Leg.CALLER, "我姓陈，电话幺三九零零零零幺二三四。"),
)


@pytest.fixture
def told(office, talking):
    live = LiveCall.of(talking)
    for n, (leg, text) in enumerate(SAID):
        live.heard(leg, n * 4.0, n * 4 + 3.0, text)
    return talking


def form(**changes):
    return {
        "request_type": "complaint",
        "title": "关于锦川路18号路灯不亮的问题",
        "description": "市民陈先生反映青榆区锦川路18号路灯3天不亮。",
        "caller_name": "陈先生",
        "district": "青榆区",
        "category": Category.objects.get(code="01.01"),
    } | changes


def found(person, call, **changes):
    return checking.findings(actor=person, call=call, fields=form(**changes), now=timezone.now())


def save(person, call, fields, **reasons):
    return saving.save_order(
        actor=person, call_id=call.pk, fields=fields, decision="accept", reasons=reasons, now=timezone.now()
    )


def test_what_was_said_is_saved_without_a_word(office, told):
    assert found(office["agent1"], told) == []
    assert save(office["agent1"], told, form()).state == "accepted"


def test_a_number_that_nobody_said_is_refused_and_named_where_it_stands(office, told):
    text = "市民反映锦川路28号路灯不亮"
    [one] = found(office["agent1"], told, description=text)
    assert (one.kind, one.field, text[one.start : one.end]) == ("unsaid", "description", "28")
    with pytest.raises(Conflict, match="“28”通话中没有说到") as refused:
        save(office["agent1"], told, form(description=text))
    assert refused.value.field == "description" and not Order.objects.exists()


def test_what_the_agent_knows_from_elsewhere_is_saved_with_its_reason_in_the_chain(office, told):
    fields = form(description="市民反映锦川路28号路灯不亮，物业王建国已知情")
    with pytest.raises(BadInput):
        save(office["agent1"], told, fields, unsaid="")
    order = save(office["agent1"], told, fields, unsaid="市民另发短信补充，来自13900001234")
    event = Event.objects.get(verb="saved_against", key=order.number)
    assert event.data["words"].startswith("s1:") and "13900001234" not in event.reason
    assert "28" not in str(event.data | {"words": ""})  # a sealed text may hold any two digits
    assert "28" in event_row(event, office["leader"])["data"]["words"]


def test_a_place_that_the_agent_entered_may_be_written(office, told):
    assert found(office["agent1"], told, description="锦川路28号路灯不亮", address_number="28号") == []


def test_a_complaint_as_an_enquiry_and_too_low_an_urgency_are_warned_of(office, told):
    LiveCall.of(told).heard(Leg.CALLER, 20, 23, "电线掉下来了，还冒火花！")
    kinds = {one.kind: one for one in found(office["agent1"], told, request_type="enquiry")}
    assert set(kinds) == {"complaint_as_enquiry", "urgency_too_low"}
    assert kinds["urgency_too_low"].evidence and not kinds["urgency_too_low"].needs_reason
    with pytest.raises(Conflict):
        save(office["agent1"], told, form(request_type="enquiry"), complaint_as_enquiry="")
    save(office["agent1"], told, form(request_type="enquiry"), complaint_as_enquiry="", urgency_too_low="")
    assert Event.objects.filter(verb="saved_against").count() == 2


def test_a_district_that_the_gazetteer_does_not_have_the_road_in_is_warned_of(office, told):
    Place.objects.create(kind="district", name="澜湖区")
    Place.objects.create(kind="road", name="锦川路", district="青榆区")
    city_changed()
    [one] = found(office["agent1"], told, district="澜湖区", road="锦川路", description="路灯3天不亮")
    assert (one.kind, one.field, one.needs_reason) == ("district_in_doubt", "address", False)
    assert "锦川路在青榆区" in one.message and one.evidence
    assert found(office["agent1"], told, road="锦川路") == []
    with pytest.raises(Conflict):
        save(office["agent1"], told, form(district="澜湖区", road="锦川路"))
    assert save(office["agent1"], told, form(district="澜湖区", road="锦川路"), district_in_doubt="")


def test_the_callers_own_open_order_is_named_until_it_is_related(office, told):
    now = timezone.now()
    first = orders.create_order(
        actor=office["agent1"], fields=form(caller_phone="13900001234", road="锦川路"), now=now, accepted=True
    )
    [one] = found(office["agent1"], told, caller_phone="13900001234", road="锦川路")
    assert (one.kind, one.order) == ("likely_repeat", first.number)
    assert found(office["agent1"], told, caller_phone="13900001234", related_order=first) == []


def test_where_nothing_was_heard_nothing_is_held_against_a_text(office, talking):
    assert found(office["agent1"], talking, description="锦川路28号") == []


def test_the_desk_asks_before_it_saves_and_others_do_not(office, told):
    body = {"form": {"title": "锦川路28号", "request_type": "complaint"}}
    path = f"/api/calls/{told.pk}/check"
    [one] = post(signed_in(office["agent1"]), path, body).json()
    assert (one["field"], one["words"], one["needs_reason"]) == ("title", "28", True)
    assert post(signed_in(office["leader"]), path, body).status_code == 403
    assert post(signed_in(office["agent2"]), path, body).status_code == 404
    refused = post(signed_in(office["agent1"]), f"/api/calls/{told.pk}/order", body | {"decision": "accept"})
    assert refused.status_code == 409 and refused.json()["error"]["field"] == "title"
