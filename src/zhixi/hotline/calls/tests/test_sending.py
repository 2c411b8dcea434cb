"""A card goes to the caller's telephone once, by whoever took the call, and only what is out and holds today."""

import datetime as dt

import pytest
from django.utils import timezone

from zhixi.errors import BadInput, Conflict, NotAllowed, NotFound
from zhixi.hotline.accounts.choices import Role
from zhixi.hotline.accounts.models import User
from zhixi.hotline.articles.models import Article, Version
from zhixi.hotline.audit.models import Event
from zhixi.hotline.calls import actions, sending
from zhixi.hotline.calls.tests.test_api import post, signed_in
from zhixi.hotline.notifications.choices import Way
from zhixi.hotline.notifications.models import Message, Route
from zhixi.hotline.portal.models import Exposure

NIGHT = timezone.make_aware(dt.datetime(2026, 11, 25, 23, 30))
TEXT = {
    "title": "居住证怎么办",
    "body": "## 材料\n- **身份证**\n- 租房合同",
    "source": "《居住证办法》",
    "clause": "第五条",
}


@pytest.fixture
def route(db):
    return Route.objects.create(way=Way.SMS, name="网关", address="https://sms.example/send")


@pytest.fixture
def version(office):
    editor = User.objects.create_user(username="editor", name="编辑", role=Role.KNOWLEDGE_EDITOR)
    made = Article.objects.create(key="juzhu", written_by=editor, changed_at=NIGHT, **TEXT)
    before = NIGHT - dt.timedelta(days=30)
    return Version.objects.create(
        article=made,
        n=1,
        written_by=editor,
        released_by=editor,
        approved_at=before,
        released_at=before,
        **TEXT,
    )


def send(office, call, who: str = "agent1", key: str = "juzhu", now=NIGHT) -> bool:
    return sending.send_answer(actor=office[who], call_id=call.pk, key=key, now=now)


def test_the_caller_gets_the_answer_at_once_and_once(office, talking, version, route):
    assert send(office, talking) and not send(office, talking)
    sent = Message.objects.get(kind="answer")
    assert sent.to == "13900001234" and sent.next_try_at == NIGHT  # he waits for it: no quiet hours
    assert (
        sent.text
        == "【云汐12345热线】您咨询的“居住证怎么办”：材料： 身份证 租房合同（依据：《居住证办法》第五条）"
    )
    event = Event.objects.get(verb="send_answer")
    assert event.data["article"] == "juzhu" and "13900001234" not in str(event.data)


def test_a_long_answer_is_cut_and_says_so(version):
    version.body = "材料，" * 900
    assert len(sending.words(version)) < 460 and "……全文请拨12345询问" in sending.words(version)


@pytest.mark.parametrize("who", ["agent2", "dispatcher", "clerk", "leader"])
def test_nobody_else_sends(office, talking, version, route, who):
    with pytest.raises(NotAllowed):
        send(office, talking, who)
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        {"valid_to": dt.date(2026, 11, 24)},
        {"valid_from": dt.date(2026, 11, 26)},
        {"ended_at": NIGHT - dt.timedelta(days=1)},
        {"released_at": NIGHT + dt.timedelta(days=1)},
    ],
)
def test_what_is_not_out_or_does_not_hold_today_is_not_sent(office, talking, version, route, change):
    Version.objects.filter(pk=version.pk).update(**change)
    with pytest.raises(NotFound):
        send(office, talking)
    with pytest.raises(NotFound):
        send(office, talking, key="\x00")


def test_without_a_way_or_a_mobile_number_it_says_so_and_keeps_nothing(office, talking, version):
    with pytest.raises(Conflict, match="短信通道"):
        send(office, talking)
    Route.objects.create(way=Way.SMS, name="网关", address="https://sms.example/send")
    talking.calling_number = "057188880000"
    talking.save()
    with pytest.raises(BadInput, match="不是手机"):
        send(office, talking)
    assert not Message.objects.exists() and not Event.objects.filter(verb="send_answer").exists()


def test_nothing_is_sent_before_the_call_is_taken(office, version, route):
    waiting = actions.offer(source="script", calling_number="13900001234", now=NIGHT)
    with pytest.raises((NotAllowed, Conflict)):
        send(office, waiting)


def test_the_page_is_told_the_masked_number(office, talking, version, route):
    found = post(signed_in(office["agent1"]), f"/api/calls/{talking.pk}/send-answer", {"key": "juzhu"})
    assert found.json() == {"to": "139****1234", "fresh": True}
    other = post(signed_in(office["agent2"]), f"/api/calls/{talking.pk}/send-answer", {"key": "juzhu"})
    assert other.status_code in (403, 404)


def test_what_is_cut_off_or_comes_with_files_says_where_everybody_may_read_it(
    office, talking, version, route
):
    page = "https://city.example/open/a/juzhu"
    version.files = [1]
    assert sending.words(version, page).startswith(
        f"“居住证怎么办”：材料： 身份证 租房合同（表格和附件见 {page} ）（依据"
    )
    assert page not in sending.words(version)
    version.body = "可以。" * 200
    assert f"……全文见 {page} （依据" in sending.words(version, page)
    assert "……全文请拨12345询问（依据" in sending.words(version)
    Exposure.objects.create(
        article=version.article, state="approved", asked_by=office["agent1"], asked_at=NIGHT, changed_at=NIGHT
    )
    Version.objects.update(body=version.body)
    assert send(office, talking)
    assert "/open/a/juzhu" in Message.objects.get(kind="answer").text
