"""A small office for calls: a city of a few units, two agents, and others who may not listen."""

import pytest
from django.db import connection
from django.utils import timezone

from zhixi.hotline.accounts.choices import Role
from zhixi.hotline.accounts.models import User
from zhixi.hotline.calls import actions
from zhixi.hotline.units.actions import city_changed
from zhixi.hotline.units.models import Category, CityAbout, Duty, Place, Unit


def make_office():
    CityAbout.objects.update_or_create(pk=1, defaults={"name": "云汐市", "short_name": "云汐"})
    centre = Unit.objects.create(code="rexian", name="热线中心")
    lamps = Unit.objects.create(code="lamps", name="路灯管理所", aliases=["路灯所"])
    top = Category.objects.create(code="01", name="市政", path="市政")
    broken = Category.objects.create(
        code="01.01", name="路灯", path="市政/路灯", parent=top, keywords=["路灯", "不亮"]
    )
    Duty.objects.create(
        code="D1", category=broken, unit=lamps, matter="路灯维修", clause="第三条", source="《照明办法》"
    )
    Place.objects.create(kind="district", name="青榆区")
    city_changed()
    people = {
        "agent1": (Role.AGENT, centre),
        "agent2": (Role.AGENT, centre),
        "leader": (Role.TEAM_LEADER, centre),
        "dispatcher": (Role.DISPATCHER, centre),
        "clerk": (Role.UNIT_CLERK, lamps),
    }
    return {
        name: User.objects.create_user(username=name, name=name, role=role, unit=unit)
        for name, (role, unit) in people.items()
    }


@pytest.fixture
def office(db):
    return make_office()


@pytest.fixture
def waiting(office):
    return actions.offer(source="script", calling_number="13900001234", now=timezone.now())


@pytest.fixture
def talking(office, waiting):
    return actions.answer_call(actor=office["agent1"], call_id=waiting.pk, now=timezone.now())


@pytest.fixture
def no_kept_connections(monkeypatch):
    """The line looks from threads of its own; what they leave open would hold on to the test's database."""
    monkeypatch.setitem(connection.settings_dict, "CONN_MAX_AGE", 0)
