"""What an order teaches about whose it is (派单样本): pure, from what happened to it, oldest first.

`WEIGHTS` is the one table: how the unit came to have the order, and how far it got there. A weight says how sure one may
be that orders like it are that unit's. What the machine sent by itself weighs least: else it would learn its own mistakes.
"""

import dataclasses
import datetime as dt
import enum
from collections.abc import Callable, Iterable


class How(enum.StrEnum):
    """How a unit came to have the order."""

    CHOSEN = "chosen"  # a person, with another unit named or none
    TAKEN = "taken"  # a person, the unit that the machine named
    MACHINE = "machine"  # 自动派单
    SWAPPED = "swapped"  # 调换主办
    RULED = "ruled"  # 裁定改派
    BOUND = "bound"  # 会商定责
    IMPORTED = "imported"  # from the old system, as it ended there


class Reached(enum.IntEnum):
    """How far the order got with its last unit."""

    SENT = 0
    SIGNED = 1
    REPLIED = 2
    CONCLUDED = 3
    PLEASED = 4  # the citizen said: solved, and satisfied


# how: sent, signed, replied, concluded, pleased
WEIGHTS: dict[How, tuple[float, float, float, float, float]] = {
    How.CHOSEN: (0.4, 0.6, 0.75, 0.85, 1.0),
    How.TAKEN: (0.3, 0.6, 0.75, 0.85, 1.0),
    How.MACHINE: (0.0, 0.3, 0.5, 0.7, 0.9),
    How.SWAPPED: (0.5, 0.6, 0.75, 0.85, 1.0),
    How.RULED: (0.8, 0.9, 0.95, 0.95, 1.0),
    How.BOUND: (0.95, 0.95, 0.95, 0.95, 1.0),
    How.IMPORTED: (0.3, 0.6, 0.75, 0.85, 1.0),
}
REFUSED_RETURN = 0.95  # the centre ruled that it is this unit's
JUDGED = 0.95  # a person looked at a sample
UPHELD_RETURN = -1.0  # the centre ruled that it is not
JUDGED_WRONG = -1.0
OVERRULED = -0.3  # named by the machine, and a person chose another
LEARNT_FROM = 0.3  # a weaker lesson is not learnt
KNOWN_FROM = 0.6  # from here on a unit counts as the right one when models are measured


@dataclasses.dataclass(frozen=True, slots=True)
class Sent:
    """One time that a unit was given the order. named: the unit that the machine had named for it, "" for none."""

    unit: str
    at: dt.datetime
    how: How
    named: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Ruled:
    """A return that was ruled on, or a sample that was judged: of whom, and whether it is that unit's."""

    unit: str
    at: dt.datetime
    right: bool
    judged: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Past:
    """What happened to one order. reached: with the last unit it was sent to."""

    sent: tuple[Sent, ...]
    ruled: tuple[Ruled, ...] = ()
    reached: Reached = Reached.SENT


@dataclasses.dataclass(frozen=True, slots=True)
class Lesson:
    """One order speaks for a unit (weight > 0) or against it (< 0), since `at`. kind: of `How`, or what the ruling was."""

    unit: str
    weight: float
    kind: str
    at: dt.datetime


def lessons_of(past: Past) -> list[Lesson]:
    """At most one lesson for a unit: the last that had the order and was not taken off it; and those against others."""
    found = [_against(one) for one in past.ruled if not one.right]
    found += [
        Lesson(one.named, OVERRULED, "overruled", one.at)
        for one in past.sent
        if one.named and one.named != one.unit and one.how == How.CHOSEN
    ]
    speaks_for = _for(past)
    return [speaks_for, *(one for one in found if one.unit != speaks_for.unit)] if speaks_for else found


def mapped(lessons: Iterable[Lesson], now: Callable[[str], str]) -> list[Lesson]:
    """Under the units of today (单位沿革). now: code → code, "" where nobody knows whose it would be: left out."""
    return [dataclasses.replace(one, unit=unit) for one in lessons if (unit := now(one.unit))]


def _for(past: Past) -> Lesson | None:
    said = [one for one in past.ruled if one.judged and one.right]
    if said:
        return Lesson(said[-1].unit, JUDGED, "judged", said[-1].at)
    if not past.sent:
        return None
    last = past.sent[-1]
    after = [one for one in past.ruled if one.unit == last.unit and one.at >= last.at]
    if any(not one.right for one in after):
        return None
    weight, kind = WEIGHTS[last.how][past.reached], str(last.how)
    if after and weight < REFUSED_RETURN:
        weight, kind = REFUSED_RETURN, "refused_return"
    return Lesson(last.unit, weight, kind, last.at)


def _against(one: Ruled) -> Lesson:
    kind, weight = ("judged_wrong", JUDGED_WRONG) if one.judged else ("upheld_return", UPHELD_RETURN)
    return Lesson(one.unit, weight, kind, one.at)
