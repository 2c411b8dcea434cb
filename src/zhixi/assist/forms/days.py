"""Days and clock times from their spoken words: the arithmetic of 前天, 上个礼拜三, 晚上八九点."""

import datetime as dt
import re

from zhixi.assist.forms.festivals import festival_day, year_of
from zhixi.assist.numerals import count

DAYS = {
    "大前天": -3,
    "前天": -2,
    "前晚": -2,
    "昨天": -1,
    "昨日": -1,
    "昨晚": -1,
    "昨夜": -1,
    "今天": 0,
    "今日": 0,
    "今早": 0,
    "今晚": 0,
    "今晨": 0,
    "当天": 0,
    "刚才": 0,
    "刚刚": 0,
}
PARTS = {  # hours that a part of the day spans: (from, to, add twelve below this hour)
    "凌晨": (0, 6), "半夜": (0, 5), "清晨": (5, 8), "早晨": (5, 9), "早上": (5, 11), "今早": (5, 11), "今晨": (0, 8), "上午": (6, 12), "中午": (11, 14), "早高峰": (7, 9), "晚高峰": (17, 19),
    "下午": (12, 19), "傍晚": (17, 20), "晚上": (18, 24), "今晚": (18, 24), "昨晚": (18, 24), "前晚": (18, 24), "夜里": (20, 24), "夜晚": (18, 24), "深夜": (22, 24), "昨夜": (20, 24), "早": (5, 11), "晚": (18, 24),
}  # fmt: skip
WEEK = {c: n for n, c in enumerate("一二三四五六日", 0)} | {"天": 6, "末": 5}
HOURS = {"小时": 1, "钟头": 1, "分钟": 1 / 60}


def date_of(said: dict, now: dt.datetime) -> tuple[dt.date | None, int]:
    """The day (or the month's first) that the words name, the latest that is past where the year is unsaid."""
    today = now.date()
    if said["isodate"]:
        return _safe(*map(int, re.split(r"[-/.]", said["isodate"]))), 2
    if said["festival"]:
        return festival_day(said, today), 2
    if said["yearpart"] or said["monthpart"]:
        return _edge(said, today), 1
    if said["relative"]:
        return today + dt.timedelta(days=DAYS[said["relative"]]), 2
    if said["ago"]:
        return _ago(said, now)
    if said["week"] or said["bareday"]:
        return _weekday(said, today)
    if said["onlyday"]:
        number = count(said["onlyday"])
        return (_latest_day(today, number), 2) if number and 1 <= number <= 31 else (None, 0)
    if not said["month"]:
        return None, 0
    day = count(said["day"]) if said["day"] else None
    if said["month"][0] in "上这本":
        first = today.replace(day=1)
        for _ in range(said["month"].count("上")):
            first = (first - dt.timedelta(days=1)).replace(day=1)
        return _safe(first.year, first.month, day or 1), 2 if day else 1
    month = count(said["month"])
    if not month or not 1 <= month <= 12:
        return None, 0
    year = year_of(said["year"], today)
    date = _safe(year, month, day or 1) if year else latest(today, month, day or 1)
    return date, 2 if day else 1


def _edge(said: dict, today: dt.date) -> dt.date | None:
    """The month that 年底, 年初, 月底 and 月初 name, the latest that has begun; 月底 of a month that is not near its end is past."""
    if said["monthpart"]:
        first = today.replace(day=1)
        past = said["monthpart"][1] != "初" and today.day < 20
        return (first - dt.timedelta(days=1)).replace(day=1) if past else first
    month = 1 if "初" in said["yearpart"] else 12
    year = year_of(said["ofyear"], today) if said["ofyear"] else None
    return dt.date(year, month, 1) if year else latest(today, month, 1)


def span_of(said: dict) -> dt.timedelta | None:
    """How long ago, where it was told in hours or minutes; None where in days or more."""
    unit = (said["agounit"] or "").lstrip("个")
    number = 0.5 if said["ago"] == "半" else count(said["ago"]) if said["ago"] else None
    if number is None or unit not in HOURS or number > 1000:
        return None
    return dt.timedelta(hours=number * HOURS[unit])


def _ago(said: dict, now: dt.datetime) -> tuple[dt.date | None, int]:
    number, unit = (0.5 if said["ago"] == "半" else count(said["ago"])), said["agounit"].lstrip("个")
    days = {
        "天": 1,
        "小时": 1 / 24,
        "钟头": 1 / 24,
        "分钟": 1 / 1440,
        "月": 30.4,
        "星期": 7,
        "礼拜": 7,
        "周": 7,
        "年": 365.25,
    }[unit]
    if number is None or number > 1000:
        return None, 0
    return (now - dt.timedelta(days=days * number)).date(), 2 if days <= 1 else 1


def _weekday(said: dict, today: dt.date) -> tuple[dt.date | None, int]:
    name = said["weekday"] or said["bareday"]
    if name is None:
        return None, 0
    monday = today - dt.timedelta(days=today.weekday())
    if said["week"] and said["week"].startswith("上"):
        monday -= dt.timedelta(days=14 if said["week"].startswith("上上") else 7)
    day = monday + dt.timedelta(days=WEEK[name])  # 上周末 is its Saturday
    if said["bareday"] and day > today:
        day -= dt.timedelta(days=7)
    return day, 2


def _safe(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def latest(today: dt.date, month: int, day: int) -> dt.date | None:
    date = _safe(today.year, month, day)
    return _safe(today.year - 1, month, day) if date is None or date > today else date


def _latest_day(today: dt.date, day: int) -> dt.date | None:
    date = _safe(today.year, today.month, day)
    if date is not None and date <= today:
        return date
    before = today.replace(day=1) - dt.timedelta(days=1)
    return _safe(before.year, before.month, day)


def clock_of(said: dict) -> tuple[int, int] | None:
    """Hour and minute as said. 八九点 is eight: the two are one guess."""
    words = said["hour"]
    if words in ("一", "几") and not any(said[k] for k in ("part", "half", "quarter", "minute", "vague")):
        return None  # 快一点, 讲准一点
    hour = count(words[:1]) if len(words) == 2 and "十" not in words and not words.isdigit() else count(words)
    minute = 30 if said["half"] else {"一": 15, "三": 45}.get(said["quarter"] or "", 0)
    if said["minute"]:
        minute = count(said["minute"])
    if hour is None or minute is None or not (0 <= hour <= 24 and 0 <= minute < 60):
        return None
    return hour % 24 if hour == 24 else hour, minute


def minute_of(clock: tuple[int, int], said: dict, day: dt.date | None, now: dt.datetime) -> dt.datetime:
    """The moment of a clock time: by the part of the day, else the latest that is past."""
    hour, minute = clock
    part = said["part"] or (said["relative"] if said["relative"] in PARTS else None)
    date = day or now.date()
    if part:
        low, high = PARTS[part]
        if low >= 11 and hour < 12 and not (part == "中午" and hour >= 11):
            if hour + 12 >= low - 2 and hour >= 4 or low < 17:
                hour += 12
            elif low >= 17 and day is not None:
                date += dt.timedelta(days=1)  # 昨天晚上两点 is of the night after
        elif hour == 12 and low >= 18:
            hour, date = 0, date + dt.timedelta(days=1)
        moment = dt.datetime.combine(date, dt.time(hour, minute), now.tzinfo)
        after_midnight = now.hour < 6 and said["relative"] in ("今晚", "今天")
        if (day is None or after_midnight) and moment > now + dt.timedelta(hours=1):
            moment -= dt.timedelta(days=1)
        return moment
    choices = [
        dt.datetime.combine(date, dt.time(h, minute), now.tzinfo)
        for h in {hour, (hour + 12) % 24 if hour < 12 and not said["colon"] else hour}
    ]
    past = [c for c in choices if c <= now + dt.timedelta(minutes=20)]
    if past:
        return max(past)
    return min(choices) - dt.timedelta(days=1) if day is None else min(choices)
