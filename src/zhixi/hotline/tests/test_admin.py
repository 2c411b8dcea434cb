"""The administration pages keep people and the city, and only look at orders and events."""

import pytest

from zhixi.hotline.accounts.models import User
from zhixi.hotline.audit.models import Event
from zhixi.hotline.callbacks.models import CallbackRule
from zhixi.hotline.notifications.models import Route
from zhixi.hotline.orders.choices import State
from zhixi.hotline.orders.models import Order
from zhixi.hotline.supervision.models import LadderRule
from zhixi.hotline.units.models import Unit
from zhixi.hotline.units.queries import revision

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(people, client):
    person = people["system_admin"]
    person.is_staff = person.is_superuser = True
    person.save()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_an_order_is_looked_at_without_its_caller_and_cannot_be_changed(admin, order_in):
    order = order_in(State.HANDLING)
    page = admin.get(f"/admin/orders/order/{order.pk}/change/")
    text = page.content.decode()
    assert page.status_code == 200 and order.number in text
    for value in ("13900001234", "13900005678", "陈小明"):
        assert value not in text
    admin.post(f"/admin/orders/order/{order.pk}/change/", {"state": "archived"})
    admin.post(f"/admin/orders/order/{order.pk}/delete/", {"post": "yes"})
    assert Order.objects.get(pk=order.pk).state == State.HANDLING
    assert admin.get("/admin/orders/order/add/").status_code == 403


def test_an_event_cannot_be_changed_or_deleted(admin, order_in):
    order_in(State.ACCEPTED)
    assert admin.get("/admin/audit/event/1/change/").status_code == 200
    assert admin.post("/admin/audit/event/1/delete/", {"post": "yes"}).status_code == 403
    assert admin.post("/admin/audit/event/1/change/", {"reason": "x"}).status_code == 403
    assert Event.objects.get(n=1).reason == ""


def test_who_changed_a_persons_role_is_in_the_chain(admin, people):
    clerk = people["unit_clerk"]
    form = {
        "username": clerk.username,
        "name": clerk.name,
        "role": "unit_lead",
        "unit": clerk.unit_id,
        "is_active": "on",
    }
    assert admin.post(f"/admin/accounts/user/{clerk.pk}/change/", form).status_code == 302
    assert User.objects.get(pk=clerk.pk).role == "unit_lead"
    event = Event.objects.last()
    assert (event.subject, event.key, event.verb, event.actor) == (
        "user",
        clerk.username,
        "amend",
        people["system_admin"],
    )
    assert event.data["fields"] == ["role"]


def test_a_changed_unit_raises_the_citys_revision(admin, city):
    before = revision()
    form = {"code": "water", "name": "云州供水公司", "aliases": "[]", "duty": ""}
    assert admin.post(f"/admin/units/unit/{city['water'].pk}/change/", form).status_code == 302
    assert Unit.objects.get(code="water").name == "云州供水公司"
    assert revision() == before + 1
    event = Event.objects.get(subject="unit")
    assert (event.data["before"]["name"], event.data["after"]["name"]) == ("云州水务集团", "云州供水公司")


def test_a_unit_that_cannot_be_is_told_beside_its_field(admin, city):
    form = {"name": "东河区政府", "aliases": "[]", "duty": "", "parent": city["east-cg"].pk}
    page = admin.post(f"/admin/units/unit/{city['east'].pk}/change/", form)
    assert page.status_code == 200 and "不能以自己或自己的下级为上级" in page.content.decode()
    assert Unit.objects.get(code="east").parent is None and not Event.objects.exists()


def test_rules_and_ways_out_are_only_looked_at_and_no_key_is_shown(admin):
    route = Route.objects.create(way="sms", name="网关", address="https://a.cn/?k=geheim", secret="geheim")
    ladder, callback = LadderRule.objects.first(), CallbackRule.objects.first()
    for path, row in (
        ("supervision/ladderrule", ladder),
        ("callbacks/callbackrule", callback),
        ("notifications/route", route),
    ):
        page = admin.get(f"/admin/{path}/{row.pk}/change/")
        assert page.status_code == 200 and "geheim" not in page.content.decode()
        assert admin.post(f"/admin/{path}/{row.pk}/change/", {"active": ""}).status_code == 403
        assert admin.get(f"/admin/{path}/add/").status_code == 403
        assert type(row).objects.get(pk=row.pk).active


def test_people_without_the_right_do_not_get_in(signed_in):
    assert signed_in("agent").get("/admin/orders/order/").status_code == 302
