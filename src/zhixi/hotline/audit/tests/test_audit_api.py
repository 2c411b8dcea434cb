import json

import pytest

from zhixi.hotline.articles.rules import STEPS
from zhixi.hotline.audit.actions import record
from zhixi.hotline.audit.presenting import OF_SUBJECT
from zhixi.hotline.orders.choices import State
from zhixi.hotline.privacy.actions import reveal

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", ["system_admin", "leader"])
def test_those_who_answer_for_the_chain_read_and_verify_it(signed_in, order_in, role):
    order = order_in(State.ACCEPTED)
    browser = signed_in(role)
    page = browser.get("/api/audit/events").json()
    assert [row["verb"] for row in page["items"]] == ["accept", "create"]
    assert page["items"][0]["key"] == order.number
    assert browser.get("/api/audit/events?verb=create").json()["total"] == 1
    assert browser.get("/api/audit/verify").json() == {
        "ok": True,
        "events": 2,
        "broken_at": None,
        "fault": "",
    }


@pytest.mark.parametrize("role", ["agent", "unit_clerk", "dispatcher", "analyst"])
def test_others_may_not(signed_in, role):
    browser = signed_in(role)
    for path in ("events", "verify"):
        answer = browser.get(f"/api/audit/{path}")
        assert answer.status_code == 403
        assert answer.json()["error"]["kind"] == "NotAllowed"


def test_no_personal_value_stands_in_an_event(signed_in, order_in):
    order_in(State.ACCEPTED)
    text = json.dumps(signed_in("system_admin").get("/api/audit/events").json(), ensure_ascii=False)
    assert "13900001234" not in text and "13900005678" not in text and "陈小明" not in text
    assert "139****1234" in text and "陈**" in text


def test_each_sees_their_own_looks_and_the_administrator_all(signed_in, order_in, people, now):
    order = order_in(State.ACCEPTED)
    reveal(actor=people["agent"], order=order, field="caller_phone", purpose="核对号码", now=now)
    assert signed_in("agent").get("/api/audit/reveals").json()["total"] == 1
    assert signed_in("other_agent").get("/api/audit/reveals").json()["total"] == 0
    row = signed_in("system_admin").get("/api/audit/reveals").json()["items"][0]
    assert (row["key"], row["field"], row["purpose"]) == (order.number, "caller_phone", "核对号码")


@pytest.mark.parametrize(
    ("subject", "verb", "label"),
    [
        ("calendar", "publish", "发布年度节假日安排"),
        ("article", "publish", "发布条目"),
        ("article", "withdraw", "下线条目"),
        ("article", "write", "编写条目"),
        ("articles", "import", "导入知识条目"),
        ("order", "withdraw", "撤单"),
        ("order", "import", "历史导入"),
    ],
)
def test_a_verb_is_called_by_what_it_was_done_to(signed_in, now, subject, verb, label):
    record(actor=None, subject=subject, key="1", verb=verb, at=now)
    page = signed_in("system_admin").get("/api/audit/events").json()
    assert page["items"][0]["verb_label"] == label


def test_every_verb_of_an_article_has_a_name_of_its_own():
    assert set(STEPS) <= set(OF_SUBJECT["article"])
