"""Boxes, filters, search, pages: each within what the person may see, and in few queries."""

import datetime as dt

import pytest
from django.utils import timezone

from zhixi.hotline.orders import counting, queries
from zhixi.hotline.orders.choices import State
from zhixi.hotline.orders.models import Order

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(order_in):
    """One order in each state of the straight way."""
    states = (State.ACCEPTED, State.REVIEWED, State.DISPATCHED, State.HANDLING, State.REPLIED)
    return {state: order_in(state) for state in (*states, State.CONCLUDED, State.ARCHIVED)}


def numbers(browser, query: str = "") -> list[str]:
    return [row["number"] for row in browser.get(f"/api/orders?{query}").json()["items"]]


@pytest.mark.parametrize(
    ("who", "box", "states"),
    [
        ("dispatcher", "to_review", [State.ACCEPTED]),
        ("dispatcher", "to_dispatch", [State.ACCEPTED, State.REVIEWED]),
        ("unit_clerk", "to_sign", [State.DISPATCHED]),
        ("unit_clerk", "in_hand", [State.HANDLING]),
        ("unit_clerk", "to_dispatch", []),
        ("dispatcher", "replied", [State.REPLIED]),
        ("agent", "callback", [State.REPLIED]),
        ("agent", "concluded", [State.CONCLUDED]),
        ("agent", "archived", [State.ARCHIVED]),
        ("other_agent", "mine", []),
    ],
)
def test_a_box_holds_what_it_says(signed_in, office, who, box, states):
    assert set(numbers(signed_in(who), f"box={box}")) == {office[state].number for state in states}


def test_the_counts_are_what_the_boxes_hold(signed_in, office, people):
    for who in ("agent", "dispatcher", "unit_clerk", "supervisor", "leader", "team_leader"):
        browser = signed_in(who)
        for box in browser.get("/api/orders/boxes").json():
            assert box["count"] == browser.get(f"/api/orders?box={box['box']}").json()["total"], box


@pytest.fixture
def mixed_office(office, do, order_in, city):
    """Besides: drafts, one that east-cg helps with, one opened again, one sent back, one that another unit leads now."""
    desk, clerk = "dispatcher", "unit_clerk"
    order_in(State.DRAFT)
    do("unit_clerk", "send_back", order_in(State.DISPATCHED), reason="unclear", note="诉求要素不清楚")
    do(desk, "reopen", order_in(State.CONCLUDED), reason="市民补充了新情况")
    moved = do(desk, "dispatch", order_in(State.REVIEWED), unit=city["water"])
    do(desk, "assist", moved, unit=city["east-cg"], task="配合关阀")
    back = do(clerk, "send_back", order_in(State.DISPATCHED), reason="unclear", note="诉求要素不清楚")
    do(desk, "uphold_return", back, note="改派", unit=city["water"])


@pytest.mark.parametrize("few", [0, 1, 5000])
@pytest.mark.parametrize("cap", [1, 999])
def test_every_count_is_what_the_person_would_find_one_by_one(mixed_office, people, now, settings, few, cap):
    """However many orders a unit may see beside its own, and by whichever way they are counted."""
    settings.VISIBLE_BY_KEY, settings.BOX_COUNT_CAP = few, cap
    late, filled = now + dt.timedelta(days=60), set()
    for name, person in people.items():
        for row in counting.counts(person, late):
            q = queries.box_q(row["box"], person, late)
            found = len(set(Order.objects.visible_to(person).filter(q).values_list("pk", flat=True)))
            assert (row["count"], row["more"]) == (min(found, cap), found > cap), (name, row)
            filled |= {row["box"]} if found else set()
    assert {"returned", "reopened", "assisting", "answering", "overdue", "mine"} <= filled


def test_filters_narrow_and_join(signed_in, order_in):
    plain = order_in(State.ACCEPTED)
    urgent = order_in(State.ACCEPTED, urgency="urgent", district="西山区", request_type="help")
    browser = signed_in("agent")
    assert numbers(browser, "urgency=urgent") == [urgent.number]
    assert numbers(browser, "district=东河区") == [plain.number]
    assert numbers(browser, "request_type=help&urgency=normal") == []
    assert numbers(browser, "category=01") == [urgent.number, plain.number]
    assert numbers(browser, "category=02") == []
    assert numbers(browser, "state=accepted&state=draft") == [urgent.number, plain.number]
    assert numbers(browser, f"q={plain.number}") == [plain.number]
    assert numbers(browser, "q=摊贩") == [urgent.number, plain.number]
    assert numbers(browser, "from=2026-11-18&to=2026-11-18") == [urgent.number, plain.number]
    assert numbers(browser, "to=2026-11-17") == numbers(browser, "from=2026-11-19") == []


@pytest.mark.parametrize(
    "query", ["box=moon", "state=moon", "page=0", "size=1000", "from=yesterday", "page=-1", "overdue=perhaps"]
)
def test_a_wrong_filter_is_named_and_not_ignored(signed_in, query):
    answer = signed_in("agent").get(f"/api/orders?{query}")
    assert answer.status_code == 422
    assert answer.json()["error"]["field"] == query.split("=")[0]


def test_pages_follow_each_other_without_gap_or_overlap(signed_in, order_in):
    made = {order_in(State.ACCEPTED).number for _ in range(5)}
    browser = signed_in("agent")
    pages = [browser.get(f"/api/orders?page={n}&size=2").json() for n in (1, 2, 3, 4)]
    assert [len(page["items"]) for page in pages] == [2, 2, 1, 0]
    assert {page["total"] for page in pages} == {5}
    assert {row["number"] for page in pages for row in page["items"]} == made


def test_late_orders_are_told_from_the_rest(signed_in, order_in):
    order = order_in(State.ACCEPTED)
    soon = timezone.now() + dt.timedelta(hours=1)
    other = order_in(State.ACCEPTED)
    Order.objects.filter(pk=order.pk).update(dispatch_due_at=timezone.now() - dt.timedelta(seconds=1))
    Order.objects.filter(pk=other.pk).update(dispatch_due_at=soon)
    browser = signed_in("dispatcher")
    assert numbers(browser, "overdue=true") == numbers(browser, "box=overdue") == [order.number]
    assert numbers(browser, "overdue=false") == [other.number]
    row = browser.get("/api/orders?overdue=true").json()["items"][0]
    assert row["overdue"] and row["remaining_seconds"] < 0


def test_a_callers_orders_are_found_by_the_number_however_it_is_written(signed_in, order_in):
    order = order_in(State.ACCEPTED)
    browser = signed_in("agent")
    for phone in ("13900001234", "139 0000 1234", "+86 139-0000-1234", "13900005678"):
        found = browser.send("/api/orders/by-phone", {"phone": phone}).json()
        assert [row["number"] for row in found] == [order.number]
    assert browser.send("/api/orders/by-phone", {"phone": "13900009999"}).json() == []
    assert signed_in("unit_clerk").send("/api/orders/by-phone", {"phone": "13900001234"}).status_code == 403


def test_the_same_callers_other_orders_are_shown_to_the_centre_alone(signed_in, order_in):
    first, second = order_in(State.HANDLING), order_in(State.HANDLING)
    seen = signed_in("agent").get(f"/api/orders/{second.number}").json()
    assert [row["number"] for row in seen["similar"]] == [first.number]
    assert signed_in("unit_clerk").get(f"/api/orders/{second.number}").json()["similar"] == []


def test_a_page_takes_as_many_queries_for_twenty_rows_as_for_two(
    signed_in, order_in, django_assert_max_num_queries
):
    for _ in range(8):
        order_in(State.HANDLING)
    browser = signed_in("unit_clerk")
    with django_assert_max_num_queries(5):
        assert len(browser.get("/api/orders?size=20").json()["items"]) == 8


def test_an_order_in_detail_takes_a_bounded_number_of_queries(
    signed_in, order_in, django_assert_max_num_queries
):
    order = order_in(State.CONCLUDED)
    browser = signed_in("dispatcher")
    with django_assert_max_num_queries(30):
        browser.get(f"/api/orders/{order.number}")


def test_every_role_has_boxes_and_every_box_a_label(people):
    for person in people.values():
        assert queries.boxes_for(person)
        assert set(queries.boxes_for(person)) <= set(queries.BOXES)
