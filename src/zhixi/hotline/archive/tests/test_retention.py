"""How long orders are kept, what may be listed, and who decides; an archived order stays as it is."""

import datetime as dt

import pytest

from zhixi.errors import Conflict, IllegalStep, NotAllowed
from zhixi.hotline.archive import retention
from zhixi.hotline.archive.actions import listing
from zhixi.hotline.archive.models import DestructionList, Hold, Retention
from zhixi.hotline.archive.tasks import list_past
from zhixi.hotline.audit.models import Event
from zhixi.hotline.audit.verifying import verify
from zhixi.hotline.orders import replay, rules
from zhixi.hotline.orders.choices import State
from zhixi.hotline.orders.models import Order
from zhixi.hotline.orders.verbs import VERBS
from zhixi.hotline.units.models import Category

RULES = retention.Kinds(
    {("", ""): 10, ("praise", ""): 2, ("", "01"): 30, ("complaint", "01"): 20, ("", "01.01"): 0}
)


@pytest.mark.parametrize(
    ("kind", "category", "years"),
    [
        ("help", "", 10),
        ("praise", "", 2),
        ("praise", "02.01", 2),
        ("praise", "01", 30),
        ("complaint", "01.02.03", 20),
        ("help", "01.02", 30),
        ("complaint", "01.01", None),
        ("complaint", "01.01.09", None),
        ("help", "010", 10),
    ],
)
def test_the_narrowest_rule_counts(kind, category, years):
    assert RULES.years(kind, category) == years


def test_without_a_rule_everything_is_kept():
    assert retention.Kinds({}).years("help", "01") is None
    assert retention.Kinds({("", ""): 0}).shortest() is None


@pytest.mark.parametrize(
    ("years", "archived", "passed"),
    [
        (None, dt.date(2020, 1, 1), None),
        (10, dt.date(2016, 11, 18), dt.date(2026, 11, 18)),
        (1, dt.date(2024, 2, 29), dt.date(2025, 3, 1)),
        (4, dt.date(2024, 2, 29), dt.date(2028, 2, 29)),
    ],
)
def test_years_pass_on_the_same_day(years, archived, passed):
    assert retention.passed_on(years, archived) == passed


pytestmark = pytest.mark.django_db


@pytest.fixture
def years(people, now):
    def set_years(number: int, category: str = "", kind: str = "") -> Retention:
        node = Category.objects.get(code=category) if category else None
        return listing.set_retention(
            actor=people["system_admin"],
            request_type=kind,
            category=node,
            years=number,
            basis="档案规定",
            now=now,
        )

    return set_years


@pytest.mark.parametrize("verb", sorted(set(rules.STEPS) - {"hold", "release"}))
def test_nothing_but_a_freeze_touches_an_archived_order(order_in, people, verb):
    order = order_in(State.ARCHIVED)
    assert State.ARCHIVED not in rules.STEPS[verb].start
    person = next(p for p in people.values() if p.role in rules.STEPS[verb].roles)
    with pytest.raises((IllegalStep, NotAllowed)):
        rules.check(person, order, verb)
    assert verb in VERBS


def test_a_freeze_has_its_reason_and_its_author_and_replays(order_in, do, people, now):
    order = do("supervisor", "hold", order_in(State.ARCHIVED), reason="涉及行政诉讼")
    with pytest.raises(Conflict):
        do("system_admin", "hold", order, reason="再冻结一次")
    held = Hold.objects.get(order=order)
    assert (held.by, held.reason, held.released_at) == (people["supervisor"], "涉及行政诉讼", None)
    assert Order.objects.get(pk=order.pk).held and replay.differences(order) == {}
    order = do("system_admin", "release", order, reason="诉讼已经终结")
    with pytest.raises(Conflict):
        do("system_admin", "release", order, reason="再解除一次")
    held.refresh_from_db()
    assert (held.released_by, held.release_reason) == (people["system_admin"], "诉讼已经终结")
    assert order.state == State.ARCHIVED and replay.differences(order) == {} and verify().ok


def test_what_is_past_is_listed_once_the_oldest_first(order_in, do, years, people, now):
    old, held = (
        order_in(State.ARCHIVED),
        do("supervisor", "hold", order_in(State.ARCHIVED), reason="涉及诉讼"),
    )
    order_in(State.CONCLUDED)
    later = now + dt.timedelta(days=365 * 5 + 2)
    assert listing.propose(now=later) is None  # no rule: kept for ever
    years(5)
    assert listing.propose(now=now + dt.timedelta(days=365 * 5 - 2)) is None
    made = listing.propose(now=later)
    assert [row.order_id for row in made.rows.all()] == [old.pk]
    assert made.rows.get().past_since == dt.date(2031, 11, 18)
    assert listing.propose(now=later) is None
    do("supervisor", "release", held, reason="诉讼已经终结")
    assert [row.order_id for row in listing.propose(now=later).rows.all()] == [held.pk]
    years(0, "01.01")
    assert verify().ok


def test_a_frozen_order_leaves_the_list_and_nothing_is_erased(order_in, do, years, people, now):
    first, second = order_in(State.ARCHIVED), order_in(State.ARCHIVED)
    years(1)
    later = now + dt.timedelta(days=400)
    made = listing.propose(now=later)
    with pytest.raises(NotAllowed):
        listing.decide(actor=people["supervisor"], pk=made.pk, approve=True, note="同意", now=later)
    do("supervisor", "hold", second, reason="涉及行政诉讼")
    done = listing.decide(actor=people["system_admin"], pk=made.pk, approve=True, note="同意销毁", now=later)
    assert (done.size, [row.order_id for row in done.rows.all()]) == (1, [first.pk])
    with pytest.raises(Conflict):
        listing.decide(actor=people["system_admin"], pk=made.pk, approve=False, note="不同意", now=later)
    event = Event.objects.get(subject="destruction_list", verb="approved")
    assert event.data == {"orders": [first.number], "held": [second.number]}
    first.refresh_from_db()
    assert first.caller_phone == "13900001234" and replay.differences(first) == {} and verify().ok
    assert listing.propose(now=later) is None


def test_a_refused_list_comes_again_after_a_year(order_in, years, people, now):
    order_in(State.ARCHIVED)
    years(1)
    later = now + dt.timedelta(days=400)
    made = listing.propose(now=later)
    listing.decide(actor=people["system_admin"], pk=made.pk, approve=False, note="仍有参考价值", now=later)
    assert listing.propose(now=later + dt.timedelta(days=300)) is None
    assert listing.propose(now=later + dt.timedelta(days=366)).size == 1


def test_the_clock_proposes_at_night_alone(order_in, years, now, settings):
    order_in(State.ARCHIVED)
    years(1)
    later = now + dt.timedelta(days=400)
    assert list_past(later) == 0
    assert list_past(later.replace(hour=settings.DESTRUCTION_HOUR)) == 1
    assert DestructionList.objects.count() == 1


def test_the_pages_of_retention(signed_in, order_in, do, now):
    order = do("supervisor", "hold", order_in(State.ARCHIVED), reason="涉及行政诉讼")
    admin, watcher, agent = signed_in("system_admin"), signed_in("supervisor"), signed_in("agent")
    body = {"request_type": "complaint", "category": "01", "years": 10, "basis": "归档范围"}
    assert admin.send("/api/archive/retention", body).json()["category"] == {"code": "01", "path": "城市管理"}
    assert admin.send("/api/archive/retention", {**body, "years": 15}).json()["years"] == 15
    assert [row["years"] for row in watcher.get("/api/archive/retention").json()["rows"]] == [15]
    assert watcher.send("/api/archive/retention", body).status_code == 403
    assert (
        admin.send("/api/archive/retention", {**body, "category": "99"}).json()["error"]["field"]
        == "category"
    )
    assert [row["number"] for row in watcher.get("/api/archive/holds").json()["items"]] == [order.number]
    assert admin.send("/api/archive/lists").json() == {"list": None}
    assert agent.get("/api/archive/lists").status_code == agent.get("/api/archive/holds").status_code == 403
    assert agent.send("/api/archive/lists").status_code == 403
    assert admin.get("/api/archive/lists/1").status_code == 404


def test_a_list_is_read_and_decided(signed_in, order_in, years, now):
    order = order_in(State.ARCHIVED)
    years(1)
    made = listing.propose(now=now + dt.timedelta(days=400))
    admin = signed_in("system_admin")
    shown = admin.get(f"/api/archive/lists/{made.pk}").json()
    assert shown["list"]["may_decide"] and shown["items"][0]["number"] == order.number
    path = f"/api/archive/lists/{made.pk}/decision"
    assert admin.send(path, {"approve": True, "note": ""}).json()["error"]["field"] == "note"
    assert admin.send(path, {"approve": True, "note": "同意销毁"}).json()["state"] == "approved"
    assert [row["state"] for row in signed_in("leader").get("/api/archive/lists").json()["items"]] == [
        "approved"
    ]


def test_the_frozen_ones_are_listed_with_what_setting_them_free_needs(signed_in, do, order_in):
    order = do("supervisor", "hold", order_in(State.HANDLING), reason="行政复议")
    row = signed_in("supervisor").get("/api/archive/holds").json()["items"][0]
    assert (row["number"], row["version"], row["may_release"]) == (order.number, order.version, True)
    assert signed_in("leader").get("/api/archive/holds").json()["items"][0]["may_release"] is False
    body = {"version": row["version"], "reason": "复议已结束"}
    freed = signed_in("supervisor").send(f"/api/orders/{order.number}/verbs/release", body)
    assert (
        freed.status_code == 200 and signed_in("supervisor").get("/api/archive/holds").json()["items"] == []
    )
