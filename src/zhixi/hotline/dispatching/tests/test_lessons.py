"""What an order teaches: the table, and what overrules what."""

import datetime as dt

import pytest

from zhixi.hotline.dispatching.lessons import (
    JUDGED,
    REFUSED_RETURN,
    WEIGHTS,
    How,
    Past,
    Reached,
    Ruled,
    Sent,
    lessons_of,
    mapped,
)

T = [dt.datetime(2026, 11, 1, hour, tzinfo=dt.UTC) for hour in range(8)]


def told(past: Past) -> list[tuple]:
    return [(one.unit, one.weight, one.kind) for one in lessons_of(past)]


@pytest.mark.parametrize("how", How)
def test_the_further_an_order_got_the_surer_its_unit(how):
    weights = [lessons_of(Past((Sent("a", T[0], how),), reached=far)) for far in Reached]
    found = [lessons[0].weight for lessons in weights]
    assert found == sorted(found) == list(WEIGHTS[how])
    assert found[-1] > found[0]


def test_what_the_machine_sent_weighs_less_than_what_a_person_sent_however_far_it_got():
    for machine, person in zip(WEIGHTS[How.MACHINE], WEIGHTS[How.CHOSEN], strict=True):
        assert machine < person


def test_nothing_is_learnt_from_what_the_machine_just_sent():
    assert lessons_of(Past((Sent("a", T[0], How.MACHINE),)))[0].weight == 0.0


@pytest.mark.parametrize(
    ("past", "wanted"),
    [
        (Past(()), []),
        (Past((Sent("a", T[0], How.CHOSEN),)), [("a", 0.4, "chosen")]),
        (Past((Sent("a", T[0], How.TAKEN, "a"),), reached=Reached.PLEASED), [("a", 1.0, "taken")]),
        # chosen against the machine's advice: a little against the unit that it named
        (Past((Sent("a", T[0], How.CHOSEN, "b"),)), [("a", 0.4, "chosen"), ("b", -0.3, "overruled")]),
        # returned, and upheld: against the first, for the second by ruling
        (
            Past((Sent("a", T[0], How.CHOSEN), Sent("b", T[2], How.RULED)), (Ruled("a", T[2], False),)),
            [("b", 0.8, "ruled"), ("a", -1.0, "upheld_return")],
        ),
        # upheld, and nobody has it yet
        (Past((Sent("a", T[0], How.CHOSEN),), (Ruled("a", T[1], False),)), [("a", -1.0, "upheld_return")]),
        # returned, and refused: it is that unit's by ruling
        (
            Past((Sent("a", T[0], How.CHOSEN),), (Ruled("a", T[1], True),)),
            [("a", REFUSED_RETURN, "refused_return")],
        ),
        # a meeting bound it to the unit that had returned it before
        (
            Past((Sent("a", T[0], How.CHOSEN), Sent("a", T[3], How.BOUND)), (Ruled("a", T[3], True),)),
            [("a", 0.95, "bound")],
        ),
        # a sample was judged: right, and wrong with and without the right one
        (
            Past((Sent("a", T[0], How.MACHINE),), (Ruled("a", T[1], True, judged=True),)),
            [("a", JUDGED, "judged")],
        ),
        (
            Past(
                (Sent("a", T[0], How.MACHINE),),
                (Ruled("a", T[1], False, judged=True), Ruled("b", T[1], True, judged=True)),
            ),
            [("b", JUDGED, "judged"), ("a", -1.0, "judged_wrong")],
        ),
        (
            Past((Sent("a", T[0], How.MACHINE),), (Ruled("a", T[1], False, judged=True),)),
            [("a", -1.0, "judged_wrong")],
        ),
    ],
)
def test_each_history_teaches(past, wanted):
    assert told(past) == wanted


def test_lessons_go_over_to_the_heir_and_are_left_out_where_there_is_none():
    lessons = lessons_of(Past((Sent("old", T[0], How.CHOSEN, "gone"),), reached=Reached.SIGNED))
    now = {"old": "new", "gone": ""}.__getitem__
    assert [(one.unit, one.weight) for one in mapped(lessons, now)] == [("new", 0.6)]
