"""What may not have arrived is sent once more when a person says so, with a reason, and only then."""

import datetime as dt
import json

import pytest

from zhixi.errors import BadInput, Conflict, NotAllowed, NotFound
from zhixi.hotline.audit.models import Event
from zhixi.hotline.notifications import actions
from zhixi.hotline.notifications.choices import Delivery, Way
from zhixi.hotline.notifications.models import Message, Route
from zhixi.hotline.notifications.resending import resend
from zhixi.hotline.notifications.tasks import deliver
from zhixi.hotline.notifications.tests.servers import gateway
from zhixi.hotline.orders.choices import State

pytestmark = pytest.mark.django_db


@pytest.fixture
def doubtful(order_in, now):
    """doubtful(kind) → a text message whose answer got lost."""

    def make(kind: str = "replied") -> Message:
        with gateway(silent=True) as (address, _):
            Route.objects.create(way=Way.SMS, name="网关", address=address)
            message = actions.tell_citizen(order=order_in(State.SIGNED), kind=kind, now=now)
            deliver(now)
        message.refresh_from_db()
        assert message.state == Delivery.DOUBTFUL
        return message

    return make


def test_it_leaves_once_more_under_its_own_id(doubtful, people, now):
    message = doubtful()
    with gateway() as (address, got):
        Route.objects.update(address=address)
        resend(actor=people["supervisor"], pk=message.pk, reason="网关确认没有收到", now=now)
        assert deliver(now) == 1 and deliver(now) == 0
    assert [body["id"] for _, _, body in got] == [message.key]
    message.refresh_from_db()
    assert (message.state, message.attempts) == (Delivery.SENT, 2)
    event = Event.objects.filter(subject="message").get()
    assert (event.verb, event.reason, event.data["was"]) == ("resend", "网关确认没有收到", "doubtful")
    assert "13900001234" not in json.dumps(event.data)


def test_two_people_at_once_send_it_once(doubtful, people, now):
    message = doubtful()
    resend(actor=people["supervisor"], pk=message.pk, reason="没有收到", now=now)
    with pytest.raises(Conflict, match="不需要"):
        resend(actor=people["system_admin"], pk=message.pk, reason="没有收到", now=now)


def test_what_arrived_what_is_in_the_page_and_what_is_not_there_is_not_sent_again(doubtful, people, now):
    message = doubtful()
    Message.objects.update(state=Delivery.SENT)
    with pytest.raises(Conflict, match="已发送"):
        resend(actor=people["supervisor"], pk=message.pk, reason="没有收到", now=now)
    page = actions.tell_people(users=[people["agent"]], kind="note", text="甲", now=now)[0]
    for key in (page.pk, 10**9):
        with pytest.raises(NotFound):
            resend(actor=people["supervisor"], pk=key, reason="没有收到", now=now)


def test_a_link_that_has_expired_is_not_sent_again(doubtful, people, now, settings):
    message = doubtful("callback")
    late = now + dt.timedelta(hours=settings.CALLBACK_LINK_HOURS)
    with pytest.raises(Conflict, match="已过期"):
        resend(actor=people["supervisor"], pk=message.pk, reason="没有收到", now=late)


def test_a_route_that_is_off_sends_nothing_again(doubtful, people, now):
    message = doubtful()
    Route.objects.update(active=False)
    with pytest.raises(Conflict, match="已停用"):
        resend(actor=people["supervisor"], pk=message.pk, reason="没有收到", now=now)


def test_a_reason_is_needed(doubtful, people, now):
    with pytest.raises(BadInput):
        resend(actor=people["supervisor"], pk=doubtful().pk, reason=" ", now=now)


@pytest.mark.parametrize("who", ["agent", "leader", "unit_lead"])
def test_it_is_not_everybodys_to_send_again(doubtful, people, signed_in, who, now):
    message = doubtful()
    with pytest.raises(NotAllowed):
        resend(actor=people[who], pk=message.pk, reason="没有收到", now=now)
    path = f"/api/notifications/log/{message.pk}/resend"
    assert signed_in(who).send(path, {"reason": "没有收到"}).status_code == 403
    assert signed_in(who).get("/api/notifications/kinds").status_code == 403


def test_the_log_is_narrowed_and_offers_what_may_be_sent_again(doubtful, signed_in):
    message = doubtful()
    Message.objects.filter(pk=message.pk).update(created_at="2026-11-18T10:00+08:00")
    browser = signed_in("supervisor")

    def found(query: str) -> list[dict]:
        return browser.get(f"/api/notifications/log?{query}").json()["items"]

    row = found(f"order={message.order.number}&kind=replied&since=2026-11-18&until=2026-11-18")[0]
    assert (row["kind_label"], row["receiver"], row["may_resend"]) == ("答复告知", "市民", True)
    for none in ("order=x", "kind=callback", "since=2026-11-19", "until=2026-11-17", "way=email"):
        assert found(none) == []
    answer = browser.send(f"/api/notifications/log/{row['id']}/resend", {"reason": "网关没有收到"})
    assert answer.json()["state_label"] == "待发送" and answer.json()["may_resend"] is False
    assert {"value": "test", "label": "测试"} in browser.get("/api/notifications/kinds").json()
