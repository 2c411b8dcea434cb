"""Past orders come in whole or not at all, once, and never over work that was done here."""

import datetime as dt

import pytest
from django.utils import timezone

from zhixi.errors import BadInput
from zhixi.hotline.audit.models import Event
from zhixi.hotline.audit.verifying import verify
from zhixi.hotline.imports.orders import import_orders
from zhixi.hotline.orders import replay
from zhixi.hotline.orders.choices import State
from zhixi.hotline.orders.models import Order
from zhixi.hotline.orders.numbers import next_number

HEADER = "number,received_at,description,title,request_type,category,unit,caller_phone,state,dispatched_at,replied_at,reply,solved,satisfied,returned_from\n"
ROW = "20260301-{n:06d},2026-03-01T09:00:00+08:00,路灯不亮,关于路灯不亮的问题,投诉,01,{unit},13900001234,{state},2026-03-01T09:20:00+08:00,2026-03-03T10:00:00+08:00,已修复路灯,1,satisfied,{back}\n"


def row(n, unit="lamps", state="archived", back=""):
    return ROW.format(n=n, unit=unit, state=state, back=back)


def load(path, admin, **more):
    return import_orders(path, actor=admin, now=timezone.now(), **more)


def test_each_order_comes_with_what_belongs_to_it_and_one_event(city, admin, write):
    kept = load(write(HEADER + row(1) + row(2, back="water")), admin)
    assert (kept.added, kept.changed, kept.same) == (2, 0, 0)
    order = Order.objects.get(number="20260301-000002")
    assert (order.state, order.unit.code, order.request_type, order.returned) == (
        State.ARCHIVED,
        "lamps",
        "complaint",
        1,
    )
    assert order.replies.get().text == "已修复路灯"
    assert order.callbacks.get().satisfaction == "satisfied"
    assert order.returns.get().unit.code == "water"
    assert order.caller_phone == "13900001234" and order.caller_phone_digest
    assert [e.verb for e in Event.objects.filter(subject="order", key=order.number)] == ["import"]
    assert "13900001234" not in str(list(Event.objects.values_list("data", flat=True)))
    assert verify().ok


def test_the_same_file_again_changes_nothing(city, admin, write):
    path = write(HEADER + row(1) + row(2))
    load(path, admin)
    before = Event.objects.count()
    kept = load(path, admin)
    assert (kept.added, kept.changed, kept.same) == (0, 0, 2)
    assert Event.objects.count() == before


def test_a_changed_row_changes_its_order_and_leaves_an_event(city, admin, write):
    load(write(HEADER + row(1)), admin)
    kept = load(write(HEADER + row(1, unit="水务集团")), admin)
    assert (kept.added, kept.changed) == (0, 1)
    assert Order.objects.get().unit.code == "water"
    assert "unit_id" in Event.objects.order_by("-n").first().data["changed"]
    assert replay.differences(Order.objects.get()) == {}, "its events alone rebuild an imported order"


def test_an_order_that_lived_on_here_is_not_overwritten(city, admin, write):
    from zhixi.hotline.accounts.choices import Role
    from zhixi.hotline.accounts.models import User
    from zhixi.hotline.orders import actions

    load(
        write(
            HEADER
            + row(1, state="dispatched").replace("2026-03-03T10:00:00+08:00,已修复路灯,1,satisfied", ",,,")
        ),
        admin,
    )
    clerk = User.objects.create_user(username="c", role=Role.UNIT_CLERK, unit=city[0])
    actions.sign(actor=clerk, order=Order.objects.get(), now=timezone.now())
    kept = load(write(HEADER + row(1, unit="water") + row(2)), admin)
    assert (kept.added, kept.changed, kept.living) == (1, 0, 1), "the rest of the file still comes in"
    assert Order.objects.get(number="20260301-000001").unit.code == "lamps"


def test_new_numbers_stay_clear_of_imported_ones(city, admin, write):
    load(write(HEADER + row(7) + row(3)), admin)
    assert next_number(dt.date(2026, 3, 1)) == "20260301-000008"


def test_an_open_order_gets_its_clocks(city, admin, write):
    load(
        write(
            HEADER
            + row(1, state="handling").replace("2026-03-03T10:00:00+08:00,已修复路灯,1,satisfied", ",,,")
        ),
        admin,
    )
    order = Order.objects.get()
    assert order.due_at > order.dispatched_at


@pytest.mark.parametrize(
    ("bad", "told"),
    [
        (row(2, unit="nobody"), "row 3, column unit: 'nobody' is no 承办单位"),
        (row(2, state="sleeping"), "row 3, column state: 'sleeping'"),
        (row(2).replace("2026-03-01T09:00", "2026-13-01T09:00"), "row 3, column received_at"),
        (
            row(2).replace("2026-03-03T10", "2026-02-03T10"),
            "row 3, column replied_at: it lies before dispatched_at",
        ),
        (row(1), "row 3, column number: the same as row 2"),
        (row(2, unit="", state="handling"), "row 3, column unit: an order in state 办理中 without a unit"),
        (row(2).replace("路灯不亮,关于", ",关于"), "row 3, column description: 诉求内容 is empty"),
        (row(2).replace(",投诉,", ",闲聊,"), "row 3, column request_type"),
        ("a,b\n", "row 3: 2 fields where the header has"),
    ],
)
def test_a_bad_row_is_named_and_nothing_is_imported(city, admin, write, bad, told):
    with pytest.raises(BadInput, match=told) as refused:
        load(write(HEADER + row(1) + bad), admin)
    assert refused.value.cure
    assert not Order.objects.exists()
    assert not Event.objects.exists()


def test_a_dry_run_tells_every_bad_row(city, admin, write):
    problems = []
    text = HEADER + row(1) + row(2, unit="x") + row(3) + row(4, state="y")
    load(write(text), admin, told=problems.append)
    assert ["row 3" in str(problems[0]), "row 5" in str(problems[1])] == [True, True]


def test_columns_of_an_old_system_are_mapped(city, admin, write):
    from zhixi.hotline.imports.columns import mapping
    from zhixi.hotline.imports.order_columns import order_columns

    path = write("单号,时间,内容,承办单位\nA-1,2026/3/1 9:05,路灯不亮,灯管\n", encoding="gb18030")
    chosen = mapping(["工单编号=单号", "received_at=时间", "诉求内容=内容"], order_columns())
    load(path, admin, chosen=chosen)
    order = Order.objects.get()
    assert (order.number, order.unit.code) == ("A-1", "lamps")
    assert timezone.localtime(order.created_at).hour == 9


def test_a_missing_column_names_the_field_and_how_to_map_it(city, admin, write):
    with pytest.raises(
        BadInput, match=r"no column for 工单编号\(number\)、来电时间\(received_at\)"
    ) as refused:
        load(write("单号,内容\n1,路灯\n"), admin)
    assert "--map 工单编号=" in refused.value.cure


@pytest.mark.parametrize("pair", ["标题", "标题=", "颜色=列"])
def test_a_wrong_mapping_is_refused(db, pair):
    from zhixi.hotline.imports.columns import mapping
    from zhixi.hotline.imports.order_columns import order_columns

    with pytest.raises(BadInput, match="--map"):
        mapping([pair], order_columns())
