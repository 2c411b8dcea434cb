"""Clocks counted by the many end when each counted by itself does."""

import datetime as dt

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhixi.hotline.deadlines import clock, terms
from zhixi.hotline.deadlines.counting import Ends

FIRST = dt.datetime(2026, 9, 1, tzinfo=dt.UTC)
MOMENT = st.integers(0, 40 * 1440).map(lambda minutes: FIRST + dt.timedelta(minutes=minutes))
HOURS = [[32400, 43200], [50400, 63000]]
HOLIDAYS = {dt.date(2026, 10, day): False for day in range(1, 8)} | {dt.date(2026, 10, 10): True}


@st.composite
def told(draw) -> dict:
    """A clock's terms: the moment in the city's time, as they are written, or in another."""
    zone = draw(st.sampled_from([clock.CITY_TIME, dt.UTC, dt.timezone(dt.timedelta(hours=-5))]))
    unit = draw(st.sampled_from(["working_days", "natural_days", "hours", "minutes"]))
    return {
        "start": draw(MOMENT).astimezone(zone).isoformat(),
        "policy": 1,
        "amount": draw(st.integers(1, 12)),
        "unit": unit,
        "windows": draw(st.sampled_from([[], HOURS])) if unit != "natural_days" else [],
        "extra": draw(st.lists(st.tuples(st.integers(1, 4), st.just("working_days")).map(list), max_size=2)),
    }


@st.composite
def stops(draw) -> tuple:
    begin = draw(MOMENT)
    return draw(
        st.sampled_from([(), (clock.Stop(begin, begin + dt.timedelta(days=2)),), (clock.Stop(begin),)])
    )


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(told(), stops()), min_size=1, max_size=30))
def test_each_of_many_clocks_ends_as_if_it_were_alone(clocks):
    days = clock.Calendar(HOLIDAYS)
    ends = Ends(days)
    for kept, stood in clocks:
        assert ends.of(kept, stood) == clock.due(terms.read(kept, stood), days)
