"""What a file may call the things that are already there, and that it names each thing once."""

from zhixi.hotline.imports.columns import Line, Table
from zhixi.hotline.units.models import Category, Unit


def known_units() -> dict[str, Unit]:
    """Units by code, name, short name, and by those aliases that only one unit has."""
    units = list(Unit.objects.all())
    aliases = [alias for unit in units for alias in {*unit.aliases, unit.short_name} if alias]
    known = {a: u for u in units for a in (*u.aliases, u.short_name) if a and aliases.count(a) == 1}
    return known | {u.name: u for u in units} | {u.code: u for u in units}


def known_categories() -> dict[str, Category]:
    """Categories by code, by full path, and by a last name that only one node has."""
    nodes = list(Category.objects.all())
    names = [node.name for node in nodes]
    known = {node.name: node for node in nodes if names.count(node.name) == 1}
    known |= {node.path.replace("/", sign): node for node in nodes for sign in ("/", "-", ">", "|")}
    return known | {node.code: node for node in nodes}


def once(table: Table, lines: list[Line], key: tuple[str, ...]) -> list[Line]:
    """The lines, after making sure that no two have the same key."""
    seen: dict[tuple, int] = {}
    for line in lines:
        identity = tuple(line.values.get(name, "") for name in key)
        if identity in seen:
            raise table.wrong(
                line.number, key[0], f"the same as row {seen[identity]}", "delete one of the two rows"
            )
        seen[identity] = line.number
    return lines
