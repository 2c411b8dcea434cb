"""The people of a centre and its units, with their logins (用户)."""

import pathlib
from collections.abc import Collection

from django.contrib.auth.hashers import make_password
from django.db import transaction

from zhixi.errors import BadInput
from zhixi.hotline.accounts.choices import UNIT_SIDE, Role
from zhixi.hotline.accounts.models import User
from zhixi.hotline.imports.columns import Column, Table, choice, one_of, short
from zhixi.hotline.imports.keeping import Kept, keep
from zhixi.hotline.imports.naming import known_units, once
from zhixi.hotline.imports.traces import note_import
from zhixi.hotline.units.models import Unit


@transaction.atomic
def import_people(path: pathlib.Path, *, password: str = "", actor=None, now, chosen=None) -> Kept:
    """Users by username. New ones get `password`, or none, and then cannot sign in before one is set.

    Passwords of people who are already there are never touched.
    """
    table = Table(path, people_columns(), chosen)
    lines = once(table, list(table.lines()), ("username",))
    secret = make_password(password or None)
    rows = []
    for line in lines:
        values = line.values
        values["name"] = values.pop("display_name")
        if values["role"] in UNIT_SIDE and not values.get("unit"):
            raise table.wrong(
                line.number, "unit", "a unit's person without a unit", "give the code of the unit"
            )
        rows.append(values | {"password": secret})
    kept = keep(User, ("username",), rows, what="people", extra=("password",))
    if kept.touched:
        note_import(actor=actor, subject="people", key="people", kept=kept, now=now)
    return kept


@transaction.atomic
def man_every_unit(*, password: str, now) -> Kept:
    """A clerk for each open unit that has none, so that no order of the demonstration stands still."""
    day = now.date()
    manned = User.objects.filter(role=Role.UNIT_CLERK).values("unit")
    secret = make_password(password)
    rows = [
        {
            "username": f"clerk.{unit.code}",
            "name": f"{unit.short_name or unit.name}经办员"[:40],
            "role": Role.UNIT_CLERK,
            "unit": unit,
            "password": secret,
        }
        for unit in Unit.objects.open_on(day).exclude(pk__in=manned)
    ]
    kept = keep(User, ("username",), rows, what="clerks", extra=("password", "name"))
    if kept.touched:
        note_import(actor=None, subject="people", key="clerks", kept=kept, now=now)
    return kept


def importer(
    username: str = "",
    roles: Collection[Role] = (Role.SYSTEM_ADMIN,),
    *,
    called: str = "system administrator",
) -> User:
    """Who an import is done by: the named person, else the first of those roles. called: what they are called."""
    people = User.objects.filter(is_active=True)
    found = people.filter(username=username) if username else people.filter(role__in=roles)
    person = found.order_by("pk").first()
    if person is None:
        raise BadInput(
            f"there is no user {username}" if username else f"there is no {called} yet",
            cure=f"load people first with zhixi seed, or name a {called} with --by",
        )
    return person


def people_columns() -> tuple[Column, ...]:
    return (
        Column("username", "用户名", short(150), required=True),
        Column("display_name", "姓名", short(40), required=True),
        Column("role", "角色", choice(Role), required=True),
        Column("unit", "单位", one_of(known_units(), "unit", ""), empty=None),
        Column("extension", "分机", short(16)),
    )
