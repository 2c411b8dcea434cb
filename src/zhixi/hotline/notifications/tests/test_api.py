"""One's own messages over HTTP, and the log for those who answer for it."""

import pytest

from zhixi.hotline.notifications import actions
from zhixi.hotline.notifications.choices import Way
from zhixi.hotline.notifications.models import Route
from zhixi.hotline.notifications.tasks import deliver
from zhixi.hotline.notifications.tests.servers import gateway
from zhixi.hotline.orders.choices import State

pytestmark = pytest.mark.django_db


def test_a_person_reads_their_own_messages_and_nobody_elses(signed_in, order_in, people, city, now):
    order = order_in(State.SIGNED)
    actions.tell_people(unit=city["east-cg"], kind="remind", order=order, text="请尽快", now=now)
    clerk, rival = signed_in("unit_clerk"), signed_in("rival")
    page = clerk.get("/api/notifications").json()
    assert page["unread"] == 1
    assert page["items"][0]["text"] == f"催办：工单 {order.number}。请尽快"
    assert rival.get("/api/notifications").json()["items"] == []
    theirs = page["items"][0]["id"]
    assert rival.send("/api/notifications/read", {"ids": [theirs]}).json() == {"unread": 0}
    assert clerk.get("/api/notifications/unread").json() == {"unread": 1}
    assert clerk.send("/api/notifications/read", {"ids": [theirs]}).json() == {"unread": 0}
    assert clerk.get("/api/notifications?unread=true").json()["items"] == []
    assert clerk.get("/api/notifications").json()["items"][0]["read"] is True


def test_all_are_marked_read_at_once(signed_in, people, now):
    for number in range(3):
        actions.tell_people(users=[people["agent"]], kind="note", text=f"第{number}条", now=now)
    agent = signed_in("agent")
    assert agent.send("/api/notifications/read", {}).json() == {"unread": 0}


def test_the_log_says_how_messages_stand_and_never_to_whom(signed_in, order_in, now):
    with gateway(status=400) as (address, _):
        Route.objects.create(way=Way.SMS, name="网关", address=address, secret="geheim")
        actions.tell_citizen(order=order_in(State.SIGNED), kind="replied", now=now)
        deliver(now)
    answer = signed_in("system_admin").get("/api/notifications/log?state=failed")
    row = answer.json()["items"][0]
    assert (row["state_label"], row["route"], row["log"][0]["said"]) == ("发送失败", "网关", "HTTP 400")
    for secret in ("13900001234", "您反映的事项", "geheim"):
        assert secret not in answer.content.decode()
    ways = {w["way"]: w for w in signed_in("system_admin").get("/api/notifications/ways").json()}
    assert (ways["sms"]["failed"], ways["sms"]["routes"], ways["email"]["routes"]) == (1, 1, 0)


@pytest.mark.parametrize("who", ["agent", "unit_clerk", "leader"])
def test_the_log_is_not_for_everybody(signed_in, who):
    assert signed_in(who).get("/api/notifications/log").status_code == 403
    assert signed_in(who).get("/api/notifications/ways").status_code == 403
