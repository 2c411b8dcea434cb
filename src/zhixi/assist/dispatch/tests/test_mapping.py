"""Past orders count for the unit that answers for them today."""

import pytest

from zhixi.assist.dispatch.mapping import Change, Succession, read_changes
from zhixi.errors import BadInput

CHANGES = [
    Change("工商局", "市场监管局"),
    Change("市场监管局", "市场局"),
    Change("质监局", "市场局"),
    Change("城建局", "住建局"),
    Change("城建局", "园林局", ("树", "绿化")),
    Change("物价局", ""),
]


@pytest.mark.parametrize(
    "unit, text, now",
    [
        ("工商局", "假货", "市场局"),
        ("质监局", "电梯", "市场局"),
        ("城建局", "树倒了", "园林局"),
        ("城建局", "墙裂了", "住建局"),
        ("物价局", "涨价", ""),
        ("公安局", "被偷", "公安局"),
    ],
)
def test_renamed_merged_split_and_closed_units_pass_on_their_orders(unit, text, now):
    assert Succession(CHANGES).now(unit, text) == now


def test_a_split_by_words_alone_leaves_the_rest_to_nobody():
    succession = Succession([Change("城建局", "园林局", ("树",))])
    assert list(succession.applied([("树倒了", " 城建局 "), ("墙裂了", "城建局")])) == [
        ("树倒了", "园林局"),
        ("墙裂了", ""),
    ]


@pytest.mark.parametrize(
    "changes",
    [
        [Change("甲", "乙"), Change("乙", "甲")],
        [Change("甲", "甲")],
        [Change("甲", "乙"), Change("甲", "")],
    ],
)
def test_a_circle_or_a_rest_of_somebody_and_nobody_is_refused(changes):
    with pytest.raises(BadInput) as caught:
        Succession(changes)
    assert caught.value.cure


SPLIT = Succession(
    [Change("城建局", "园林局"), Change("城建局", "住建局"), Change("城建局", "路灯所", ("路灯",))]
)
OLD = [("行道树倒了压住车", "城建局"), ("房屋墙体开裂渗水", "城建局"), ("路灯不亮", "城建局")]
NEW = [(f"{n}号门前大树倒了枯枝", "园林局") for n in range(20)]
NEW += [(f"{n}号楼房屋墙体渗水裂缝", "住建局") for n in range(20)]


def test_what_several_share_is_divided_as_their_own_orders_show():
    assert list(SPLIT.applied(OLD + NEW))[:3] == [
        (OLD[0][0], "园林局"),
        (OLD[1][0], "住建局"),
        (OLD[2][0], "路灯所"),
    ]


def test_until_each_of_them_has_some_orders_the_old_name_stays():
    assert [label for _, label in SPLIT.applied(OLD + NEW[:30])][:3] == ["城建局", "城建局", "路灯所"]
    assert list(SPLIT.applied([])) == []


def test_rows_of_a_table_become_changes():
    assert read_changes([{"old": "甲 ", "new": "乙", "words": "树| 绿化|"}, {"old": "丙", "new": ""}]) == [
        Change("甲", "乙", ("树", "绿化")),
        Change("丙", ""),
    ]
