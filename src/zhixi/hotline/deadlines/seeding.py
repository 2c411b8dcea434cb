"""The calendar and the limits that ship with the product. They fill what is empty, and change nothing."""

import datetime as dt
import itertools

import chinese_calendar

from zhixi.hotline.deadlines.policies import ACTIVE, POLICIES, SETS

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


def seed() -> None:
    """Add the calendar's missing days, and the limits of sets that have none. An edited row stays as it is.

    A year that becomes known when others already were is published: open orders are counted anew.
    """
    _seed_policies()
    from zhixi.hotline.deadlines.actions import publish
    from zhixi.hotline.deadlines.models import CalendarYear

    known = dict(CalendarYear.objects.values_list("year", "published"))
    for year, rows in itertools.groupby(calendar_rows(), key=lambda row: row[0].year):
        if known and not known.get(year):
            publish(actor=None, year=year, days=list(rows), source=SOURCE)
        else:
            _fill(year, list(rows))


def _fill(year: int, rows: list[tuple]) -> None:
    from zhixi.hotline.deadlines.models import CalendarDay, CalendarYear

    days = [CalendarDay(day=day, working=working, name=name, source=SOURCE) for day, working, name in rows]
    CalendarDay.objects.bulk_create(days, ignore_conflicts=True)
    CalendarYear.objects.get_or_create(year=year, defaults={"published": True, "source": SOURCE})


def _seed_policies() -> None:
    from zhixi.hotline.deadlines.models import Policy, PolicySet

    if not PolicySet.objects.exists():
        PolicySet.objects.bulk_create(
            [PolicySet(code=code, name=name, active=code == ACTIVE) for code, name in SETS]
        )
    present = set(Policy.objects.values_list("set", flat=True))
    Policy.objects.bulk_create([Policy(**row) for row in POLICIES if row["set"] not in present])


def after_migrate(sender, apps=None, **kwargs) -> None:
    """After every migrate, not once: next year's calendar arrives with a new version of its package."""
    try:
        if apps is not None:  # a flush of the tables gives none, and they are all there
            apps.get_model("deadlines", "PolicySet")
    except LookupError:  # migrated back to before these tables
        return
    seed()
