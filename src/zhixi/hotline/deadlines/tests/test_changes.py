"""A holiday or a year that changes while clocks run: open orders are counted anew, and the chain tells it."""

import datetime as dt

import pytest

from zhixi.__main__ import main
from zhixi.errors import NotAllowed
from zhixi.hotline.accounts.choices import Role
from zhixi.hotline.audit.models import Event
from zhixi.hotline.deadlines import actions, limits, queries, replay, seeding
from zhixi.hotline.deadlines.models import CalendarDay, CalendarYear
from zhixi.hotline.deadlines.tests.kit import agree, local
from zhixi.hotline.orders import actions as orders
from zhixi.hotline.orders.choices import State
from zhixi.hotline.orders.models import Order

pytestmark = pytest.mark.django_db
THURSDAY = dt.date(2026, 11, 19)


@pytest.fixture
def free_thursday(admin, now):
    def change() -> int:
        return actions.put_day(actor=admin, day=THURSDAY, working=False, name="本市放假", now=now)

    return change


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


def test_the_command_names_each_clock_that_disagrees_and_exits_with_one(order_in, capsys):
    order = order_in(State.HANDLING)
    assert main(["audit", "clocks"]) == 0
    Order.objects.filter(pk=order.pk).update(due_at=None)
    assert main(["audit", "clocks"]) == 1
    assert f"{order.number} handle" in capsys.readouterr().err
