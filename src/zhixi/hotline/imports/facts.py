"""A city's units, category tree, duty list and places into the office (承办单位, 事项分类, 权责清单, 地名).

Each function is one transaction: all rows or none. They may name each other only by what is already there,
so units and categories come before duties.
"""

import pathlib

from django.db import transaction

from zhixi.hotline.imports.columns import Column, Line, Table, date, listed, one_of, short
from zhixi.hotline.imports.keeping import Kept, keep
from zhixi.hotline.imports.naming import known_categories, known_units, once
from zhixi.hotline.imports.traces import note_import
from zhixi.hotline.units.actions import city_changed
from zhixi.hotline.units.models import Category, Duty, Place, Unit

UNIT = (
    Column("code", "编码", short(40), required=True),
    Column("name", "名称", short(80), required=True),
    Column("short_name", "简称", short(40)),
    Column("aliases", "别名", listed, empty=[]),
    Column("parent", "上级", short(80)),
    Column("district", "区县", short(40)),
    Column("street", "街道", short(40)),
    Column("duty", "职责"),
    Column("opened", "启用日期", date, empty=None),
    Column("closed", "停用日期", date, empty=None),
)
CATEGORY = (
    Column("code", "编码", short(40), required=True),
    Column("level1", "一级", short(60), required=True),
    Column("level2", "二级", short(60)),
    Column("level3", "三级", short(60)),
    Column("level4", "四级", short(60)),
    Column("keywords", "关键词", listed, empty=[]),
    Column("elements", "须问要素", listed, empty=[]),
)
PLACE = (
    Column("kind", "类型", short(16), required=True),
    Column("name", "名称", short(80), required=True),
    Column("aliases", "别名", listed, empty=[]),
    Column("district", "区县", short(40)),
    Column("street", "街道", short(40)),
    Column("community", "社区", short(40)),
)


@transaction.atomic
def import_units(path: pathlib.Path, *, actor=None, now, chosen=None) -> Kept:
    """Units as a tree. `parent` is the code or name of a unit in the file or already known."""
    table = Table(path, UNIT, chosen)
    lines = once(table, once(table, list(table.lines()), ("code",)), ("name",))
    _names_are_free(table, lines)
    codes = {u.name: u.code for u in Unit.objects.all()} | {u.code: u.code for u in Unit.objects.all()}
    codes |= {line.values["name"]: line.values["code"] for line in lines}
    codes |= {line.values["code"]: line.values["code"] for line in lines}
    parents = {u.code: u.parent.code if u.parent else "" for u in Unit.objects.select_related("parent")}
    for line in lines:
        parent = line.values.pop("parent", "")
        if parent and parent not in codes:
            raise table.wrong(
                line.number,
                "parent",
                f"there is no unit {parent}",
                "give a code of this file or a known unit",
            )
        parents[line.values["code"]] = codes.get(parent, "")
    kept = keep(Unit, ("code",), [line.values for line in lines], what="units")
    _plant(parents, lines, table)
    return _changed(kept, actor, now)


def _names_are_free(table: Table, lines: list[Line]) -> None:
    ours = {line.values["code"] for line in lines}
    others = {unit.name: unit.code for unit in Unit.objects.exclude(code__in=ours)}
    for line in lines:
        if other := others.get(line.values["name"]):
            cure = "give it another name, or use that unit's code"
            raise table.wrong(line.number, "name", f"unit {other} already has this name", cure)


def _plant(parents: dict[str, str], lines: list[Line], table: Table) -> None:
    """Set every unit's parent and trail; a circle is refused with the row that closes it."""
    units, stale = {u.code: u for u in Unit.objects.all()}, []
    rows = {line.values["code"]: line.number for line in lines}
    for code, unit in units.items():
        above, at = [code], parents[code]
        while at:
            if at in above:
                number = rows.get(code) or max(rows.values())
                raise table.wrong(number, "parent", f"{code} is above itself", "break the circle of parents")
            above.append(at)
            at = parents[at]
        trail = "".join(f"{name}/" for name in reversed(above))
        parent = units[parents[code]] if parents[code] else None
        if (unit.trail, unit.parent_id) != (trail, parent and parent.pk):
            unit.trail, unit.parent = trail, parent
            stale.append(unit)
    Unit.objects.bulk_update(stale, ["trail", "parent"], batch_size=500)


@transaction.atomic
def import_categories(path: pathlib.Path, *, actor=None, now, chosen=None) -> Kept:
    """The category tree. A node's parent is the row whose levels are its own without the last."""
    table = Table(path, CATEGORY, chosen)
    lines = once(table, list(table.lines()), ("code",))
    codes = {c.path: c.code for c in Category.objects.all()}
    rows, paths = [], {}
    for line in lines:
        values = line.values
        levels = [values.pop(f"level{i}", "") for i in range(1, 5)]
        names = [name for name in levels if name]
        if levels[: len(names)] != names:
            raise table.wrong(
                line.number, "level1", "a level is empty above a filled one", "fill the levels from the left"
            )
        values |= {"name": names[-1], "path": "/".join(names)}
        paths[values["path"]] = (line, values)
        codes[values["path"]] = values["code"]
        rows.append(values)
    kept = keep(Category, ("code",), rows, what="categories")
    nodes, stale = {c.code: c for c in Category.objects.all()}, []
    for path_text, (line, values) in paths.items():
        above = path_text.rpartition("/")[0]
        if above and above not in codes:
            raise table.wrong(
                line.number, "level1", f"there is no node {above} above it", "add a row for the node above"
            )
        node, parent = nodes[values["code"]], nodes[codes[above]] if above else None
        if node.parent_id != (parent and parent.pk):
            node.parent = parent
            stale.append(node)
    Category.objects.bulk_update(stale, ["parent"], batch_size=500)
    return _changed(kept, actor, now)


@transaction.atomic
def import_duties(path: pathlib.Path, *, actor=None, now, chosen=None) -> Kept:
    """The duty list. `category` is a code or full path, `unit` a code, name or alias."""
    table = Table(path, duty_columns(), chosen)
    lines = once(table, list(table.lines()), ("code",))
    return _changed(keep(Duty, ("code",), [line.values for line in lines], what="duties"), actor, now)


@transaction.atomic
def import_places(path: pathlib.Path, *, actor=None, now, chosen=None) -> Kept:
    table = Table(path, PLACE, chosen)
    key = ("kind", "name", "district", "street")
    rows = []
    for line in once(table, list(table.lines()), key):
        rows.append({"district": "", "street": ""} | line.values)
    return _changed(keep(Place, key, rows, what="places"), actor, now)


def duty_columns() -> tuple[Column, ...]:
    return (
        Column("code", "编码", short(40), required=True),
        Column("category", "事项分类", one_of(known_categories(), "category", ""), required=True),
        Column("unit", "承办单位", one_of(known_units(), "unit", ""), required=True),
        Column("matter", "事项", short(200)),
        Column("clause", "条款", short(80)),
        Column("source", "依据", short(200)),
        Column("valid_from", "生效", date, empty=None),
        Column("valid_to", "失效", date, empty=None),
    )


def _changed(kept: Kept, actor, now) -> Kept:
    """Tell everybody who keeps the city's facts in memory that they are out of date, and leave a trace."""
    if kept.touched:
        city_changed()
        note_import(actor=actor, subject="city", key=kept.what, kept=kept, now=now)
    return kept
