"""Which limits a rule of the ladder is about: by hand, around an ordinary weekend in November 2026."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhixi.hotline.supervision.thresholds import CITY_TIME, latest_limit, share_left


def at(day: int, hour: int = 10) -> dt.datetime:
    return dt.datetime(2026, 11, day, hour, tzinfo=CITY_TIME)


def weekdays(day: dt.date) -> bool:
    return day.weekday() < 5


@pytest.mark.parametrize(
    "now, before, amount, span, day, hour",
    [
        # Wednesday 18 November: one working day before → whatever ends by Thursday night
        (at(18), True, 1, "working_days", 19, 23),
        # Friday 20: by Monday night
        (at(20), True, 1, "working_days", 23, 23),
        (at(18), True, 0, "working_days", 18, 23),
        # one whole working day after: on Wednesday, what ended on Monday night; on Monday, what ended on Thursday
        (at(18), False, 1, "working_days", 16, 23),
        (at(23), False, 1, "working_days", 19, 23),
        (at(18), False, 0, "working_days", 18, 10),
        (at(18), False, 24, "hours", 17, 10),
        (at(18), True, 2, "hours", 18, 12),
    ],
)
def test_a_rule_is_about_limits_up_to_one_moment(now, before, amount, span, day, hour):
    found = latest_limit(now, before=before, amount=amount, span=span, works=weekdays)
    assert (found.day, found.hour) == (day, hour)


def test_a_working_saturday_counts():
    found = latest_limit(at(20), before=True, amount=1, span="working_days", works=lambda day: day.day != 22)
    assert found.day == 21


@given(st.integers(0, 9), st.integers(0, 9), st.booleans())
def test_a_longer_rule_reaches_no_less_before_and_no_more_after(days, more, before):
    near, far = (
        latest_limit(at(18), before=before, amount=n, span="working_days", works=weekdays)
        for n in (days, days + more)
    )
    assert near <= far if before else near >= far


@pytest.mark.parametrize("now, share", [(at(10), 100), (at(15), 50), (at(19), 10), (at(20), 0), (at(25), 0)])
def test_the_share_of_a_limit_that_is_left(now, share):
    assert share_left(at(10), at(20), now) == share
