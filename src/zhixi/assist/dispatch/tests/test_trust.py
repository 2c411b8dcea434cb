"""What is trusted has earned it on orders that were not seen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhixi.assist.dispatch.trust import Outcome, lower_bound, trusted
from zhixi.errors import BadInput

# right of asked → exact one-sided bound at 95 %, by the tables of the binomial distribution
KNOWN = [(59, 59, 0.9505), (58, 58, 0.9497), (10, 10, 0.7411), (95, 100, 0.8977), (0, 5, 0.0), (0, 0, 0.0)]


@pytest.mark.parametrize("right, asked, bound", KNOWN)
def test_the_bound_is_the_exact_one(right, asked, bound):
    assert lower_bound(right, asked) == pytest.approx(bound, abs=2e-4)


@given(st.integers(0, 200), st.integers(0, 200))
def test_the_bound_lies_below_the_share_and_rises_with_each_right_one(right, more):
    asked = right + more
    bound = lower_bound(right, asked)
    assert 0 <= bound <= (right / asked if asked else 0)
    assert lower_bound(right + 1, asked + 1) >= bound


@pytest.mark.parametrize("right, asked", [(2, 1), (-1, 3)])
def test_what_is_no_count_is_refused(right, asked):
    with pytest.raises(BadInput):
        lower_bound(right, asked)


def test_only_a_group_with_enough_right_orders_is_trusted_and_from_the_lowest_confidence_that_holds():
    outcomes = [Outcome("sure", 0.96, True)] * 150 + [Outcome("sure", 0.55, False)] * 50
    outcomes += [Outcome("few", 0.99, True)] * 40
    outcomes += [Outcome("bad", 0.99, n % 10 > 0) for n in range(400)]
    found = {one.group: one for one in trusted(outcomes, target=0.95)}
    assert found["sure"].threshold == 0.6 and found["sure"].taken == 150 and found["sure"].share == 0.75
    assert found["few"].threshold is None and found["few"].share == 0.0 and 0.85 < found["few"].bound < 0.95
    assert found["bad"].threshold is None
    assert [one.group for one in trusted(outcomes)][0] == "sure"


def test_nothing_asked_is_nothing_trusted():
    assert trusted([]) == []
