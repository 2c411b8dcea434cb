"""The small invented city in which a walk takes place: units, people of every role, and what a caller says."""

import dataclasses
import datetime as dt

from zhixi.hotline.accounts.choices import Role
from zhixi.hotline.accounts.models import User
from zhixi.hotline.deadlines.models import CalendarDay
from zhixi.hotline.orders.walking.book import SHUT, Person
from zhixi.hotline.units.models import Category, CityAbout, Unit

# code, name, parent; "gone" takes no more orders
UNITS = (
    ("east", "东河区政府", ""),
    ("east-cg", "东河区城市管理局", "east"),
    ("east-st", "东河街道办事处", "east"),
    ("west", "西山区政府", ""),
    ("west-cg", "西山区城市管理局", "west"),
    ("water", "云州水务集团", ""),
    ("gone", "云州市市容局", ""),
)


@dataclasses.dataclass(frozen=True)
class World:
    """people: the book's view of a person → the row. works: a day of the official calendar → is it worked on?"""

    people: dict[Person, User]
    units: dict[str, Unit]
    category: Category
    works: dict[dt.date, bool]


def make_world() -> World:
    CityAbout.objects.get_or_create(pk=1, defaults={"name": "云州市", "short_name": "云州"})
    units: dict[str, Unit] = {}
    for code, name, parent in UNITS:
        closed = dt.date(2025, 1, 1) if code in SHUT else None
        row, _ = Unit.objects.get_or_create(
            code=code, defaults={"name": name, "parent": units.get(parent), "closed": closed}
        )
        units[code] = row
    category, _ = Category.objects.get_or_create(code="01", defaults={"name": "城市管理", "path": "城市管理"})
    works = dict(CalendarDay.objects.values_list("day", "working"))
    return World(_people(units), units, category, works)


def _people(units: dict[str, Unit]) -> dict[Person, User]:
    wanted = [
        (str(role), "", "") for role in Role if str(role) not in ("unit_clerk", "unit_lead", "district_admin")
    ]
    wanted += [("agent", "", "2"), ("dispatcher", "", "2")]
    wanted += [("district_admin", "east", ""), ("district_admin", "west", "")]
    for code in ("east", "east-cg", "east-st", "west-cg", "water"):
        wanted += [("unit_clerk", code, ""), ("unit_lead", code, "")]
    found = {}
    for role, code, more in wanted:
        name = f"walk-{role}-{code}{more}"
        user, fresh = User.objects.get_or_create(
            username=name, defaults={"name": name, "role": role, "unit": units.get(code)}
        )
        if fresh:
            user.set_unusable_password()
            user.save()
        found[Person(name, role, code)] = user
    return found
