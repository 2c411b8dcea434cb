"""The table of cases that were counted by hand from the official calendars of 2024, 2025 and 2026 (cases.csv).

limit: 15w working days, 7n natural days, 24h hours, 30m minutes; "@" office hours 09:00-12:00 and 14:00-17:30;
"+" an extension. stops: from/to, parted by ";". Times are the city's unless they say otherwise.
"""

import csv
import datetime as dt
import pathlib

from zhixi.hotline.deadlines import clock

UNITS = {"w": clock.WORKING_DAYS, "n": clock.NATURAL_DAYS, "h": clock.HOURS, "m": clock.MINUTES}
OFFICE = ((9 * 3600, 12 * 3600), (14 * 3600, 17 * 3600 + 1800))


def cases() -> list[tuple[clock.Running, dt.datetime, str]]:
    """(clock, when it runs out, the row's own words) of every row."""
    with open(pathlib.Path(__file__).with_name("cases.csv"), encoding="utf-8", newline="") as file:
        return [_case(row) for row in csv.DictReader(file)]


def at(text: str) -> dt.datetime:
    moment = dt.datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=clock.CITY_TIME)


def rule(text: str) -> clock.Rule:
    windows = OFFICE if text.endswith("@") else ()
    text = text.rstrip("@")
    return clock.Rule(int(text[:-1]), UNITS[text[-1]], windows)


def _case(row: dict) -> tuple[clock.Running, dt.datetime, str]:
    first, *granted = (rule(part) for part in row["limit"].split("+"))
    spans = [span.split("/") for span in row["stops"].split(";") if span]
    stops = tuple(clock.Stop(at(begin), at(end)) for begin, end in spans)
    running = clock.Running(at(row["start"]), first, tuple(granted), stops)
    return running, at(row["due"]), f"{row['start']} {row['limit']} {row['why']}"
