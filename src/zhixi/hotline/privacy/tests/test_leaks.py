"""Every way by which a unit might learn who called, tried for confidential and for anonymous callers."""

import io

import docx
import pytest

from zhixi.hotline.audit.models import Event
from zhixi.hotline.notifications.actions import tell_citizen, tell_people
from zhixi.hotline.notifications.models import Message, Route
from zhixi.hotline.orders.choices import State
from zhixi.hotline.privacy.models import Reveal
from zhixi.hotline.supervision.ladder import climb
from zhixi.hotline.supervision.models import Notice

pytestmark = pytest.mark.django_db
SECRETS = ("陈小明", "13900001234", "1390000", "13900005678", "139****")
STORY = "市民陈小明（13900001234，来电13900005678）反映摊贩占道。"


@pytest.fixture(params=["confidential", "anonymous"])
def hidden(order_in, request):
    """An order in the unit's hands whose caller it must not learn of, with the caller in every free text."""
    return order_in(State.HANDLING, title="陈小明反映占道经营", description=STORY, **{request.param: True})


@pytest.mark.parametrize("who", ["unit_clerk", "unit_lead", "district_admin"])
@pytest.mark.parametrize(
    "path",
    [
        "/api/orders/{n}",
        "/api/orders/{n}/events",
        "/api/orders",
        "/api/orders?box=in_hand",
        "/api/supervision/orders",
        "/api/supervision/board",
        "/api/notifications",
    ],
)
def test_no_page_of_a_unit_shows_the_caller(signed_in, hidden, do, who, path):
    do("supervisor", "supervise", hidden, text=f"请联系：{STORY}")
    answer = signed_in(who).get(path.format(n=hidden.number))
    assert answer.status_code == 200
    for secret in SECRETS:
        assert secret not in answer.content.decode(), (path, secret)


@pytest.mark.parametrize("field", ["caller_name", "caller_phone", "calling_number"])
def test_a_unit_cannot_look_behind_the_mask(signed_in, hidden, field):
    answer = signed_in("unit_clerk").send(
        f"/api/orders/{hidden.number}/reveal", {"field": field, "purpose": "联系市民"}
    )
    assert answer.status_code == 403 and not Reveal.objects.exists()


def test_the_paper_of_a_notice_holds_no_caller(signed_in, hidden, do):
    do("supervisor", "supervise", hidden, text=STORY)
    notice = Notice.objects.get()
    answer = signed_in("unit_clerk").get(f"/api/orders/{hidden.number}/notices/{notice.pk}.docx")
    paper = docx.Document(io.BytesIO(answer.content))
    text = "".join(cell.text for row in paper.tables[0].rows for cell in row.cells)
    assert "占道" in text
    for secret in SECRETS:
        assert secret not in text


def test_no_message_to_anybody_holds_the_caller(hidden, do, people, city, now):
    Route.objects.create(way="wecom", name="群", address="https://robot.invalid", unit=city["east-cg"])
    do("supervisor", "remind", hidden, text=STORY)
    climb(hidden.due_at)
    tell_people(users=people.values(), kind="note", order=hidden, text=STORY, now=now)
    assert Message.objects.filter(way="wecom").exists()
    for message in Message.objects.all():
        for secret in SECRETS:
            assert secret not in message.text, message.kind


def test_an_anonymous_caller_is_not_written_to_and_a_confidential_one_is(order_in, now):
    assert tell_citizen(order=order_in(State.SIGNED, anonymous=True), kind="replied", now=now) is None
    assert tell_citizen(order=order_in(State.SIGNED, confidential=True), kind="replied", now=now)


def test_a_unit_does_not_find_an_order_by_its_callers_name(signed_in, hidden):
    for query in ("陈小明", "13900001234"):
        assert signed_in("unit_clerk").get(f"/api/orders?q={query}").json()["items"] == []


def test_each_look_behind_the_mask_leaves_who_and_why(signed_in, hidden):
    answer = signed_in("agent").send(
        f"/api/orders/{hidden.number}/reveal", {"field": "caller_phone", "purpose": "回访市民"}
    )
    assert answer.json() == {"value": "13900001234"}
    assert Reveal.objects.get().purpose == "回访市民"
    assert Event.objects.get(key=hidden.number, verb="reveal").reason == "回访市民"


def test_a_ruling_needs_its_reason_and_what_it_rests_on(signed_in, order_in):
    order = order_in(State.ACCEPTED)
    address = f"/api/orders/{order.number}/verbs/rule_unreasonable"
    said = {"version": order.version, "reason": "诉求没有法律依据"}
    browser = signed_in("supervisor")
    assert browser.send(address, said).status_code == 422
    assert browser.send(address, {**said, "evidence": "无"}).json()["error"]["field"] == "evidence"
    done = browser.send(address, {**said, "evidence": "已有生效判决驳回同一请求"})
    assert done.json()["state"] == "unreasonable"
    assert signed_in("dispatcher").send(address, said).status_code in (403, 422)
    events = browser.get(f"/api/orders/{order.number}/events").json()
    assert events[-1]["data"]["evidence"] == "已有生效判决驳回同一请求"
