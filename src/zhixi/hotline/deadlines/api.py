import datetime as dt
from typing import Annotated

from django.utils import timezone
from ninja import Router, Schema
from pydantic import Field

from zhixi.hotline.deadlines import limits
from zhixi.hotline.deadlines.models import CalendarDay
from zhixi.hotline.http import answers

router = Router()


class Day(Schema):
    day: dt.date
    working: bool
    name: str
    source: str


class YearCalendar(Schema):
    """published False: the State Council has not announced the year; limits in it are counted by weekday."""

    year: int
    days: list[Day]
    published: bool
    warning: str


@router.get("", response=answers(YearCalendar), operation_id="calendar")
def calendar(request, year: Annotated[int, Field(ge=2000, le=2200)] | None = None):
    year = year or timezone.localdate().year
    known = limits.published(year)
    warning = "" if known else f"{year}年节假日安排尚未公布，暂按周一至周五计算，公布后请更新工作日历"
    return {
        "year": year,
        "days": list(CalendarDay.objects.filter(day__year=year).values("day", "working", "name", "source")),
        "published": known,
        "warning": warning,
    }
