"""Who sees what of a caller, who may look behind the mask, and that each look leaves its trace."""

import pytest
from django.db import connection

from zhixi.errors import BadInput, NotAllowed, NotFound
from zhixi.hotline.accounts.choices import CENTRE
from zhixi.hotline.audit.models import Event
from zhixi.hotline.orders import actions, present, queries
from zhixi.hotline.orders.choices import State
from zhixi.hotline.privacy.actions import reveal
from zhixi.hotline.privacy.models import Reveal

pytestmark = pytest.mark.django_db
PHONE, NAME, LINE = "13900001234", "陈小明", "13900005678"


def looks(actor, order, now, field="caller_phone"):
    return reveal(actor=actor, order=order, field=field, purpose="联系市民", now=now)


def test_nobody_sees_a_whole_phone_without_asking(order_in, people, now):
    order = order_in(State.HANDLING)
    for name in people:
        person = people[name]
        if order.__class__.objects.visible_to(person).filter(pk=order.pk).exists():
            seen = present.detail(queries.one(person, order.number), person, now)
            assert (seen["caller_phone"], seen["calling_number"]) == ("139****1234", "139****5678")
            assert seen["caller_name"] == "陈**"


def test_a_unit_reads_the_text_without_the_number_in_it(order_in, people, now):
    order = order_in(State.HANDLING)
    text = present.detail(queries.one(people["unit_clerk"], order.number), people["unit_clerk"], now)
    assert PHONE not in text["description"] and "139****1234" in text["description"]
    whole = present.detail(queries.one(people["agent"], order.number), people["agent"], now)
    assert PHONE in whole["description"]


def test_a_confidential_caller_is_nobody_to_the_unit(order_in, people, now):
    order = order_in(State.HANDLING, confidential=True, description=f"{NAME}反映占道，回电{PHONE}")
    clerk = people["unit_clerk"]
    seen = present.detail(queries.one(clerk, order.number), clerk, now)
    assert seen["caller_name"] == seen["caller_phone"] == seen["calling_number"] == "保密"
    assert NAME not in str(seen) and PHONE not in str(seen)
    with pytest.raises(NotAllowed, match="保密"):
        looks(clerk, order, now)
    assert looks(people["agent"], order, now) == PHONE


@pytest.mark.parametrize(
    ("role", "field", "value"),
    [
        ("agent", "caller_phone", PHONE),
        ("dispatcher", "caller_name", NAME),
        ("supervisor", "calling_number", LINE),
        ("qa_inspector", "caller_phone", PHONE),
        ("unit_clerk", "caller_phone", PHONE),
        ("unit_lead", "caller_name", NAME),
    ],
)
def test_who_must_speak_with_the_citizen_may_look_and_it_is_logged(role, field, value, order_in, people, now):
    order = order_in(State.HANDLING)
    assert looks(people[role], order, now, field) == value
    kept = Reveal.objects.get()
    assert (kept.actor, kept.key, kept.field, kept.purpose) == (
        people[role],
        order.number,
        field,
        "联系市民",
    )
    event = Event.objects.last()
    assert (event.verb, event.data) == ("reveal", {"field": field})


@pytest.mark.parametrize(
    ("role", "field"),
    [
        ("analyst", "caller_phone"),
        ("trainer", "caller_name"),
        ("leader", "caller_phone"),
        ("system_admin", "caller_phone"),
        ("outsourcer_manager", "caller_name"),
        ("unit_clerk", "calling_number"),
        ("district_admin", "caller_phone"),
    ],
)
def test_who_need_not_may_not(role, field, order_in, people, now):
    order = order_in(State.HANDLING)
    with pytest.raises(NotAllowed):
        looks(people[role], order, now, field)
    assert Reveal.objects.count() == 0


def test_a_unit_looks_only_while_the_order_is_in_its_hands(order_in, people, now):
    with pytest.raises(NotAllowed, match="正在办理"):
        looks(people["unit_clerk"], order_in(State.CONCLUDED), now)
    with pytest.raises(NotFound):
        looks(people["rival"], order_in(State.HANDLING), now)


def test_a_helper_looks_too(order_in, people, city, now):
    order = actions.assist(
        actor=people["dispatcher"],
        order=order_in(State.HANDLING),
        now=now,
        unit=city["water"],
        task="配合关阀",
    )
    assert looks(people["helper"], order, now) == PHONE


def test_a_look_needs_a_purpose_and_a_known_field(order_in, people, now):
    order = order_in(State.HANDLING)
    with pytest.raises(BadInput, match="目的"):
        reveal(actor=people["agent"], order=order, field="caller_phone", purpose=" ", now=now)
    with pytest.raises(BadInput, match="字段"):
        looks(people["agent"], order, now, field="version")


def test_the_database_holds_no_caller_in_clear(order_in, people, now):
    order = order_in(State.CONCLUDED)
    actions.reopen(actor=people["agent"], order=order, now=now, reason=f"市民{PHONE}再次来电")
    with connection.cursor() as cursor:
        cursor.execute("SELECT caller_name, caller_phone, calling_number FROM orders_order")
        sealed = str(cursor.fetchall())
        cursor.execute("SELECT reason, data FROM audit_event")
        events = str(cursor.fetchall())
    for value in (PHONE, NAME, LINE):
        assert value not in sealed
        assert value not in events


def test_every_centre_role_is_told_apart_from_the_units(people):
    assert {name for name, person in people.items() if person.role not in CENTRE} == {
        "unit_clerk",
        "unit_lead",
        "district_admin",
        "rival",
        "helper",
        "west_admin",
    }
