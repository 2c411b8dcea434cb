"""A holiday, a limit or a year that changes while clocks run: open orders are counted anew, and the chain tells it."""

import datetime as dt

import pytest

from zhixi.__main__ import main
from zhixi.errors import BadInput, Conflict, NotAllowed
from zhixi.hotline.accounts.choices import Role
from zhixi.hotline.audit.models import Event
from zhixi.hotline.audit.verifying import verify
from zhixi.hotline.deadlines import actions, limits, queries, replay, seeding
from zhixi.hotline.deadlines.models import CalendarDay, CalendarYear, Policy, PolicySet
from zhixi.hotline.orders import actions as orders
from zhixi.hotline.orders import replay as order_replay
from zhixi.hotline.orders.choices import State
from zhixi.hotline.orders.models import Order

pytestmark = pytest.mark.django_db
THURSDAY = dt.date(2026, 11, 19)


def local(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(f"{text}+08:00")


@pytest.fixture
def admin(people):
    return people["system_admin"]


@pytest.fixture
def free_thursday(admin, now):
    def change() -> int:
        return actions.put_day(actor=admin, day=THURSDAY, working=False, name="本市放假", now=now)

    return change


def agree() -> bool:
    told = [order_replay.differences(order) for order in Order.objects.all()]
    return list(replay.disagreements()) == [] and not any(told) and verify().ok


def test_a_new_holiday_moves_every_open_orders_limit_and_says_so(order_in, free_thursday, now):
    running = order_in(State.HANDLING, request_type="enquiry")
    unsigned = order_in(State.DISPATCHED, request_type="enquiry")
    urgent = order_in(State.ACCEPTED)
    closed = order_in(State.CONCLUDED)
    assert free_thursday() == 2
    running.refresh_from_db(), unsigned.refresh_from_db()
    assert running.due_at == unsigned.due_at == local("2026-11-23 23:59:59")
    assert unsigned.sign_due_at == local("2026-11-20 23:59:59")
    for same in (urgent, closed):
        assert Order.objects.get(pk=same.pk).due_at == same.due_at
    change, *moved = Event.objects.order_by("-n")[:3][::-1]
    assert (change.subject, change.verb, change.data["orders"]) == ("calendar", "put_day", 2)
    assert {event.key for event in moved} == {running.number, unsigned.number}
    assert agree()


def test_an_open_form_does_not_turn_stale_by_it(order_in, free_thursday, do):
    order = order_in(State.DISPATCHED)
    free_thursday()
    assert do("unit_clerk", "sign", order).state == State.SIGNED
    assert agree()


def test_what_ended_before_the_holiday_was_announced_is_replayed_by_the_calendar_of_its_time(
    order_in, free_thursday, do
):
    order_in(State.CONCLUDED, request_type="enquiry")
    order_in(State.ARCHIVED, request_type="help")
    free_thursday()
    assert agree()


def test_a_suspended_order_is_counted_anew_too_and_goes_on_by_the_new_calendar(order_in, free_thursday, do):
    order = do("dispatcher", "suspend", order_in(State.HANDLING, request_type="enquiry"), reason="等待材料")
    free_thursday()
    order.refresh_from_db()
    assert order.due_at == local("2026-11-23 23:59:59")
    order = do("dispatcher", "resume", order, now=local("2026-11-20 12:00:00"))
    assert order.due_at == local("2026-11-24 11:59:59")
    assert agree()


def test_the_same_day_again_changes_nothing(order_in, free_thursday):
    order_in(State.HANDLING, request_type="enquiry")
    assert [free_thursday(), free_thursday()] == [1, 0]


def test_a_shorter_limit_holds_for_what_is_already_running(order_in, admin, now, people):
    order = order_in(State.HANDLING, request_type="help")
    asked = orders.ask_extension(actor=people["unit_clerk"], order=order, now=now, days=3, reason="需要施工")
    orders.grant_extension(actor=people["supervisor"], order=asked, now=now)
    policy = Policy.objects.get(request_type="help", set="guangdong")
    _, moved = actions.edit_policy(actor=admin, pk=policy.pk, fields={"amount": 5}, now=now)
    order.refresh_from_db()
    assert (moved, order.due_at) == (1, local("2026-11-30 23:59:59"))  # 25 November and three days more
    assert agree()


def test_a_retired_limit_leaves_the_clock_to_the_next_that_fits(order_in, admin, now):
    order = order_in(State.HANDLING, request_type="enquiry")
    policy = Policy.objects.get(request_type="enquiry", set="guangdong")
    actions.retire_policy(actor=admin, pk=policy.pk, now=now)
    order.refresh_from_db()
    assert order.due_at == local("2026-12-09 23:59:59")
    for rest in Policy.objects.filter(clock="handle", retired=False):
        actions.retire_policy(actor=admin, pk=rest.pk, now=now)
    order.refresh_from_db()
    assert order.due_at is None and "handle" not in order.clocks
    assert agree()


def test_beijings_set_counts_by_urgency(order_in, admin, now):
    found = {
        urgency: order_in(State.HANDLING, urgency=urgency) for urgency in ("normal", "urgent", "critical")
    }
    assert actions.choose_set(actor=admin, code="beijing", now=now) == 3
    ends = {urgency: Order.objects.get(pk=order.pk).due_at for urgency, order in found.items()}
    assert ends == {
        "normal": local("2026-11-25 23:59:59"),
        "urgent": now + dt.timedelta(hours=24),
        "critical": now + dt.timedelta(hours=2),
    }
    assert list(PolicySet.objects.filter(active=True).values_list("code", flat=True)) == ["beijing"]
    assert actions.choose_set(actor=admin, code="beijing", now=now) == 0
    assert agree()


def test_a_suggestion_has_fifteen_days_in_beijing(admin, now):
    actions.choose_set(actor=admin, code="beijing", now=now)
    order = Order(request_type="suggestion", urgency="normal")
    assert limits.due(order, "handle", now) == local("2026-12-03 23:59:59")


@pytest.mark.parametrize(
    "traits",
    [
        {"channel": "wechat"},
        {"category": "01"},
        {"category": "01.01"},
        {"district": "东河区"},
        {"district": "东河区", "category": "01"},
    ],
)
def test_limits_may_name_channel_category_subtree_and_district(traits, city, fields, admin, now):
    new = {"clock": "handle", "amount": 4, "unit_of_time": "hours", "priority": 1, **traits}
    actions.create_policy(actor=admin, fields=new, now=now)
    fitting = Order(request_type="help", channel="wechat", district="东河区", category=fields["category"])
    other = Order(request_type="help", channel="web", district="西山区")
    assert limits.due(fitting, "handle", now) == now + dt.timedelta(hours=4)
    assert limits.due(other, "handle", now) == local("2026-12-02 23:59:59")


def test_the_deeper_category_is_the_more_specific(city, fields, admin, now):
    for category, hours in (("01", 4), ("01.01", 6)):
        new = {"clock": "handle", "amount": hours, "unit_of_time": "hours", "category": category}
        actions.create_policy(actor=admin, fields=new, now=now)
    assert limits.due(Order(category=fields["category"]), "handle", now) == now + dt.timedelta(hours=6)


def test_office_hours_of_a_limit_are_kept(order_in, admin, now):
    fields = {
        "clock": "handle",
        "request_type": "complaint",
        "urgency": "normal",
        "amount": 8,
        "unit_of_time": "hours",
        "windows": [["09:00", "12:00"], ["14:00", "17:30"]],
    }
    actions.create_policy(actor=admin, fields=fields, now=now)
    order = order_in(State.HANDLING)
    assert order.due_at == local("2026-11-19 11:30:00")  # 5.5 hours today from ten, 2.5 tomorrow
    assert agree()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"amount": 0}, "amount"),
        ({"clock": "lunch"}, "clock"),
        ({"category": "99"}, "category"),
        ({"set": "mars"}, "set"),
        ({"windows": [["12:00", "09:00"]]}, "windows"),
        ({"windows": [["09:00", "12:00"], ["11:00", "13:00"]]}, "windows"),
        ({"windows": [["9", "12"]]}, "windows"),
        ({"windows": [["09:00", "12:00"]], "unit_of_time": "natural_days"}, "windows"),
    ],
)
def test_a_limit_that_cannot_be_is_refused_with_its_field(wrong, field, admin, now):
    fields = {"clock": "handle", "amount": 3, "unit_of_time": "working_days", "priority": 3, **wrong}
    with pytest.raises(BadInput) as refused:
        actions.create_policy(actor=admin, fields=fields, now=now)
    assert refused.value.field == field


def test_two_limits_for_the_same_orders_are_refused(admin, now):
    fields = {"clock": "sign", "amount": 2, "unit_of_time": "hours"}
    with pytest.raises(Conflict, match="同样条件"):
        actions.create_policy(actor=admin, fields=fields, now=now)


def test_only_the_administrator_changes_days_and_limits(people, now):
    for name, person in people.items():
        if person.role == Role.SYSTEM_ADMIN:
            continue
        for deed in (
            lambda p=person: actions.put_day(actor=p, day=THURSDAY, working=False, now=now),
            lambda p=person: actions.publish(actor=p, year=2027, days=[], source="", now=now),
            lambda p=person: actions.choose_set(actor=p, code="beijing", now=now),
            lambda p=person: actions.retire_policy(actor=p, pk=1, now=now),
        ):
            with pytest.raises(NotAllowed):
                deed()
        assert name
    assert Event.objects.count() == 0


def test_a_year_that_is_published_later_counts_the_open_orders_anew(order_in, admin):
    december = local("2026-12-21 10:00:00")
    found = order_in(State.ACCEPTED)
    Order.objects.filter(pk=found.pk).update(accepted_at=december)
    gap = queries.warnings(december)
    assert [(w["year"], w["level"]) for w in gap] == [(2027, "warning")]
    assert queries.warnings(local("2027-01-02 10:00:00"))[0]["level"] == "danger"
    days = [(dt.date(2027, 1, 1), False, "元旦"), (dt.date(2027, 1, 2), True, "调休上班")]
    actions.publish(actor=admin, year=2027, days=days, source="国务院办公厅", now=december)
    assert limits.published(2027) and queries.warnings(december) == []
    assert limits.due(Order(), "sign", local("2026-12-31 10:00:00")) == local("2027-01-02 23:59:59")


def test_a_year_that_comes_with_the_package_is_published_once(order_in, people, city, now):
    late = local("2026-12-25 10:00:00")
    order = order_in(State.REVIEWED)
    order = orders.dispatch(actor=people["dispatcher"], order=order, now=late, unit=city["water"])
    # As it was before the year was known: its days are not there, and the limit is counted by weekday.
    CalendarDay.objects.filter(day__year=2026, day__month=12).delete()
    CalendarYear.objects.filter(year=2026).delete()
    events = Event.objects.count()
    seeding.seed()
    assert Event.objects.get(verb="publish").actor is None
    seeding.seed()
    assert Event.objects.count() == events + 1 and limits.published(2026)


def test_a_changed_row_is_found_by_counting_its_clock_again(order_in, free_thursday):
    order = order_in(State.HANDLING)
    assert list(replay.disagreements()) == []
    wrong = order.due_at + dt.timedelta(days=1)
    Order.objects.filter(pk=order.pk).update(due_at=wrong)
    (found,) = replay.disagreements()
    assert (found.number, found.clock, found.column, found.events) == (
        order.number,
        "handle",
        wrong,
        order.due_at,
    )


def test_the_page_of_the_calendar_changes_days_and_shows_the_gap(signed_in, order_in):
    order_in(State.HANDLING, request_type="enquiry")
    browser = signed_in("system_admin")
    assert browser.send("/api/calendar/days/2026-11-19", {"working": False}, "put").json() == {"orders": 1}
    page = browser.get("/api/calendar?year=2026").json()
    assert page["editable"] and page["published"]
    assert [d["working"] for d in page["days"] if d["day"] == "2026-11-19"] == [False]
    body = {"source": "国务院办公厅", "days": [{"day": "2027-10-01", "working": False, "name": "国庆节"}]}
    assert browser.send("/api/calendar/years/2027", body, "put").json() == {"orders": 0}
    assert browser.get("/api/calendar?year=2027").json()["published"]
    body["days"][0]["day"] = "2028-10-01"
    assert browser.send("/api/calendar/years/2027", body, "put").status_code == 422
    agent = signed_in("agent")
    assert agent.send("/api/calendar/days/2026-11-19", {"working": True}, "put").status_code == 403
    assert not agent.get("/api/calendar").json()["editable"]
    assert isinstance(agent.get("/api/calendar/warnings").json(), list)


def test_the_page_of_the_limits_lists_adds_edits_and_retires(signed_in):
    browser = signed_in("system_admin")
    page = browser.get("/api/policies").json()
    assert [s["code"] for s in page["sets"] if s["active"]] == ["guangdong"]
    assert {p["limit"] for p in page["policies"] if p["set"] == "beijing"} == {
        "2小时",
        "24小时",
        "7天",
        "15天",
    }
    assert not any(p["in_force"] for p in page["policies"] if p["set"] == "beijing")
    body = {"clock": "sign", "channel": "app", "amount": 3, "unit_of_time": "hours"}
    made = browser.send("/api/policies", body).json()["policy"]
    assert made["limit"] == "3小时" and made["in_force"]
    path = f"/api/policies/{made['id']}"
    assert browser.send(path, {**body, "amount": 4}, "put").json()["policy"]["limit"] == "4小时"
    assert browser.send(f"{path}/retire").json()["policy"]["retired"]
    assert browser.send("/api/policies/set", {"set": "beijing"}, "put").json() == {"orders": 0}
    assert browser.send("/api/policies/999999/retire").status_code == 404
    assert signed_in("dispatcher").send("/api/policies", body).status_code == 403


def test_the_command_names_each_clock_that_disagrees_and_exits_with_one(order_in, capsys):
    order = order_in(State.HANDLING)
    assert main(["audit", "clocks"]) == 0
    Order.objects.filter(pk=order.pk).update(due_at=None)
    assert main(["audit", "clocks"]) == 1
    assert f"{order.number} handle" in capsys.readouterr().err
