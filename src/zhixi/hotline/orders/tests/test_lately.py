"""What a dispatcher decided a moment ago corrects the next recommendation."""

import pytest

from zhixi.assist.dispatch import fit
from zhixi.hotline.dispatching.models import AutoRule, Decision
from zhixi.hotline.orders import lately, recommending
from zhixi.hotline.orders.choices import State
from zhixi.hotline.orders.models import Order

pytestmark = pytest.mark.django_db
WORDS = {
    "title": "楼道水管停水",
    "description": "小区楼道水管漏水停水，请派人抢修。",
    "category": None,
    "district": "",
}


@pytest.fixture(autouse=True)
def learnt(settings, tmp_path):
    """A model that has learnt of water and stalls, and nothing of anybody else."""
    settings.HOME = tmp_path
    (tmp_path / "models").mkdir()
    rows = [(f"{n}号门前占道摆摊", "东河区城市管理局") for n in range(20)]
    rows += [(f"{n}楼楼道水管漏水停水", "云州水务集团") for n in range(20)]
    fit(rows, made_on="2026-11-01").save(tmp_path / "models" / "dispatch")


def first(order, now) -> dict:
    return recommending.for_order(order, now.date())[0]


def sent(order_in, do, unit, times: int) -> None:
    for n in range(times):
        order = order_in(State.ACCEPTED)
        order.title, order.description = f"{n}栋水管爆裂", f"{n}栋门口的自来水管漏水，路面结冰，行人滑倒。"
        order.save()
        do("dispatcher", "dispatch", do("dispatcher", "review", order), unit=unit)


@pytest.fixture
def leak(order_in):
    """An order about a leak, of no category and no place."""
    order = order_in(State.ACCEPTED)
    for name, value in WORDS.items():
        setattr(order, name, value)
    order.save()
    return order


def test_orders_that_people_sent_elsewhere_turn_the_next_one(leak, order_in, do, city, now):
    assert first(leak, now)["unit"]["code"] == "water"
    sent(order_in, do, city["east-zj"], 1)
    assert first(leak, now)["unit"]["code"] == "water"  # one alone may be a slip
    sent(order_in, do, city["east-zj"], 8)
    found = first(leak, now)
    assert found["unit"]["code"] == "east-zj"
    assert any("近期" in reason["text"] for reason in found["reasons"])


def test_after_a_start_the_newest_are_read_first_and_the_others_by_and_by(
    leak, order_in, do, city, now, monkeypatch
):
    monkeypatch.setattr(lately, "AT_ONCE", 4)
    sent(order_in, do, city["east-cg"], 6)
    sent(order_in, do, city["east-zj"], 9)
    read = []
    monkeypatch.setattr(
        lately.Recommender,
        "lessons",
        lambda self, rows: read.append([unit for _, unit, _ in rows]) or [None] * len(rows),
    )
    for _ in range(6):
        first(leak, now)
    assert [len(some) for some in read] == [4, 4, 4, 3]
    assert set(read[0] + read[1]) == {"east-zj"} and set(read[3]) == {"east-cg"}


def test_a_lesson_follows_its_order_when_the_unit_was_right_to_return_it(leak, order_in, do, city, now):
    sent(order_in, do, city["east-cg"], 9)
    assert first(leak, now)["unit"]["code"] == "east-cg"
    for order in Order.objects.filter(unit=city["east-cg"]):
        back = do("unit_clerk", "send_back", order, reason="not_our_place", note="不在本辖区")
        do("dispatcher", "uphold_return", back, unit=city["water"], note="同意")
    assert first(leak, now)["unit"]["code"] == "water"


def test_what_the_machine_sent_by_itself_teaches_nothing(leak, order_in, do, city, now):
    sent(order_in, do, city["east-zj"], 9)
    rule = AutoRule.objects.create()
    for order in Order.objects.filter(unit=city["east-zj"]):
        Decision.objects.create(order=order, rule=rule, unit=order.unit, at=now, dispatched=True)
    assert first(leak, now)["unit"]["code"] == "water"


def test_an_order_is_not_told_by_its_own_dispatch(leak, order_in, do, city, now):
    leak.category = order_in(State.ACCEPTED).category
    leak.save()
    before = first(leak, now)
    order = do("dispatcher", "dispatch", do("dispatcher", "review", leak), unit=city["west-cg"])
    assert first(order, now) == before


def test_without_a_model_nothing_is_followed(settings, tmp_path, leak, now):
    settings.HOME = tmp_path / "elsewhere"
    assert recommending._lately(0, now.date(), ("none",)) is None
