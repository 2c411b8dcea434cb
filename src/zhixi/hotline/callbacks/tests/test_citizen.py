"""The one-time page: what it shows, that it works once, and what an unhappy answer does."""

import datetime as dt
import re
import threading

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from zhixi.errors import ZhixiError
from zhixi.hotline.audit.verifying import verify
from zhixi.hotline.callbacks import citizen
from zhixi.hotline.callbacks.actions import make_link
from zhixi.hotline.callbacks.models import Callback, CallbackLink
from zhixi.hotline.notifications.models import Message
from zhixi.hotline.orders import replay
from zhixi.hotline.orders.choices import State
from zhixi.hotline.orders.models import Order

pytestmark = pytest.mark.django_db
GOOD = {"solved": True, "satisfaction": "satisfied"}
BAD = {"solved": False, "satisfaction": "very_dissatisfied", "reason": "not_solved", "note": "摊贩还在"}


@pytest.fixture(autouse=True)
def nobody_asked_yet():
    cache.clear()


@pytest.fixture
def link(order_in):
    """link() → an order at callback, and the address of its page."""

    def make(**more) -> tuple[Order, str]:
        order = order_in(State.CALLBACK, **more)
        return order, f"/api/citizen/callback/{make_link(order, timezone.now())}"

    return make


def post(address: str, body: dict):
    return Client(enforce_csrf_checks=True).post(address, body, content_type="application/json")


def test_the_link_reaches_the_citizen_and_only_its_digest_is_kept(do, order_in):
    order = do("agent", "send_callback_link", order_in(State.CALLBACK))
    message = Message.objects.get(order=order, kind="callback")
    token = re.search(r"/citizen/callback/([\w-]+)$", message.text).group(1)
    kept = CallbackLink.objects.get()
    assert message.to == "13900001234" and token not in (kept.digest, message.key)
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM notifications_message")
        assert all(token not in row[0] for row in cursor.fetchall())


def test_the_page_shows_number_title_and_reply_and_no_caller(link):
    order, address = link(title="陈小明投诉占道经营13900001234")
    answer = Client().get(address)
    page = answer.json()
    assert set(page) == {"number", "title", "reply", "expires_at", "satisfaction", "reasons"}
    assert (page["number"], page["reply"]) == (order.number, "已劝离摊贩并安排巡查。")
    for secret in ("陈小明", "13900001234", "13900005678"):
        assert secret not in answer.content.decode()


def test_a_happy_answer_is_kept_and_the_page_is_gone(link):
    order, address = link()
    assert post(address, GOOD).json() == {"reopened": False, "message": "感谢您的评价。"}
    kept = Callback.objects.get(order=order)
    assert (kept.by, kept.via, kept.solved, kept.satisfaction) == (None, "link", True, "satisfied")
    assert post(address, GOOD).status_code == 404
    assert Client().get(address).status_code == 404
    assert Order.objects.get(pk=order.pk).state == State.CALLBACK


def test_an_unhappy_answer_opens_the_order_again(link):
    order, address = link()
    assert post(address, BAD).json()["reopened"] is True
    order.refresh_from_db()
    assert (order.state, order.reopened, order.unit.code) == (State.DISPATCHED, 1, "east-cg")
    assert Message.objects.filter(order=order, kind="reopened", way="sms").count() == 1
    assert replay.differences(order) == {} and verify().ok


def test_an_unhappy_answer_beyond_the_limit_is_kept_for_a_person_to_decide(link, settings):
    settings.ORDER_REOPEN_LIMIT = 0
    order, address = link()
    assert post(address, BAD).json()["reopened"] is False
    order.refresh_from_db()
    assert order.state == State.CALLBACK and order.callbacks.get().solved is False
    told = Message.objects.filter(order=order, kind="dissatisfied")
    assert {m.user.role for m in told} == {"supervisor", "team_leader"}


def test_an_answer_to_a_closed_unit_is_kept_though_it_cannot_go_back(link, city):
    order, address = link()
    city["east-cg"].closed = dt.date(2020, 1, 1)
    city["east-cg"].save()
    assert post(address, BAD).json()["reopened"] is False
    assert order.callbacks.get().reason == "not_solved"


@pytest.mark.parametrize("token", ["x", "a" * 32, "%00", "../../orders"])
def test_a_token_that_nobody_made_opens_nothing(db, token):
    assert Client().get(f"/api/citizen/callback/{token}").status_code == 404


def test_a_link_ends_and_a_new_one_ends_the_old(link):
    order, address = link()
    fresh = make_link(order, timezone.now())
    assert Client().get(address).status_code == 404
    assert Client().get(f"/api/citizen/callback/{fresh}").status_code == 200
    CallbackLink.objects.update(expires_at=timezone.now())
    assert Client().get(f"/api/citizen/callback/{fresh}").status_code == 404


def test_a_page_of_an_order_that_went_on_answers_nothing(do, link):
    order, address = link()
    do("agent", "reopen", order, reason="电话中市民表示未解决")
    assert post(address, GOOD).status_code == 409


def test_the_page_is_asked_for_only_so_often(link):
    from django.conf import settings

    most = int(settings.CITIZEN_RATE.partition("/")[0])
    _, address = link()
    browser = Client()
    statuses = [browser.get(address).status_code for _ in range(most + 1)]
    assert statuses == [200] * most + [422]


def test_nothing_is_sent_where_no_text_message_arrives(do, order_in):
    with pytest.raises(ZhixiError, match="没有可发短信"):
        do("agent", "send_callback_link", order_in(State.CALLBACK, caller_phone=""))


@pytest.mark.django_db(transaction=True)
def test_two_answers_at_once_count_as_one(order_in):
    now = timezone.now()
    order = order_in(State.CALLBACK)
    token = make_link(order, now)
    gate, done = threading.Barrier(2), []

    def answer():
        gate.wait()
        try:
            citizen.answer(token=token, now=now, solved=True, satisfaction="satisfied")
            done.append("kept")
        except ZhixiError:
            done.append("refused")
        connection.close()

    both = [threading.Thread(target=answer) for _ in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert sorted(done) == ["kept", "refused"]
    assert Callback.objects.count() == 1 and verify().ok
