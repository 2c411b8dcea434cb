"""Clocks by hand on the official calendars, against a minute-by-minute count, and by their laws."""

import datetime as dt
import os
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhixi.hotline.deadlines import clock, seeding
from zhixi.hotline.deadlines.tests import by_hand
from zhixi.hotline.deadlines.tests.minutes import Minutes

CALENDAR = clock.Calendar({day: working for day, working, _ in seeding.calendar_rows()})
CASES = by_hand.cases()
RANDOM_CASES = int(os.environ.get("ZHIXI_CLOCK_CASES", "2000"))


def at(text: str) -> dt.datetime:
    return by_hand.at(text)


@pytest.mark.parametrize(("running", "end", "why"), CASES, ids=[why for *_, why in CASES])
def test_a_clock_ends_where_it_was_counted_by_hand(running, end, why):
    assert clock.due(running, CALENDAR) == end


def test_the_table_is_long_enough_and_spans_the_three_years():
    assert len(CASES) >= 120
    assert {end.year for _, end, _ in CASES} >= {2024, 2025, 2026}


def test_random_clocks_end_where_counting_every_minute_says():
    dice = random.Random(12345)
    tables = {False: Minutes(), True: Minutes(by_hand.OFFICE)}
    for n in range(RANDOM_CASES):
        unit, most = dice.choice(
            (("working_days", 30), ("natural_days", 60), ("hours", 100), ("minutes", 900))
        )
        amount, office = dice.randint(1, most), unit != "natural_days" and dice.random() < 0.4
        start = at("2024-01-01 00:00") + dt.timedelta(minutes=dice.randrange(1000 * 1440))
        stops = tuple(_stop(start, dice) for _ in range(dice.choice((0, 0, 1, 2, 3, 5))))
        running = clock.Running(
            start,
            clock.Rule(amount, unit, by_hand.OFFICE if office else ()),
            stops=tuple(clock.Stop(*s) for s in stops),
        )
        expected = tables[office].due(start, amount, unit, office, stops)
        assert clock.due(running, CALENDAR) == expected, (n, running)


def _stop(start: dt.datetime, dice: random.Random) -> tuple[dt.datetime, dt.datetime]:
    """Often over or inside another one, now and then of no length or before the start."""
    begin = start + dt.timedelta(minutes=dice.randrange(-2000, 20_000))
    return begin, begin + dt.timedelta(minutes=dice.choice((0, 1, 60, dice.randrange(1, 15_000))))


MOMENTS = st.datetimes(dt.datetime(2024, 1, 2), dt.datetime(2026, 9, 1)).map(
    lambda moment: moment.replace(tzinfo=clock.CITY_TIME)
)
OFFICE = st.sampled_from(((), by_hand.OFFICE))
RULES = st.one_of(
    st.builds(clock.Rule, st.integers(1, 20), st.just(clock.WORKING_DAYS), OFFICE),
    st.builds(clock.Rule, st.integers(1, 40), st.just(clock.NATURAL_DAYS)),
    st.builds(clock.Rule, st.integers(1, 72), st.just(clock.HOURS), OFFICE),
    st.builds(clock.Rule, st.integers(1, 2000), st.just(clock.MINUTES), OFFICE),
)


@st.composite
def runnings(draw):
    start = draw(MOMENTS)
    stops = []
    for _ in range(draw(st.integers(0, 4))):
        begin = start + draw(st.timedeltas(dt.timedelta(days=-2), dt.timedelta(days=30)))
        stops.append(clock.Stop(begin, begin + draw(st.timedeltas(dt.timedelta(), dt.timedelta(days=9)))))
    return clock.Running(start, draw(RULES), tuple(draw(st.lists(RULES, max_size=2))), tuple(stops))


@given(runnings())
@settings(max_examples=150, deadline=None)
def test_what_was_counted_when_it_runs_out_is_the_limit_and_not_before(running):
    end = clock.due(running, CALENDAR)
    assert clock.elapsed(running, end, CALENDAR) == running.limit
    assert clock.left(running, end, CALENDAR) == dt.timedelta()
    assert clock.elapsed(running, end - dt.timedelta(microseconds=1), CALENDAR) < running.limit


@given(
    runnings(),
    st.timedeltas(dt.timedelta(), dt.timedelta(days=60)),
    st.timedeltas(dt.timedelta(), dt.timedelta(days=9)),
)
@settings(max_examples=150, deadline=None)
def test_time_is_counted_forwards_and_never_faster_than_it_passes(running, after, more):
    earlier = running.start + after
    later = earlier + more
    gained = clock.elapsed(running, later, CALENDAR) - clock.elapsed(running, earlier, CALENDAR)
    assert dt.timedelta() <= gained <= more


@given(
    runnings(),
    st.timedeltas(dt.timedelta(), dt.timedelta(days=20)),
    st.timedeltas(dt.timedelta(), dt.timedelta(days=9)),
)
@settings(max_examples=150, deadline=None)
def test_a_stop_never_brings_the_end_nearer_and_leaves_what_was_left(running, after, length):
    begin = running.start + after
    stopped = clock.Running(
        running.start, running.rule, running.extensions, (*running.stops, clock.Stop(begin, begin + length))
    )
    assert clock.due(stopped, CALENDAR) >= clock.due(running, CALENDAR)
    if not running.extensions:
        held = clock.left(stopped, begin, CALENDAR)
        assert clock.left(stopped, begin + length, CALENDAR) == held == clock.left(running, begin, CALENDAR)


@given(runnings(), st.randoms())
@settings(max_examples=100, deadline=None)
def test_stops_count_by_their_union_however_they_are_told(running, dice):
    told = [*running.stops, *running.stops[:1]]
    dice.shuffle(told)
    again = clock.Running(running.start, running.rule, running.extensions, tuple(told))
    apart = tuple(clock.Stop(*span) for span in clock.union(running.stops))
    merged = clock.Running(running.start, running.rule, running.extensions, apart)
    assert clock.due(again, CALENDAR) == clock.due(running, CALENDAR) == clock.due(merged, CALENDAR)


def test_a_clock_that_is_still_stopped_has_no_end_and_keeps_what_was_left():
    stop = clock.Stop(at("2026-11-19 12:00"))
    running = clock.Running(at("2026-11-18 10:00"), by_hand.rule("1w"), stops=(stop,))
    assert clock.due(running, CALENDAR) is None
    for day in ("2026-11-19 12:00", "2026-12-30 08:00"):
        assert clock.left(running, at(day), CALENDAR) == dt.timedelta(hours=12, seconds=-1)


def test_after_its_end_a_clock_says_by_how_much_it_is_late():
    running = clock.Running(at("2026-11-18 10:00"), by_hand.rule("30m"))
    assert clock.left(running, at("2026-11-18 11:00"), CALENDAR) == -dt.timedelta(minutes=30)


def test_a_day_that_became_free_while_the_clock_ran_is_counted_no_more():
    running = clock.Running(at("2026-11-18 10:00"), by_hand.rule("2w"))
    local = clock.Calendar({**CALENDAR.days, dt.date(2026, 11, 19): False})
    assert clock.due(running, CALENDAR) == at("2026-11-20 23:59:59")
    assert clock.due(running, local) == at("2026-11-23 23:59:59")


def test_the_seeded_calendar_has_the_announced_days():
    worked = "2024-02-04 2024-02-18 2024-04-07 2024-04-28 2024-05-11 2024-09-14 2024-09-29 2024-10-12 "
    worked += "2025-01-26 2025-02-08 2025-04-27 2025-09-28 2025-10-11 "
    worked += "2026-01-04 2026-02-14 2026-02-28 2026-05-09 2026-09-20 2026-10-10"
    weekends = {day for day, working in CALENDAR.days.items() if working and day.weekday() > 4}
    assert weekends == {dt.date.fromisoformat(day) for day in worked.split()}
