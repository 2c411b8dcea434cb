"""A whole city folder into the office: the demonstration's, or a centre's own."""

import pathlib
from collections.abc import Callable

from django.conf import settings
from django.utils import timezone

from zhixi.assist.city import read_city
from zhixi.errors import BadInput, Unavailable
from zhixi.hotline.deadlines.actions import choose_set
from zhixi.hotline.imports import facts
from zhixi.hotline.imports.articles import import_article_folder
from zhixi.hotline.imports.keeping import Kept
from zhixi.hotline.imports.orders import import_orders
from zhixi.hotline.imports.people import import_people, importer, man_every_unit
from zhixi.hotline.units.models import CityAbout

FACTS = (
    ("units.csv", facts.import_units),
    ("categories.csv", facts.import_categories),
    ("duties.csv", facts.import_duties),
    ("gazetteer.csv", facts.import_places),
)


def packaged_city() -> pathlib.Path:
    """The demonstration city: beside the package in an installed wheel, at the top of a checkout."""
    for folder in (settings.PACKAGE / "city", settings.PACKAGE.parent.parent / "city"):
        if (folder / "units.csv").is_file():
            return folder
    raise Unavailable("the demonstration city is not installed", cure="give a city folder: --city DIR")


def load_folder(
    folder: pathlib.Path,
    *,
    password: str = "",
    demo: bool = False,
    by: str = "",
    told: Callable[[Kept], None] = lambda kept: None,
) -> list[Kept]:
    """Everything of a folder, file by file; each file is one transaction. Running it again changes nothing.

    demo: give every unit a clerk, so that no order of the demonstration stands still.
    """
    now = timezone.now()
    city = read_city(folder)  # the whole folder is read once before anything is written
    if not city.units and not city.categories:
        raise BadInput(f"{folder} holds no units.csv and no categories.csv", cure="see docs/city-folder.md")
    _about(city)
    if city.policy_set:
        choose_set(actor=None, code=city.policy_set, now=now)
    done = []

    def note(kept: Kept) -> None:
        done.append(kept)
        told(kept)

    for name, load in FACTS:
        if (folder / name).exists():
            note(load(folder / name, now=now))
    if (folder / "users.csv").exists():
        note(import_people(folder / "users.csv", password=password, now=now))
    if demo:
        note(man_every_unit(password=password, now=now))
    if any((folder / "articles").glob("*.md")):
        note(import_article_folder(folder / "articles", actor=importer(by), now=now))
    if (folder / "orders.csv").exists():
        note(import_orders(folder / "orders.csv", actor=importer(by), now=now))
    return done


def _about(city) -> None:
    values = {name: getattr(city, name) for name in ("name", "short_name", "province", "area_code")}
    about, made = CityAbout.objects.get_or_create(pk=1, defaults=values)
    if not made and any(getattr(about, name) != value for name, value in values.items()):
        for name, value in values.items():
            setattr(about, name, value)
        about.revision += 1
        about.save()
