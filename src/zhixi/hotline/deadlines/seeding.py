"""The calendar and the limits that ship with the product. They fill what is empty, and change nothing."""

import datetime as dt

import chinese_calendar

from zhixi.hotline.deadlines.choices import Clock, TimeUnit

FIRST_YEAR = 2024
SOURCE = "国务院办公厅节假日安排（chinesecalendar）"
NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
}
GUANGDONG = "广东省12345热线办理时限"
LOCAL = "本地规定"
# clock, request_type, urgency, amount, unit_of_time, source
POLICIES = (
    (Clock.DISPATCH, "", "", 30, TimeUnit.MINUTES, LOCAL),
    (Clock.DISPATCH, "", "urgent", 10, TimeUnit.MINUTES, LOCAL),
    (Clock.DISPATCH, "", "critical", 10, TimeUnit.MINUTES, LOCAL),
    (Clock.SIGN, "", "", 1, TimeUnit.WORKING_DAYS, LOCAL),
    (Clock.SIGN, "", "urgent", 30, TimeUnit.MINUTES, LOCAL),
    (Clock.SIGN, "", "critical", 30, TimeUnit.MINUTES, LOCAL),
    (Clock.HANDLE, "enquiry", "", 2, TimeUnit.WORKING_DAYS, GUANGDONG),
    (Clock.HANDLE, "help", "", 10, TimeUnit.WORKING_DAYS, GUANGDONG),
    (Clock.HANDLE, "suggestion", "", 10, TimeUnit.WORKING_DAYS, GUANGDONG),
    (Clock.HANDLE, "complaint", "", 15, TimeUnit.WORKING_DAYS, GUANGDONG),
    (Clock.HANDLE, "report", "", 15, TimeUnit.WORKING_DAYS, GUANGDONG),
    (Clock.HANDLE, "", "", 15, TimeUnit.WORKING_DAYS, LOCAL),
    (Clock.CALLBACK, "", "", 3, TimeUnit.WORKING_DAYS, LOCAL),
)


def last_published_year() -> int:
    """The last year whose holidays the installed package knows."""
    return max(day.year for day in chinese_calendar.holidays)


def calendar_rows():
    """(day, working, name) of every day from FIRST_YEAR to the last year published."""
    day, end = dt.date(FIRST_YEAR, 1, 1), dt.date(last_published_year(), 12, 31)
    while day <= end:
        working = chinese_calendar.is_workday(day)
        _, name = chinese_calendar.get_holiday_detail(day)
        label = NAMES.get(name, name) if name else ""
        if working and day.weekday() >= 5:
            label = f"{label}调休上班"
        yield day, working, label
        day += dt.timedelta(days=1)


def seed(using: str = "default") -> None:
    """Add the calendar's missing days, and the limits where there are none at all. An edited row stays as it is."""
    from zhixi.hotline.deadlines.models import CalendarDay, Policy

    days = CalendarDay.objects.using(using)
    known = set(days.values_list("day", flat=True))
    days.bulk_create(
        [
            CalendarDay(day=day, working=working, name=name, source=SOURCE)
            for day, working, name in calendar_rows()
            if day not in known
        ],
        ignore_conflicts=True,
    )
    policies = Policy.objects.using(using)
    if not policies.exists():
        fields = ("clock", "request_type", "urgency", "amount", "unit_of_time", "source")
        policies.bulk_create([Policy(**dict(zip(fields, row, strict=True))) for row in POLICIES])


def after_migrate(sender, using, **kwargs) -> None:
    seed(using)
