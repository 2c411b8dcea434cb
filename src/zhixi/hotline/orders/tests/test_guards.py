"""What must hold beyond role and state."""

import datetime as dt

import pytest

from zhixi.errors import BadInput, Conflict, NotAllowed
from zhixi.hotline.orders.choices import State
from zhixi.hotline.orders.models import Order, Return
from zhixi.hotline.units.models import Category

pytestmark = pytest.mark.django_db
DUTY = {"reason": "not_our_duty", "note": "属于供水范围", "clause": "第三条"}


@pytest.mark.parametrize("field", ["title", "request_type", "category"])
def test_dispatch_needs_what_a_unit_works_by(do, order_in, city, field):
    order = order_in(State.ACCEPTED, **{field: None if field == "category" else ""})
    with pytest.raises(BadInput) as caught:
        do("dispatcher", "dispatch", order, unit=city["water"])
    assert caught.value.field == field
    with pytest.raises(BadInput):
        do("dispatcher", "review", order)


def test_a_closed_unit_gets_no_order(do, order_in, city):
    with pytest.raises(BadInput, match="停用"):
        do("dispatcher", "dispatch", order_in(State.ACCEPTED), unit=city["old"])


def test_a_refused_dispatch_leaves_nothing_behind(do, order_in, city):
    order = order_in(State.ACCEPTED)
    with pytest.raises(Conflict):
        do("dispatcher", "dispatch", order, unit=city["water"], assisting=[city["east-cg"]] * 2)
    stored = Order.objects.get(pk=order.pk)
    assert (stored.state, stored.unit, stored.assisting.count()) == (State.ACCEPTED, None, 0)


def test_an_order_is_not_sent_back_to_the_unit_whose_return_was_upheld(do, order_in, city, settings):
    settings.ORDER_RETURN_LIMIT = 3
    order = do("unit_clerk", "send_back", order_in(State.DISPATCHED), **DUTY)
    with pytest.raises(BadInput, match="退单已被同意"):
        do("dispatcher", "uphold_return", order, unit=city["east-cg"], note="同意")
    order = do("dispatcher", "uphold_return", order, unit=city["west-cg"], note="同意")
    order = do("rival", "send_back", order, reason="not_our_place", note="不在本辖区")
    with pytest.raises(BadInput, match="不能再派回"):
        do("dispatcher", "uphold_return", order, unit=city["east-cg"], note="改回")


def test_not_our_duty_names_the_clause_or_the_right_unit(do, order_in, city):
    order = order_in(State.DISPATCHED)
    bare = {"reason": "not_our_duty", "note": "不归我们管"}
    with pytest.raises(BadInput, match="职责依据"):
        do("unit_clerk", "send_back", order, **bare)
    with pytest.raises(BadInput, match="本单位"):
        do("unit_clerk", "send_back", order, **bare, believed_unit=city["east-cg"])
    returned = do("unit_clerk", "send_back", order, **bare, believed_unit=city["water"])
    assert returned.returned == 1
    assert Return.objects.get().believed_unit == city["water"]


def test_the_same_reason_is_not_heard_twice_after_it_was_refused(do, order_in):
    order = do("unit_clerk", "send_back", order_in(State.DISPATCHED), **DUTY)
    assert order.unit.code == "east-cg", "the unit stays responsible while its return is ruled on"
    due = order.due_at
    order = do("dispatcher", "refuse_return", order, note="权责清单已列明")
    assert order.due_at == due, "the time that a refused return took is the unit's own"
    with pytest.raises(Conflict, match="同一理由"):
        do("unit_clerk", "send_back", order, **DUTY)
    assert do("unit_clerk", "send_back", order, reason="duplicate", note="与前单重复").returned == 2


def test_what_a_joint_meeting_bound_is_not_returned(do, order_in, city):
    order = do("unit_clerk", "send_back", order_in(State.DISPATCHED), **DUTY)
    order = do("dispatcher", "convene", order, note="多次退单")
    order = do(
        "supervisor", "bind", order, unit=city["east-cg"], note="会议定责", minutes="各方同意由城管办理"
    )
    assert Return.objects.get().ruling == "refused"
    with pytest.raises(Conflict, match="会商定责"):
        do("unit_clerk", "send_back", order, reason="duplicate", note="与前单重复")


def test_orders_merge_into_an_open_master_and_never_in_a_circle(do, order_in):
    first, second, third = (order_in(State.ACCEPTED) for _ in range(3))
    with pytest.raises(BadInput, match="自己"):
        do("dispatcher", "merge", first, master=first)
    merged = do("dispatcher", "merge", first, master=second)
    with pytest.raises(BadInput, match="不能作为主工单"):
        do("dispatcher", "merge", third, master=merged)
    with pytest.raises(Conflict, match="已有合并进来"):
        do("dispatcher", "merge", second, master=third)
    with pytest.raises(BadInput):
        do("dispatcher", "merge", third, master=order_in(State.CONCLUDED))
    again = do("dispatcher", "unmerge", merged, reason="并非同一事件")
    assert (again.state, again.master) == (State.ACCEPTED, None)


def test_a_unit_assists_once_and_answers_once(do, order_in, city):
    order = do("dispatcher", "assist", order_in(State.SIGNED), unit=city["water"], task="配合关阀")
    with pytest.raises(Conflict, match="已在协办"):
        do("dispatcher", "assist", order, unit=city["water"], task="配合关阀")
    with pytest.raises(BadInput, match="主办"):
        do("dispatcher", "assist", order, unit=city["east-cg"], task="配合")
    order = do("helper", "assist_reply", order, text="已关闭阀门")
    with pytest.raises(Conflict, match="已提交"):
        do("helper", "assist_reply", order, text="再次说明情况")
    with pytest.raises(NotAllowed):
        do("unit_clerk", "assist_reply", order, text="主办单位的意见")


def test_a_district_delegates_only_to_its_own(do, order_in, city):
    order = order_in(State.SIGNED)
    with pytest.raises(NotAllowed, match="不是本区"):
        do("district_admin", "delegate", order, unit=city["west-cg"])
    with pytest.raises(BadInput, match="已在"):
        do("district_admin", "delegate", order, unit=city["east-cg"])
    delegated = do("district_admin", "delegate", order, unit=city["east-zj"])
    assert (delegated.unit, delegated.due_at) == (city["east-zj"], order.due_at)


def test_extensions_are_asked_in_time_one_at_a_time_and_within_bounds(do, order_in, now):
    order = order_in(State.HANDLING, request_type="enquiry")
    for days in (0, 16):
        with pytest.raises(BadInput):
            do("unit_clerk", "ask_extension", order, days=days, reason="需要施工")
    late = now + dt.timedelta(days=30)
    with pytest.raises(Conflict, match="超过办理期限"):
        do("unit_clerk", "ask_extension", order, days=3, reason="需要施工", now=late)
    order = do("unit_clerk", "ask_extension", order, days=3, reason="需要施工")
    with pytest.raises(Conflict, match="尚未审批"):
        do("unit_clerk", "ask_extension", order, days=3, reason="需要施工")
    order = do("supervisor", "refuse_extension", order, note="理由不足")
    with pytest.raises(Conflict, match="没有待审批"):
        do("supervisor", "grant_extension", order)


def test_a_correction_after_acceptance_says_why(do, order_in):
    with pytest.raises(BadInput, match="修改理由"):
        do("agent", "amend", order_in(State.ACCEPTED), fields={"title": "新标题"})
    assert do("agent", "amend", order_in(State.DRAFT), fields={"title": "新标题"}).title == "新标题"


def test_a_new_urgency_moves_the_dispatch_limit(do, order_in, now):
    order = do("agent", "amend", order_in(State.ACCEPTED), fields={"urgency": "urgent"}, reason="有危险")
    assert order.dispatch_due_at == now + dt.timedelta(minutes=10)


@pytest.mark.parametrize("fields", [{"state": "archived"}, {"number": "1"}, {"due_at": None}, {"unit": 1}])
def test_no_field_outside_the_form_can_be_set(do, order_in, fields):
    with pytest.raises(BadInput, match="没有可填写的字段"):
        do("agent", "amend", order_in(State.DRAFT), fields=fields)


def test_a_category_that_was_switched_off_takes_no_new_orders(do, order_in):
    Category.objects.filter(code="02").update(active=False)
    with pytest.raises(BadInput, match="停用"):
        do("agent", "amend", order_in(State.DRAFT), fields={"category": Category.objects.get(code="02")})


def test_a_supplement_stands_under_the_first_words(do, order_in):
    order = order_in(State.HANDLING)
    added = do("agent", "supplement", order, text="每晚八点之后")
    assert added.description.startswith(order.description)
    assert added.description.endswith("【2026-11-18 10:00 补充】每晚八点之后")
