"""Who may be told what, and when: pure questions on plain values."""

import datetime as dt
import re

MOBILE = re.compile(r"1[3-9]\d{9}")


def mobile_of(phone: str) -> str:
    """The mobile number that a text message can reach, "" if this is none. +86, blanks and hyphens are dropped."""
    digits = re.sub(r"[\s()（）\-]", "", phone).removeprefix("+86")
    if len(digits) == 13 and digits.startswith("86"):
        digits = digits[2:]
    return digits if MOBILE.fullmatch(digits) else ""


def out_of_quiet(now: dt.datetime, first: int, last: int) -> dt.datetime:
    """`now`, or the end of the quiet hours that it lies in. now: local; quiet from `first` to `last` o'clock."""
    if first == last:
        return now
    quiet = first <= now.hour < last if first < last else now.hour >= first or now.hour < last
    if not quiet:
        return now
    end = now.replace(hour=last, minute=0, second=0, microsecond=0)
    return end if end > now else end + dt.timedelta(days=1)


def next_try(now: dt.datetime, attempts: int, first_wait: int) -> dt.datetime:
    """When to try again after `attempts` that failed: first_wait seconds, then twice as long each time."""
    return now + dt.timedelta(seconds=first_wait * 2 ** (attempts - 1))
