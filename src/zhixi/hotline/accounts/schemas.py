from typing import Annotated

from ninja import Schema
from pydantic import StringConstraints

from zhixi.hotline.http import Line


class UnitRef(Schema):
    code: str
    name: str


class Person(Schema):
    id: int
    name: str
    role: str
    role_label: str
    unit: UnitRef | None
    extension: str


class CityName(Schema):
    name: str
    short_name: str
    area_code: str


class Session(Schema):
    user: Person | None
    demo: bool
    city: CityName
    menus: list[str]


class SignIn(Schema):
    username: Line
    password: Annotated[str, StringConstraints(max_length=256)]


class Login(Schema):
    """A login of the demonstration, for the list on the sign-in page."""

    username: str
    name: str
    role: str
    role_label: str
    unit: str


def unit_ref(unit) -> dict | None:
    return {"code": unit.code, "name": unit.name} if unit else None


def name_of(user) -> str:
    """How a person is called on screen; "" for nobody."""
    return (user.name or user.username) if user else ""


def person(user) -> dict:
    return {
        "id": user.pk,
        "name": name_of(user),
        "role": user.role,
        "role_label": user.get_role_display(),
        "unit": unit_ref(user.unit),
        "extension": user.extension,
    }
