"""The orders' endpoints, as the desk calls them."""

import re

import pytest

from zhixi.hotline.orders import rules
from zhixi.hotline.orders.choices import State
from zhixi.hotline.orders.models import Order
from zhixi.hotline.orders.verbs import VERBS

pytestmark = pytest.mark.django_db
FORM = {
    "channel": "web",
    "request_type": "help",
    "category": "02",
    "title": "关于停水的求助",
    "description": "幸福小区停水两天",
    "caller_name": "王小红",
    "caller_phone": "139 0000 4321",
    "address": {"text": "幸福小区3栋", "district": "东河区", "number": "3"},
}


def test_a_written_request_is_drafted_and_accepted_at_once(signed_in):
    browser = signed_in("web_agent")
    answer = browser.send("/api/orders", {**FORM, "accept": True})
    assert answer.status_code == 200, answer.content
    order = answer.json()
    assert (order["state"], order["version"], order["channel"]) == ("accepted", 2, "web")
    assert order["address"] == {
        "text": "幸福小区3栋",
        "district": "东河区",
        "street": "",
        "community": "",
        "road": "",
        "number": "3",
        "poi": "",
    }
    assert order["category"] == {"code": "02", "path": "供水"}
    assert order["caller_phone"] == "139******4321"
    assert order["accepted_at"].endswith("+08:00")
    assert order["next_due_at"] == order["dispatch_due_at"]
    assert {v["verb"] for v in order["verbs"]} >= {"amend", "answer", "withdraw"}


def test_a_request_that_cannot_be_accepted_leaves_no_draft_behind(signed_in):
    answer = signed_in("web_agent").send("/api/orders", {"accept": True})
    assert answer.status_code == 422
    assert answer.json()["error"]["field"] == "description"
    assert Order.objects.count() == 0


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"category": "99"}, "category"),
        ({"related_order": "20990101-000001"}, "related_order"),
        ({"caller_phone": "call me"}, "caller_phone"),
        ({"urgency": "very"}, "urgency"),
        ({"title": "长" * 201}, "title"),
        ({"title": "坏\x00字"}, "title"),
        ({"address": {"district": 5}}, "address.district"),
    ],
)
def test_what_is_filled_in_wrongly_is_named(signed_in, change, field):
    answer = signed_in("agent").send("/api/orders", {**FORM, **change})
    assert answer.status_code == 422
    error = answer.json()["error"]
    assert set(error) == {"kind", "message", "cure", "field"}
    assert (error["kind"], error["field"]) == ("BadInput", field)
    assert not re.search(r"[A-Za-z]{4} ", error["message"]), "the person at the screen reads Chinese"


def test_a_unit_may_not_take_requests_in(signed_in):
    assert signed_in("unit_clerk").send("/api/orders", FORM).status_code == 403


def test_a_body_that_is_no_json_is_refused_in_the_same_shape(signed_in):
    browser = signed_in("agent")
    answer = browser.post(
        "/api/orders",
        "{",
        content_type="application/json",
        headers={"X-CSRFToken": browser.cookies["csrftoken"].value},
    )
    assert answer.json()["error"]["kind"] == "BadInput"


def test_an_order_goes_its_whole_way_through_the_api(signed_in, city):
    agent, desk, clerk = signed_in("agent"), signed_in("dispatcher"), signed_in("unit_clerk")
    order = agent.send("/api/orders", {**FORM, "accept": True}).json()
    way = (
        (desk, "review", {}, "reviewed"),
        (desk, "dispatch", {"unit": "east-cg", "assisting": ["water"], "note": "请办理"}, "dispatched"),
        (clerk, "sign", {}, "signed"),
        (clerk, "handle", {}, "handling"),
        (clerk, "reply", {"text": "已恢复供水", "contacted": True}, "replied"),
        (desk, "pass_reply", {}, "reply_reviewed"),
        (agent, "start_callback", {}, "callback"),
        (
            agent,
            "record_callback",
            {"reached": True, "solved": True, "satisfaction": "satisfied"},
            "callback",
        ),
        (agent, "conclude", {}, "concluded"),
        (desk, "archive", {}, "archived"),
    )
    for browser, verb, body, state in way:
        answer = browser.send(
            f"/api/orders/{order['number']}/verbs/{verb}", {"version": order["version"], **body}
        )
        assert answer.status_code == 200, (verb, answer.content.decode())
        order = answer.json()
        assert order["state"] == state
    assert order["unit"] == {"code": "east-cg", "name": "东河区城市管理局"}
    assert order["assisting"][0]["unit"]["code"] == "water"
    assert order["replies"][0]["accepted"] is True
    assert order["callbacks"][0]["satisfaction"] == "satisfied"
    assert order["verbs"] == []
    events = desk.get(f"/api/orders/{order['number']}/events").json()
    assert [e["verb"] for e in events] == ["create", "accept", *(verb for _, verb, _, _ in way)]
    assert events[3]["verb_label"] == "派单" and events[3]["actor_role_label"] == "审核派单员"


def test_a_version_that_is_no_longer_so_is_a_conflict(signed_in, order_in):
    order = order_in(State.DISPATCHED)
    answer = signed_in("unit_clerk").send(
        f"/api/orders/{order.number}/verbs/sign", {"version": order.version - 1}
    )
    assert answer.status_code == 409
    assert answer.json()["error"]["kind"] == "Conflict"
    assert "已被他人修改" in answer.json()["error"]["message"]


def test_a_step_that_the_state_forbids_is_a_conflict_of_its_own_kind(signed_in, order_in):
    order = order_in(State.HANDLING)
    answer = signed_in("unit_clerk").send(
        f"/api/orders/{order.number}/verbs/sign", {"version": order.version}
    )
    assert (answer.status_code, answer.json()["error"]["kind"]) == (409, "IllegalStep")


def test_the_wrong_role_and_the_wrong_unit_are_refused(signed_in, order_in):
    order = order_in(State.DISPATCHED)
    path, body = f"/api/orders/{order.number}/verbs/sign", {"version": order.version}
    assert signed_in("dispatcher").send(path, body).status_code == 403
    assert signed_in("rival").send(path, body).status_code == 404  # to another unit it is not there


def test_every_verb_has_its_endpoint_and_its_body():
    assert set(VERBS) == set(rules.STEPS)


def test_a_unit_that_does_not_exist_is_named(signed_in, order_in):
    order = order_in(State.ACCEPTED)
    answer = signed_in("dispatcher").send(
        f"/api/orders/{order.number}/verbs/dispatch", {"version": order.version, "unit": "moon"}
    )
    assert answer.status_code == 422
    assert answer.json()["error"]["field"] == "unit"


def test_signed_out_nothing_is_there(client):
    for path in ("/api/orders", "/api/meta", "/api/people", "/api/audit/verify", "/api/calendar"):
        answer = client.get(path)
        assert answer.status_code == 401
        assert answer.json()["error"]["kind"] == "NotSignedIn"


def test_an_unknown_order_is_not_found(signed_in):
    answer = signed_in("agent").get("/api/orders/20990101-000001")
    assert (answer.status_code, answer.json()["error"]["kind"]) == (404, "NotFound")


def test_meta_carries_labels_colours_and_the_tree(signed_in):
    meta = signed_in("agent").get("/api/meta").json()
    assert {"value": "draft", "label": "草稿", "colour": "info"} in meta["choices"]["state"]
    assert {"verb": "send_back", "label": "退单", "danger": True} in meta["verbs"]
    units = {unit["code"]: unit for unit in meta["units"]}
    assert units["east-cg"]["parent"] == "east" and not units["old"]["open"]
    assert {
        "code": "01.01",
        "name": "占道经营",
        "path": "城市管理/占道经营",
        "parent": "01",
        "active": True,
    } in (meta["categories"])
