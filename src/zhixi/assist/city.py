"""A city as values: its units, category tree, duty list and gazetteer, and the reader of a city folder.

A city folder is what a centre writes for itself (see `docs/city-folder.md`). Every file is optional:

    city.yaml       name, short_name, province, area_code, policy_set, …
    units.csv       code,name,short_name,aliases,parent,district,street,duty,opened,closed
    categories.csv  code,level1,level2,level3,level4,keywords,elements,request_types
    duties.csv      code,category,unit,matter,clause,source,valid_from,valid_to
    gazetteer.csv   kind,name,aliases,district,street,community
    models/         dispatch/, category/ and address/, as `zhixi dispatch fit` and `zhixi forms` wrote them

Lists inside a cell (aliases, keywords) are parted by "|". Dates are ISO. Files are UTF-8.
"""

import dataclasses
import datetime as dt
import pathlib

import yaml

from zhixi.assist.city_rows import parts, read_rows
from zhixi.errors import BadInput


@dataclasses.dataclass(frozen=True, slots=True)
class Unit:
    """承办单位. `parent` is a code or ""; `closed` is the first day on which it no longer works."""

    code: str
    name: str
    short_name: str = ""
    aliases: tuple[str, ...] = ()
    parent: str = ""
    district: str = ""
    street: str = ""
    duty: str = ""
    opened: dt.date | None = None
    closed: dt.date | None = None

    def open_on(self, day: dt.date) -> bool:
        return (self.opened is None or self.opened <= day) and (self.closed is None or day < self.closed)


@dataclasses.dataclass(frozen=True, slots=True)
class Category:
    """事项分类: `path` is one to four names from the top of the tree down.

    elements (要素): what an agent must ask of the caller: place, time, subject, phone, account, plate,
    amount, scope, injury. request_types: codes that the matter usually comes as; empty: any.
    """

    code: str
    path: tuple[str, ...]
    keywords: tuple[str, ...] = ()
    elements: tuple[str, ...] = ()
    request_types: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Duty:
    """A row of the duty list (权责清单): this unit answers for this matter, by this clause."""

    code: str
    category: str
    unit: str
    matter: str = ""
    clause: str = ""
    source: str = ""
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None

    def valid_on(self, day: dt.date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


KINDS = ("district", "street", "community", "road", "poi", "river")


@dataclasses.dataclass(frozen=True, slots=True)
class Place:
    """A name of the gazetteer (地名): kind is one of KINDS."""

    kind: str
    name: str
    aliases: tuple[str, ...] = ()
    district: str = ""
    street: str = ""
    community: str = ""


@dataclasses.dataclass(frozen=True)
class City:
    """Everything that filling, answering and dispatch may know of a city. Empty parts are allowed."""

    name: str = ""
    short_name: str = ""
    province: str = ""
    area_code: str = ""
    policy_set: str = ""  # which limits the city goes by (时限标准), "" the office's own choice
    units: tuple[Unit, ...] = ()
    categories: tuple[Category, ...] = ()
    duties: tuple[Duty, ...] = ()
    places: tuple[Place, ...] = ()
    folder: pathlib.Path | None = dataclasses.field(default=None, compare=False)


def read_city(folder: pathlib.Path | str) -> City:
    """Read a city folder. Raises BadInput naming file, row and cure; never returns half a city."""
    folder = pathlib.Path(folder)
    if not folder.is_dir():
        raise BadInput(
            f"{folder} is not a folder", cure="give the folder that holds units.csv and categories.csv"
        )
    about = _about(folder / "city.yaml")
    return City(
        name=str(about.get("name", "")),
        short_name=str(about.get("short_name", "")),
        province=str(about.get("province", "")),
        area_code=str(about.get("area_code", "")),
        policy_set=str(about.get("policy_set", "")),
        units=tuple(_rows(folder / "units.csv", Unit, ("code", "name"))),
        categories=tuple(_categories(folder / "categories.csv")),
        duties=tuple(_rows(folder / "duties.csv", Duty, ("code", "category", "unit"))),
        places=tuple(_rows(folder / "gazetteer.csv", Place, ("kind", "name"), kind=KINDS)),
        folder=folder,
    )


def _about(path: pathlib.Path) -> dict:
    if not path.exists():
        return {}
    try:
        about = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise BadInput(f"{path} cannot be read: {error}", cure="save it as UTF-8 YAML") from error
    if not isinstance(about, dict):
        raise BadInput(f"{path} must hold names and values", cure="write lines such as `name: 云州市`")
    return about


def _categories(path: pathlib.Path):
    for number, row in read_rows(path, ("code", "level1")):
        path_names = tuple((row.get(f"level{i}") or "").strip() for i in range(1, 5))
        names = tuple(name for name in path_names if name)
        if path_names[: len(names)] != names:
            raise BadInput(
                f"{path}, row {number}: a level is empty above a filled one",
                cure="fill level1 to level4 from the left",
            )
        yield Category(
            code=row["code"].strip(),
            path=names,
            keywords=parts(row.get("keywords")),
            elements=parts(row.get("elements")),
            request_types=parts(row.get("request_types")),
        )


def _rows(path: pathlib.Path, thing, required: tuple[str, ...], **allowed: tuple[str, ...]):
    """Rows of a csv as values of the class `thing`; columns that it does not have are left alone.

    allowed: for a column, the only texts that may stand in it.
    """
    for number, row in read_rows(path, required):
        values = {}
        for column, texts in allowed.items():
            if row[column].strip() not in texts:
                raise BadInput(
                    f"{path}, row {number}: {column} is {row[column]!r}",
                    cure=f"write one of {', '.join(texts)}",
                )
        for field in dataclasses.fields(thing):
            if field.name not in row:
                continue
            text = (row[field.name] or "").strip()
            values[field.name] = _value(field, text, path, number)
        yield thing(**values)


def _value(field, text: str, path: pathlib.Path, number: int):
    if field.default == ():
        return parts(text)
    if field.default is None:
        try:
            return dt.date.fromisoformat(text) if text else None
        except ValueError as error:
            raise BadInput(
                f"{path}, row {number}: {field.name} is {text!r}", cure="write the date as 2026-01-31"
            ) from error
    return text
