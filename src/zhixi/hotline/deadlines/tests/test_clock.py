"""Working-day arithmetic by hand, on the official calendars, and by random against a slow second way."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhixi.hotline.deadlines import clock, seeding

CALENDAR = clock.Calendar({day: working for day, working, _ in seeding.calendar_rows()})


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=clock.CITY_TIME)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2026-11-18 10:00", 2, "2026-11-20 23:59:59"),  # Wednesday → Friday
        ("2026-11-20 12:00", 2, "2026-11-24 23:59:59"),  # Friday, over a weekend
        ("2026-11-21 12:00", 1, "2026-11-23 23:59:59"),  # Saturday → Monday
        ("2026-11-18 00:00", 1, "2026-11-19 23:59:59"),  # the first day is not counted, however early
        ("2026-11-18 10:00", 0, "2026-11-18 23:59:59"),
        ("2025-09-26 09:00", 2, "2025-09-29 23:59:59"),  # Sunday 28 September 2025 was worked
        ("2025-09-30 17:00", 1, "2025-10-09 23:59:59"),  # over National Day and Mid-Autumn of 2025
        ("2025-09-30 17:00", 3, "2025-10-11 23:59:59"),  # Saturday 11 October 2025 was worked
        ("2024-02-09 09:00", 1, "2024-02-18 23:59:59"),  # Spring Festival 2024 ended on a worked Sunday
        ("2024-04-30 09:00", 6, "2024-05-11 23:59:59"),  # May 2024: 1–5 off, Saturday 11 worked
        ("2026-02-14 09:00", 1, "2026-02-24 23:59:59"),  # a worked Saturday before Spring Festival 2026
        ("2025-12-31 23:59", 1, "2026-01-04 23:59:59"),  # New Year 2026: 1–3 off, Sunday 4 worked
    ],
)
def test_a_period_of_working_days_ends_with_its_last_day(start, days, end):
    assert clock.add_working_days(at(start), days, CALENDAR) == at(end)


def test_a_moment_in_another_zone_counts_by_the_citys_day():
    late_in_utc = dt.datetime(2026, 11, 18, 17, 0, tzinfo=dt.UTC)  # 01:00 on the 19th in the city
    assert clock.add_working_days(late_in_utc, 1, CALENDAR) == at("2026-11-20 23:59:59")


def test_a_year_without_a_calendar_counts_by_weekday():
    assert clock.add_working_days(at("2029-09-28 10:00"), 3, CALENDAR) == at("2029-10-03 23:59:59")


def test_natural_days_and_minutes_pay_no_heed_to_holidays():
    assert clock.add_natural_days(at("2025-09-30 10:00"), 7) == at("2025-10-07 23:59:59")
    assert clock.add_minutes(at("2025-10-01 23:50"), 30) == at("2025-10-02 00:20")


def test_working_seconds_skip_the_days_off():
    friday, monday = at("2026-11-20 18:00"), at("2026-11-23 06:00")
    assert clock.working_seconds_between(friday, monday, CALENDAR) == 12 * 3600
    assert clock.working_seconds_between(monday, friday, CALENDAR) == -12 * 3600


MOMENTS = st.datetimes(dt.datetime(2024, 1, 2), dt.datetime(2026, 11, 1)).map(
    lambda moment: moment.replace(tzinfo=clock.CITY_TIME, microsecond=0)
)


@given(MOMENTS, st.integers(0, 30))
def test_the_end_leaves_exactly_that_many_working_days_behind(start, days):
    end = clock.add_working_days(start, days, CALENDAR)
    between = [start.date() + dt.timedelta(days=n) for n in range(1, (end.date() - start.date()).days + 1)]
    assert sum(CALENDAR.works(day) for day in between) == days
    assert days == 0 or CALENDAR.works(end.date())


@given(MOMENTS, st.integers(0, 20 * 86400))
def test_adding_working_seconds_and_counting_them_agree(start, seconds):
    end = clock.add_working_seconds(start, seconds, CALENDAR)
    assert clock.working_seconds_between(start, end, CALENDAR) == seconds
    assert CALENDAR.works(end.date())


@given(MOMENTS, MOMENTS, MOMENTS)
def test_working_seconds_add_up_over_a_moment_between(a, b, c):
    a, b, c = sorted((a, b, c))
    whole = clock.working_seconds_between(a, c, CALENDAR)
    assert whole == clock.working_seconds_between(a, b, CALENDAR) + clock.working_seconds_between(
        b, c, CALENDAR
    )
