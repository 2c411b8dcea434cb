"""Filters under a name: one's own, shared with a role, counted within what each may see."""

import pytest

from zhixi.hotline.archive.models import SavedView
from zhixi.hotline.orders.choices import State

pytestmark = pytest.mark.django_db
BODY = {"name": "东河区在办", "filters": {"district": "东河区", "state": ["handling", "accepted"]}}


def test_a_view_is_kept_counted_changed_and_dropped(signed_in, order_in):
    order_in(State.HANDLING), order_in(State.ACCEPTED)
    browser = signed_in("dispatcher")
    made = browser.send("/api/views", BODY).json()
    assert (made["count"], made["mine"], made["filters"]) == (2, True, BODY["filters"])
    assert browser.send("/api/views", BODY).json()["error"]["field"] == "name"
    changed = browser.send(
        f"/api/views/{made['id']}", {**BODY, "filters": {"state": ["accepted"]}}, method="put"
    )
    assert changed.json()["count"] == 1
    assert [row["count"] for row in browser.get("/api/views").json()] == [None]
    assert [row["count"] for row in browser.get("/api/views?counts=true").json()] == [1]
    assert browser.send(f"/api/views/{made['id']}", method="delete").json() == []


def test_a_shared_view_shows_each_what_it_may_see(signed_in, order_in):
    order_in(State.HANDLING), order_in(State.ACCEPTED)
    made = signed_in("dispatcher").send("/api/views", {**BODY, "shared_with": "unit_clerk"}).json()
    clerk = signed_in("unit_clerk")
    (row,) = clerk.get("/api/views?counts=true").json()
    assert (row["count"], row["mine"], row["owner"]) == (1, False, "dispatcher甲")
    assert signed_in("agent").get("/api/views").json() == []
    path = f"/api/views/{made['id']}"
    assert (
        clerk.send(path, BODY, method="put").status_code
        == clerk.send(path, method="delete").status_code
        == 403
    )
    assert signed_in("agent").send(path, method="delete").status_code == 404
    assert SavedView.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "status", "field"),
    [
        ({"shared_with": "agent"}, 403, ""),
        ({"shared_with": "moon"}, 422, "shared_with"),
        ({"filters": {"moon": 1}}, 422, "moon"),
        ({"filters": {"state": ["moon"]}}, 422, "state"),
        ({"name": "长" * 41}, 422, "name"),
        ({"name": " "}, 422, "name"),
    ],
)
def test_what_cannot_be_kept_is_named(signed_in, wrong, status, field):
    answer = signed_in("agent").send("/api/views", {**BODY, **wrong})
    assert (answer.status_code, answer.json()["error"]["field"]) == (status, field)


def test_views_are_bounded(signed_in, settings):
    settings.VIEWS_MOST = 1
    browser = signed_in("agent")
    assert browser.send("/api/views", BODY).status_code == 200
    assert browser.send("/api/views", {**BODY, "name": "另一个"}).json()["error"]["field"] == "name"
