"""The board's figures open to their orders, and the papers hold no caller."""

import datetime as dt
import io

import docx
import openpyxl
import pytest

from zhixi.hotline.orders.choices import State
from zhixi.hotline.orders.models import Order
from zhixi.hotline.supervision import circular, papers
from zhixi.hotline.supervision.models import Notice

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def late(order_in):
    """late(days) → an order in hand whose limit passed so many days ago, by the clock of the wall."""
    from django.utils import timezone

    def make(days: float, **more) -> Order:
        order = order_in(State.HANDLING, **more)
        order.due_at = timezone.now() - days * DAY
        order.save()
        return order

    return make


def test_every_figure_of_the_board_opens_to_its_orders(signed_in, do, late):
    for days in (-5, -0.5, 0.5, 2, 5, 9):
        late(days)
    do("supervisor", "supervise", late(2), text="请三日内办结")
    do("dispatcher", "suspend", late(2), reason="等待材料")
    browser = signed_in("supervisor")
    board = browser.get("/api/supervision/board").json()
    assert (board["total"], board["late"]) == (8, 5)
    assert {a["value"]: a["count"] for a in board["by_age"]} == {
        "far": 1, "soon": 1, "late_1": 1, "late_3": 2, "late_7": 1, "late_more": 1, "stopped": 1,
    }  # fmt: skip
    assert {r["value"]: r["count"] for r in board["by_rung"] if r["count"]} == {"supervise": 1, "none": 7}
    assert [(u["unit"]["code"], u["count"], u["late"]) for u in board["by_unit"]] == [("east-cg", 8, 5)]
    for name, rows in (("age", board["by_age"]), ("rung", board["by_rung"])):
        for row in rows:
            page = browser.get(f"/api/supervision/orders?{name}={row['value']}").json()
            assert page["total"] == row["count"], (name, row)


def test_a_unit_sees_its_own_part_of_the_board(signed_in, late):
    late(1)
    assert signed_in("unit_clerk").get("/api/supervision/board").json()["total"] == 1
    assert signed_in("rival").get("/api/supervision/board").json()["total"] == 0
    assert signed_in("rival").get("/api/supervision/orders").json()["items"] == []


def test_an_important_order_shows_its_leader(signed_in, late, people):
    order = late(1)
    browser = signed_in("supervisor")
    assert people["leader"].pk in {p["id"] for p in browser.get("/api/supervision/leaders").json()}
    body = {"version": order.version, "note": "多人反映", "leader": people["leader"].pk}
    answer = browser.send(f"/api/orders/{order.number}/verbs/mark_important", body)
    assert answer.json()["leader"] == "leader甲"
    row = browser.get("/api/supervision/orders?important=true").json()["items"][0]
    assert (row["number"], row["leader"]) == (order.number, "leader甲")


def test_a_notice_is_a_paper_without_its_caller(signed_in, do, late):
    order = do("supervisor", "supervise", late(2, confidential=True), text="请联系陈小明13900001234办结")
    notice = Notice.objects.get(order=order)
    address = f"/api/orders/{order.number}/notices/{notice.pk}.docx"
    answer = signed_in("unit_clerk").get(address)
    assert answer["Content-Disposition"] == f'attachment; filename="{order.number}-{notice.pk}.docx"'
    paper = docx.Document(io.BytesIO(answer.content))
    text = "\n".join(
        [p.text for p in paper.paragraphs] + [c.text for r in paper.tables[0].rows for c in r.cells]
    )
    assert "云州12345热线督办单" in text and order.number in text and "东河区城市管理局" in text
    for secret in ("陈小明", "13900001234", "13900005678"):
        assert secret not in text
    assert signed_in("rival").get(address).status_code == 404
    assert signed_in("unit_clerk").get(address.replace(f"/{notice.pk}.", "/999999.")).status_code == 404


def test_the_months_circular_counts_what_each_unit_did(do, order_in, now, city):
    do(
        "agent",
        "record_callback",
        order_in(State.CALLBACK),
        reached=True,
        solved=True,
        satisfaction="satisfied",
    )
    order_in(State.HANDLING)
    returned = do(
        "unit_clerk", "send_back", order_in(State.DISPATCHED), reason="unclear", note="要素不清，无法办理"
    )
    do("dispatcher", "refuse_return", returned, note="要素齐全")
    row = circular.rows(now.date(), now + 60 * DAY)[0]
    assert (row.unit, row.dispatched, row.in_time, row.overdue) == ("east-cg", 3, 1, 2)
    assert (row.returned_refused, row.returned_upheld, row.rank) == (1, 0, 1)
    assert (row.in_time_rate, row.satisfied_rate, row.solved_rate) == (round(1 / 3, 4), 1, 1)
    assert circular.rows((now + 40 * DAY).date(), now + 60 * DAY) == []


def test_equal_units_share_a_rank_and_what_was_not_counted_comes_last():
    def row(unit, rate):
        return circular.Row(unit, unit, 0, 0, 0, 0, 0, 0, 0, 0, 0, rate, None, None)

    found = circular.ranked([row("c", None), row("b", 0.5), row("a", 0.5), row("d", 0.9)])
    assert [(r.unit, r.rank) for r in found] == [("d", 1), ("a", 2), ("b", 2), ("c", 4)]


def test_the_circular_is_a_paper_and_a_table(signed_in, order_in, now, city):
    city["east-cg"].name = "=HYPERLINK(1)"
    city["east-cg"].save()
    order_in(State.REPLIED)
    browser = signed_in("leader")
    month = f"{now:%Y-%m}"
    assert browser.get(f"/api/supervision/circular?month={month}").json()["rows"][0]["in_time"] == 1
    paper = docx.Document(io.BytesIO(browser.get(f"/api/supervision/circular.docx?month={month}").content))
    assert paper.tables[0].rows[1].cells[5].text == "100.00%"
    book = openpyxl.load_workbook(
        io.BytesIO(browser.get(f"/api/supervision/circular.xlsx?month={month}").content)
    )
    assert book.active["B2"].value == "'=HYPERLINK(1)" and book.active["B2"].data_type == "s"
    assert [c.value for c in book.active[1]] == [label for _, label in papers.HEADS]


@pytest.mark.parametrize("month", ["", "2026-13", "202611", "x"])
def test_a_month_is_a_month(signed_in, month):
    assert signed_in("leader").get(f"/api/supervision/circular?month={month}").status_code == 422


@pytest.mark.parametrize("path", ["circular", "circular.docx", "circular.xlsx"])
def test_units_do_not_read_the_circular_before_it_is_sent(signed_in, path):
    assert signed_in("unit_lead").get(f"/api/supervision/{path}?month=2026-11").status_code == 403
