"""Setting up the ways out: who may, what a route must be, and that neither key nor address shows anywhere."""

import json

import pytest

from zhixi.errors import BadInput, Conflict, NotAllowed
from zhixi.hotline.audit.models import Event
from zhixi.hotline.audit.verifying import verify
from zhixi.hotline.notifications import actions, route_actions
from zhixi.hotline.notifications.choices import Delivery
from zhixi.hotline.notifications.guards import KEPT
from zhixi.hotline.notifications.models import Message, Route
from zhixi.hotline.notifications.tasks import deliver
from zhixi.hotline.notifications.tests.servers import closed_port, gateway, mail_server
from zhixi.hotline.orders.choices import State

pytestmark = pytest.mark.django_db
SMS = {
    "way": "sms",
    "name": "短信网关",
    "address": "https://sms.example.cn/v1?appkey=geheim1",
    "active": True,
}
SMS |= {"secret": "geheim2", "options": {"to": "mobile", "more": {"appid": "geheim3"}, "ok": {"code": "0"}}}
MAIL = {
    "way": "email",
    "name": "邮件",
    "address": "smtp://mail.example.cn:25",
    "account": "hotline@example.cn",
}
SECRETS = ("geheim1", "geheim2", "geheim3")


@pytest.fixture
def routes(people, now):
    """routes("system_admin", "create_route", …): an action on the ways out."""

    def act(who, name, **more):
        return getattr(route_actions, name)(actor=people[who], now=now, **more)

    return act


def test_a_route_that_was_set_up_takes_messages(routes, order_in, now):
    with gateway() as (address, got):
        routes("system_admin", "create_route", fields={**SMS, "address": address})
        actions.tell_citizen(order=order_in(State.SIGNED), kind="replied", now=now)
        assert deliver(now) == 1
    _, headers, body = got[0]
    assert (body["mobile"], body["appid"]) == ("13900001234", "geheim3")
    assert headers["Authorization"] == "Bearer geheim2"


def test_what_is_left_empty_or_hidden_stays_as_it_was(routes):
    route = routes("system_admin", "create_route", fields=SMS)
    fields = {
        **SMS,
        "name": "新网关",
        "address": "",
        "secret": "",
        "options": {"more": {"appid": KEPT, "v": "2"}},
    }
    routes("system_admin", "change_route", pk=route.pk, fields=fields)
    route.refresh_from_db()
    assert (route.name, route.address, route.secret) == ("新网关", SMS["address"], "geheim2")
    assert route.options == {"more": {"appid": "geheim3", "v": "2"}}
    routes("system_admin", "change_route", pk=route.pk, fields={**fields, "forget_secret": True})
    route.refresh_from_db()
    assert route.secret == ""


def test_each_change_is_in_the_chain_and_no_key_is(routes):
    route = routes("system_admin", "create_route", fields=SMS)
    moved = {**SMS, "address": "https://sms.example.cn/v2?appkey=geheim4"}
    routes("system_admin", "change_route", pk=route.pk, fields=moved)
    routes("system_admin", "switch_route", pk=route.pk, active=False)
    events = list(Event.objects.filter(subject="route", key=str(route.pk)))
    assert [event.verb for event in events] == ["create", "amend", "switch_off"]
    assert events[1].data["changed"] == ["address"] and events[2].data["changed"] == ["active"]
    assert events[0].data["after"]["leads_to"] == "https://sms.example.cn/…"
    told = json.dumps([[event.data, event.reason] for event in events])
    assert not any(secret in told for secret in (*SECRETS, "geheim4")) and verify().ok


@pytest.mark.parametrize("who", ["supervisor", "agent", "leader", "unit_lead"])
def test_nobody_but_the_administrator_sets_up_routes(routes, who):
    route = routes("system_admin", "create_route", fields=SMS)
    for name, more in (
        ("create_route", {"fields": MAIL}),
        ("change_route", {"pk": route.pk, "fields": SMS}),
        ("switch_route", {"pk": route.pk, "active": False}),
        ("send_test", {"pk": route.pk, "to": "13900001234"}),
    ):
        with pytest.raises(NotAllowed):
            routes(who, name, **more)
    assert Route.objects.get().active and not Message.objects.exists()


@pytest.mark.parametrize(
    "fields, field, words",
    [
        ({**SMS, "address": "smtp://sms.example.cn"}, "address", "https://"),
        ({**SMS, "address": "https://"}, "address", "开头"),
        ({**SMS, "address": "https://a b.cn/"}, "address", "开头"),
        ({**SMS, "address": "https://me:pw@sms.example.cn/"}, "address", "密钥"),
        ({**SMS, "address": "http://sms.example.cn:99999/"}, "address", "开头"),
        ({**SMS, "name": " "}, "name", "名称"),
        ({**SMS, "options": {"subject": "x"}}, "options", "没有“subject”"),
        ({**SMS, "options": {"headers": {"X-Key": "密"}}}, "options", "请求头"),
        ({**SMS, "options": {"more": ["x"]}}, "options", "名称和值"),
        ({**MAIL, "address": "https://mail.example.cn"}, "address", "smtps://"),
        ({**MAIL, "address": "smtp://mail.example.cn/inbox"}, "address", "主机和端口"),
        ({**MAIL, "account": "hotline"}, "account", "发件人"),
        ({"way": "wecom", "name": "群", "address": "https://example.cn/?key=1"}, "unit", "所属单位"),
        ({"way": "page", "name": "页"}, "way", "没有这种通道"),
        ({"way": "pigeon", "name": "鸽"}, "way", "没有这种通道"),
    ],
)
def test_a_route_that_cannot_work_is_refused_in_words(routes, fields, field, words):
    with pytest.raises(BadInput) as refused:
        routes("system_admin", "create_route", fields=fields)
    assert refused.value.field == field and words in str(refused.value)
    assert not Route.objects.exists() and not Event.objects.exists()


def test_a_gateway_is_of_no_unit_and_only_one_is_on(routes, city):
    with pytest.raises(BadInput, match="不分单位"):
        routes("system_admin", "create_route", fields={**SMS, "unit": city["water"]})
    first = routes("system_admin", "create_route", fields=SMS)
    with pytest.raises(Conflict, match="同时只能用一个"):
        routes("system_admin", "create_route", fields={**SMS, "name": "另一个"})
    second = routes("system_admin", "create_route", fields={**SMS, "name": "另一个", "active": False})
    routes("system_admin", "switch_route", pk=first.pk, active=False)
    routes("system_admin", "switch_route", pk=second.pk, active=True)
    with pytest.raises(Conflict, match="已经启用"):
        routes("system_admin", "switch_route", pk=second.pk, active=True)


def test_the_kind_of_a_route_stays(routes):
    route = routes("system_admin", "create_route", fields=SMS)
    with pytest.raises(BadInput, match="另建一个"):
        routes("system_admin", "change_route", pk=route.pk, fields=MAIL)


def test_a_test_mail_goes_to_whom_the_administrator_types(routes, signed_in):
    with mail_server() as (address, got):
        route = routes("system_admin", "create_route", fields={**MAIL, "address": address})
        browser = signed_in("system_admin")
        answer = browser.send(f"/api/notifications/routes/{route.pk}/test", {"to": "probe@example.cn"})
        assert answer.json() == {"sent": True, "outcome_label": "已发送", "said": ""}
        refused = browser.send(f"/api/notifications/routes/{route.pk}/test", {"to": "nobody"})
        assert refused.status_code == 422 and refused.json()["error"]["field"] == "to"
    assert len(got) == 1 and b"probe@example.cn" in got[0]
    event = Event.objects.filter(subject="route").last()
    assert event.verb == "test" and "probe" not in json.dumps(event.data)
    row = browser.get("/api/notifications/log").json()["items"][0]
    assert (row["kind_label"], row["state"], row["receiver"]) == ("测试", "sent", "测试")


def test_a_test_that_cannot_leave_is_told_and_not_tried_again(routes, now):
    dead = f"http://127.0.0.1:{closed_port()}/"
    route = routes("system_admin", "create_route", fields={**SMS, "address": dead, "active": False})
    message = routes("system_admin", "send_test", pk=route.pk, to="139 0000 1234")
    assert (message.state, message.next_try_at) == (Delivery.FAILED, None)
    assert message.log.get().said.startswith("连接失败") and deliver(now) == 0


def test_a_robots_test_goes_to_its_group(routes, city):
    with gateway() as (address, got):
        fields = {
            "way": "dingtalk",
            "name": "城管群",
            "address": address,
            "unit": city["east-cg"],
            "secret": "s",
        }
        route = routes("system_admin", "create_route", fields=fields)
        assert routes("system_admin", "send_test", pk=route.pk, to="").state == Delivery.SENT
    assert "测试消息" in got[0][2]["text"]["content"] and "sign=" in got[0][0]


def test_the_page_never_gets_a_key(signed_in, city):
    browser = signed_in("system_admin")
    made = browser.send("/api/notifications/routes", SMS)
    key = made.json()["id"]
    changed = browser.send(
        f"/api/notifications/routes/{key}", {**SMS, "address": "", "secret": ""}, method="put"
    )
    listed = browser.get("/api/notifications/routes")
    for answer in (made, changed, listed, signed_in("leader").get("/api/notifications/routes")):
        assert answer.status_code == 200
        assert not any(secret in answer.content.decode() for secret in SECRETS)
    row = listed.json()["routes"][0]
    assert (row["leads_to"], row["has_secret"]) == ("https://sms.example.cn/…", True)
    assert row["options"]["more"] == {"appid": KEPT} and row["options"]["to"] == "mobile"
    off = browser.send(f"/api/notifications/routes/{key}/switch", {"active": False})
    assert off.json()["active"] is False
    robot = {"way": "wecom", "name": "城管群", "address": "https://example.cn/send?key=1", "unit": "east-cg"}
    assert browser.send("/api/notifications/routes", robot).json()["unit"]["code"] == "east-cg"
    assert browser.send("/api/notifications/routes", {**robot, "unit": "x"}).status_code == 422


@pytest.mark.parametrize("who", ["supervisor", "agent", "unit_lead"])
def test_routes_are_not_everybodys_to_read(signed_in, who):
    assert signed_in(who).get("/api/notifications/routes").status_code == 403
    assert signed_in(who).send("/api/notifications/routes", SMS).status_code == 403
    assert signed_in(who).send("/api/notifications/routes/1/test", {"to": "13900001234"}).status_code == 403
