"""The city's rows as the values that filling, answering and dispatch take."""

import collections
import datetime as dt
import functools
from collections.abc import Callable

from django.conf import settings
from django.db.models import F

from zhixi.assist.city import Category as CategoryFact
from zhixi.assist.city import City
from zhixi.assist.city import Duty as DutyFact
from zhixi.assist.city import Place as PlaceFact
from zhixi.assist.city import Unit as UnitFact
from zhixi.hotline.units.models import Category, CityAbout, Duty, Place, Unit, UnitSuccession


def revision() -> int:
    """Grows with every change to units, categories, duties or places; one small read."""
    return CityAbout.objects.values_list("revision", flat=True).first() or 0


def successor(unit: Unit, day: dt.date) -> Unit:
    """The unit itself while it works, else the one that has taken over from it (单位沿革), however often."""
    seen = set()
    while not unit.open_on(day) and unit.pk not in seen:
        seen.add(unit.pk)
        next_one = unit.successions.filter(day__lte=day).select_related("new").first()
        if next_one is None:
            break
        unit = next_one.new
    return unit


def heirs(day: dt.date) -> dict[str, str]:
    """Code of a closed unit → code of the one unit that has all of its office (单位沿革).

    One that was split among several is left out: whose an old order would be today, no row says.
    """
    found: dict[str, set[str]] = collections.defaultdict(set)
    followed = UnitSuccession.objects.filter(day__lte=day, old__closed__lte=day, category=None).order_by()
    for old, new in followed.values_list("old__code", "new__code"):
        found[old].add(new)
    return {old: new.pop() for old, new in found.items() if len(new) == 1}


def answering(day: dt.date) -> Callable[[str, str], str]:
    """(unit, category) → the unit that answers for such orders on the day, all of them codes (单位沿革).

    A matter that was handed over (分设, 划转) goes with its category; the rest stays with a unit that works, and goes to
    its one heir otherwise. A closed one without an heir is given back as it is.
    """
    whole, handed_over = heirs(day), matters(day)

    def now(code: str, category: str) -> str:
        seen = set()
        while code not in seen:
            seen.add(code)
            taken = (new for one, new in handed_over.get(code, ()) if f"{category}.".startswith(f"{one}."))
            code = next(taken, "") or whole.get(code, code)
        return code

    return now


def matters(day: dt.date) -> dict[str, list[tuple[str, str]]]:
    """Code of a unit → (category, code of the unit that has had this matter since), the latest first (分设, 划转)."""
    found: dict[str, list[tuple[str, str]]] = collections.defaultdict(list)
    passed_on = UnitSuccession.objects.filter(day__lte=day).exclude(category=None).order_by("-day", "-at")
    for old, category, new in passed_on.values_list("old__code", "category__code", "new__code"):
        found[old].append((category, new))
    return dict(found)


def parts(day: dt.date) -> dict[str, tuple[str, ...]]:
    """Code of a closed unit that was split → the codes of those that share its office (分设)."""
    found: dict[str, set[str]] = collections.defaultdict(set)
    followed = UnitSuccession.objects.filter(day__lte=day, old__closed__lte=day).order_by()
    for old, new in followed.values_list("old__code", "new__code"):
        found[old].add(new)
    return {old: tuple(sorted(new)) for old, new in found.items() if len(new) > 1 and old not in heirs(day)}


def city_facts() -> City:
    """The city as it is now; read from the rows once a revision. The same object until the city changes."""
    return _city(revision())


@functools.lru_cache(maxsize=1)
def _city(revision: int) -> City:
    about = CityAbout.objects.first() or CityAbout()
    return City(
        name=about.name,
        short_name=about.short_name,
        province=about.province,
        area_code=about.area_code,
        folder=settings.HOME,  # what was learnt for this city lies in its models/
        units=tuple(_units()),
        categories=tuple(
            CategoryFact(
                code=c.code,
                path=tuple(c.path.split("/")),
                keywords=tuple(c.keywords),
                elements=tuple(c.elements),
            )
            for c in Category.objects.filter(active=True)
        ),
        duties=tuple(_duties()),
        places=tuple(
            PlaceFact(
                kind=p.kind,
                name=p.name,
                aliases=tuple(p.aliases),
                district=p.district,
                street=p.street,
                community=p.community,
            )
            for p in Place.objects.order_by("pk")
        ),
    )


def _units():
    for unit in Unit.objects.annotate(parent_code=F("parent__code")):
        yield UnitFact(
            code=unit.code,
            name=unit.name,
            short_name=unit.short_name,
            aliases=tuple(unit.aliases),
            parent=unit.parent_code or "",
            district=unit.district,
            street=unit.street,
            duty=unit.duty,
            opened=unit.opened,
            closed=unit.closed,
        )


def _duties():
    rows = Duty.objects.annotate(category_code=F("category__code"), unit_code=F("unit__code"))
    for duty in rows:
        yield DutyFact(
            code=duty.code,
            category=duty.category_code,
            unit=duty.unit_code,
            matter=duty.matter,
            clause=duty.clause,
            source=duty.source,
            valid_from=duty.valid_from,
            valid_to=duty.valid_to,
        )
