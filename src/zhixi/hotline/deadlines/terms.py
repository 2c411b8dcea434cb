"""What a clock of an order was set going with, as the order's `clocks` column keeps it, and its events with it:

{"handle": {"start": "2026-11-18T10:00:00+08:00", "policy": 7, "amount": 15, "unit": "working_days",
            "windows": [[32400, 43200], [50400, 63000]], "extra": [[3, "working_days"]]}}

A later change of the policies is another event, so the past is never counted by today's rules.
"""

import datetime as dt
from collections.abc import Iterable

from zhixi.hotline.deadlines import clock
from zhixi.hotline.deadlines.choices import Clock

# Where an order that was set going before clocks kept their terms says when they began.
BEGAN = {
    Clock.DISPATCH: "accepted_at",
    Clock.SIGN: "dispatched_at",
    Clock.HANDLE: "dispatched_at",
    Clock.CALLBACK: "replied_at",
}


def written(start: dt.datetime, policy, extra: Iterable = ()) -> dict:
    """The terms of a clock that starts now under a policy (a row, see models.Policy)."""
    rule = rule_of(policy)
    return {
        "start": start.astimezone(clock.CITY_TIME).isoformat(),
        "policy": policy.pk,
        "amount": rule.amount,
        "unit": str(rule.unit),
        "windows": [list(window) for window in rule.windows],
        "extra": [list(part) for part in extra],
    }


def read(terms: dict, stops: Iterable[clock.Stop] = ()) -> clock.Running:
    """Terms as the calculator's value."""
    windows = tuple(tuple(window) for window in terms["windows"])
    return clock.Running(
        start=dt.datetime.fromisoformat(terms["start"]),
        rule=clock.Rule(terms["amount"], terms["unit"], windows),
        extensions=tuple(
            clock.Rule(amount, unit, windows if unit == clock.WORKING_DAYS else ())
            for amount, unit in terms["extra"]
        ),
        stops=tuple(stops),
    )


def rule_of(policy) -> clock.Rule:
    windows = tuple((seconds_of(begin), seconds_of(end)) for begin, end in policy.windows)
    return clock.Rule(policy.amount, str(policy.unit_of_time), windows)


def seconds_of(text: str) -> int:
    """ "09:30" or "09:30:00" as seconds of the day; "24:00" is its end."""
    hours, minutes, seconds = ([int(part) for part in text.split(":")] + [0])[:3]
    return hours * 3600 + minutes * 60 + seconds


def said(terms: dict) -> str:
    """The limit in words: 15个工作日, 24小时（办公时间内）+延期3个工作日."""
    from zhixi.hotline.deadlines.choices import TimeUnit

    words = f"{terms['amount']}{TimeUnit(terms['unit']).label}"
    if terms["windows"]:
        words += "（办公时间内）"
    granted = [f"{amount}{TimeUnit(unit).label}" for amount, unit in terms["extra"]]
    return words + "".join(f"+延期{part}" for part in granted)
