"""Who sees which orders."""

import pytest
from django.contrib.auth.models import AnonymousUser

from zhixi.errors import NotFound
from zhixi.hotline.accounts.choices import CENTRE
from zhixi.hotline.accounts.models import User
from zhixi.hotline.audit.models import Event
from zhixi.hotline.callbacks.models import Callback
from zhixi.hotline.orders import actions, queries
from zhixi.hotline.orders.choices import State
from zhixi.hotline.orders.models import Assisting, Extension, Order, Reply, Return
from zhixi.hotline.supervision.models import Notice

pytestmark = pytest.mark.django_db


def sees(person, order) -> bool:
    return Order.objects.visible_to(person).filter(pk=order.pk).exists()


def test_every_role_of_the_centre_sees_an_order_and_no_stranger_does(order_in, people):
    order = order_in(State.HANDLING)
    seen = {name for name, person in people.items() if sees(person, order)}
    centre = {name for name, person in people.items() if person.role in CENTRE}
    assert seen == centre | {"unit_clerk", "unit_lead", "district_admin"}
    assert not sees(AnonymousUser(), order)


def test_before_dispatch_no_unit_sees_it(order_in, people):
    order = order_in(State.ACCEPTED)
    assert not sees(people["unit_clerk"], order)
    assert not sees(people["district_admin"], order)


def test_a_draft_is_its_authors_alone(order_in, people, now):
    draft = order_in(State.DRAFT)
    assert [name for name in people if sees(people[name], draft)] == ["agent"]
    with pytest.raises(NotFound):
        actions.accept(actor=people["other_agent"], order=draft, now=now)


def test_a_helper_sees_it_and_a_district_sees_what_its_units_help_with(order_in, people, city, now):
    order = actions.assist(
        actor=people["dispatcher"],
        order=order_in(State.SIGNED),
        now=now,
        unit=city["west-cg"],
        task="配合巡查",
    )
    assert sees(people["rival"], order) and sees(people["west_admin"], order)
    assert not sees(people["helper"], order)


def test_a_unit_whose_return_was_upheld_sees_it_until_the_next_has_signed(order_in, people, city, now):
    clerk = people["unit_clerk"]
    order = actions.send_back(
        actor=clerk,
        order=order_in(State.DISPATCHED),
        now=now,
        reason="not_our_place",
        note="不在本辖区",
    )
    assert sees(clerk, order)
    order = actions.uphold_return(
        actor=people["dispatcher"], order=order, now=now, unit=city["west-cg"], note="同意"
    )
    assert sees(clerk, order) and sees(people["rival"], order), "the first stays responsible (首接负责)"
    order = actions.sign(actor=people["rival"], order=order, now=now)
    assert not sees(clerk, order) and sees(people["rival"], order)
    with pytest.raises(NotFound, match="没有工单"):
        queries.one(clerk, order.number)


def test_a_unit_person_without_a_unit_sees_nothing(order_in, people):
    order_in(State.HANDLING)
    people["unit_clerk"].unit = None
    assert not Order.objects.visible_to(people["unit_clerk"]).exists()


def test_what_belongs_to_an_order_is_seen_by_whoever_sees_the_order(order_in, people, city, now):
    order = order_in(State.DISPATCHED)
    clerk, desk = people["unit_clerk"], people["dispatcher"]
    for verb, actor, more in (
        ("send_back", clerk, {"reason": "unclear", "note": "诉求要素不清楚"}),
        ("refuse_return", desk, {"note": "要素齐全"}),
        ("assist", desk, {"unit": city["water"], "task": "配合"}),
        ("remind", desk, {"text": "请尽快办理"}),
        ("sign", clerk, {}),
        ("ask_extension", clerk, {"days": 2, "reason": "需要施工"}),
        ("reply", clerk, {"text": "已劝离摊贩"}),
        ("start_callback", people["agent"], {}),
        ("record_callback", people["agent"], {"reached": False}),
    ):
        order = getattr(actions, verb)(actor=actor, order=order, now=now, **more)
    for model in (Return, Assisting, Notice, Extension, Reply, Callback):
        for name, number in (("unit_clerk", 1), ("helper", 1), ("leader", 1), ("rival", 0)):
            assert model.objects.visible_to(people[name]).count() == number, (model, name)


def test_events_follow_their_order(order_in, people):
    order = order_in(State.REPLIED)
    for name, number in (
        ("unit_clerk", Event.objects.count()),
        ("rival", 0),
        ("leader", Event.objects.count()),
    ):
        assert Event.objects.visible_to(people[name]).filter(key=order.number).count() == number


def test_people_are_visible_by_role(people):
    def seen(name):
        return set(User.objects.visible_to(people[name]).values_list("username", flat=True))

    assert seen("team_leader") == set(people)
    assert seen("unit_clerk") == {"unit_clerk", "unit_lead"}
    assert seen("district_admin") == {"unit_clerk", "unit_lead", "district_admin"}
    assert seen("agent") == {"agent"}
