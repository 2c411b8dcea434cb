"""Important cases on one list: the supervisor finds all, a leader also those that are theirs to lead."""

import pytest

from zhixi.hotline.orders.choices import State
from zhixi.hotline.orders.models import Order

pytestmark = pytest.mark.django_db


@pytest.fixture
def marked(do, order_in, people):
    """One with a leader, one with nobody named, one concluded; and one that is not important."""
    led = do(
        "supervisor", "mark_important", order_in(State.HANDLING), leader=people["leader"], note="多人反映"
    )
    nobody = do("supervisor", "mark_important", order_in(State.DISPATCHED), note="上级转来")
    done = order_in(State.CONCLUDED)
    Order.objects.filter(pk=done.pk).update(important=True)
    order_in(State.HANDLING)
    return [order.number for order in (led, nobody, done)]


def numbers(answer) -> list[str]:
    return [row["number"] for row in answer.json()["items"]]


def test_all_of_them_are_on_one_list_the_open_ones_first(signed_in, marked):
    for who in ("supervisor", "leader"):
        found = numbers(signed_in(who).get("/api/supervision/important"))
        assert set(found[:2]) == set(marked[:2]) and found[2:] == marked[2:]


def test_a_leader_finds_those_that_are_theirs_to_lead(signed_in, marked):
    page = signed_in("leader").get("/api/supervision/important?mine=true")
    assert numbers(page) == marked[:1] and page.json()["mine"] == 1
    row = page.json()["items"][0]
    assert (row["leader"], row["mine"], row["marked_by"]) == ("leader甲", True, "supervisor甲")
    assert numbers(signed_in("supervisor").get("/api/supervision/important?mine=true")) == []


def test_open_ones_and_those_done_with_are_told_apart(signed_in, marked):
    supervisor = signed_in("supervisor")
    assert set(numbers(supervisor.get("/api/supervision/important?open=true"))) == set(marked[:2])
    assert numbers(supervisor.get("/api/supervision/important?open=false")) == marked[2:]


def test_a_unit_sees_its_own_and_another_none(signed_in, marked):
    assert set(numbers(signed_in("unit_lead").get("/api/supervision/important"))) == set(marked)
    assert numbers(signed_in("rival").get("/api/supervision/important")) == []
