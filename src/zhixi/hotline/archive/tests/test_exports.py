"""Orders leave the office with a purpose, without their callers, and only to whoever asked."""

import datetime as dt
import io

import openpyxl
import pytest
from django.utils import timezone

from zhixi.errors import BadInput, NotAllowed, NotFound
from zhixi.hotline.archive.actions import exporting
from zhixi.hotline.archive.choices import ExportState
from zhixi.hotline.archive.columns import COLUMNS, guarded
from zhixi.hotline.archive.models import Export
from zhixi.hotline.archive.tasks import expire_exports, make_exports
from zhixi.hotline.audit.models import Event
from zhixi.hotline.audit.verifying import verify
from zhixi.hotline.orders.choices import State
from zhixi.hotline.orders.filters import OrderFilter

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.EXPORT_HOME = tmp_path
    return tmp_path


@pytest.fixture
def taken(people, now):
    """taken("supervisor", state=[…]) → the sheet's rows by column label, and the whole file's words."""

    def take(who: str, columns=tuple(COLUMNS), **wanted):
        export = exporting.ask(
            actor=people[who],
            wanted=OrderFilter(**wanted),
            columns=list(columns),
            purpose="季度分析",
            now=now,
        )
        assert make_exports(now) == 1
        export, path = exporting.fetch(actor=people[who], pk=export.pk, now=now)
        book = openpyxl.load_workbook(path)
        head, *rows = book["工单"].iter_rows(values_only=True)
        words = " ".join(
            str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row
        )
        return [dict(zip(head, row, strict=True)) for row in rows], words

    return take


def test_what_was_asked_for_stands_in_the_file(taken, order_in):
    done, _ = order_in(State.CONCLUDED), order_in(State.ACCEPTED)
    rows, _ = taken("supervisor", state=[State.CONCLUDED])
    (row,) = rows
    assert row["工单编号"] == done.number and row["状态"] == "已办结"
    assert row["事项分类"] == "城市管理/占道经营" and row["主办单位"] == "东河区城市管理局"
    assert row["来电时间"] == dt.datetime(2026, 11, 18, 10, 0)
    assert (row["是否解决"], row["满意度"], row["办理反馈"]) == ("已解决", "满意", "已劝离摊贩并安排巡查。")


@pytest.mark.parametrize("who", ["supervisor", "dispatcher", "system_admin", "unit_lead", "district_admin"])
def test_no_caller_leaves_the_office_whoever_asks(taken, order_in, who):
    order_in(State.HANDLING, caller_name="欧阳小满")
    order_in(
        State.HANDLING, confidential=True, caller_name="司马小暑", description="司马小暑说电话是13900001234"
    )
    rows, words = taken(who)
    assert len(rows) == 2
    for secret in ("13900001234", "13900005678", "欧阳小满", "司马小暑", "司马"):
        assert secret not in words
    assert [row["姓名"] for row in rows] == ["保密", "欧阳**"]
    assert [row["联系电话"] for row in rows] == ["保密", "139****1234"]


def test_each_takes_only_what_it_sees(taken, order_in):
    order_in(State.ACCEPTED)
    mine = order_in(State.HANDLING)
    rows, _ = taken("unit_lead")
    assert [row["工单编号"] for row in rows] == [mine.number]


@pytest.mark.parametrize("value", ["=1+1", "+86", "-2", "@SUM(A1)", "\t=1", "\n=1"])
def test_no_cell_is_a_formula(taken, order_in, value):
    assert guarded(value) == f"'{value}"
    order_in(State.ACCEPTED, title=f"{value}|", street=value.strip())
    rows, _ = taken("supervisor", columns=("title", "street"))
    assert rows[0]["街道"][0] == rows[0]["标题"][0] == "'"


def test_ordinary_words_and_numbers_are_left_alone():
    assert [guarded(value) for value in ("路灯=坏", 3, None)] == ["路灯=坏", 3, None]
    assert len(guarded("长" * 40_000)) == 32_000


def test_the_asker_alone_fetches_and_every_fetch_is_recorded(people, order_in, now, folder):
    order_in(State.ACCEPTED)
    asker = people["supervisor"]
    export = exporting.ask(
        actor=asker, wanted=OrderFilter(), columns=[], purpose="致电13900001234核对", now=now
    )
    assert "13900001234" not in export.purpose
    with pytest.raises(NotFound):
        exporting.fetch(actor=asker, pk=export.pk, now=now)
    make_exports(now)
    with pytest.raises(NotAllowed):
        exporting.fetch(actor=people["system_admin"], pk=export.pk, now=now)
    with pytest.raises(NotFound):
        exporting.fetch(actor=people["dispatcher"], pk=export.pk, now=now)
    exporting.fetch(actor=asker, pk=export.pk, now=now)
    events = Event.objects.filter(subject="export", key=str(export.pk)).order_by("n")
    assert [e.verb for e in events] == ["export", "download"]
    assert events[0].reason == export.purpose and events[1].data["rows"] == 1
    assert len(events[1].data["sm3"]) == 64 and verify().ok
    late = now + dt.timedelta(hours=25)
    with pytest.raises(NotFound):
        exporting.fetch(actor=asker, pk=export.pk, now=late)
    assert len(list(folder.iterdir())) == 1
    assert (expire_exports(late), expire_exports(late), list(folder.iterdir())) == (1, 0, [])
    assert Export.objects.get().state == ExportState.EXPIRED


def test_who_may_not_and_what_is_too_much_is_told(people, order_in, now, settings):
    order_in(State.ACCEPTED), order_in(State.ACCEPTED)

    def ask(who, purpose="季度分析", columns=(), **wanted):
        exporting.ask(
            actor=people[who], wanted=OrderFilter(**wanted), columns=list(columns), purpose=purpose, now=now
        )

    for who in ("agent", "unit_clerk", "leader", "outsourcer_manager"):
        with pytest.raises(NotAllowed):
            ask(who)
    for wrong, field in (
        ({"purpose": " "}, "purpose"),
        ({"columns": ["moon"]}, "columns"),
        ({"q": "，"}, "q"),
    ):
        with pytest.raises(BadInput) as told:
            ask("supervisor", **wrong)
        assert told.value.field == field
    settings.EXPORT_ROWS = 1
    with pytest.raises(BadInput, match="超过1行"):
        ask("supervisor")
    settings.SEARCH_HITS = 1
    with pytest.raises(BadInput, match="检索"):
        ask("supervisor", q="摊贩")
    assert not Export.objects.exists()


def test_an_export_that_a_killed_process_began_is_begun_again(people, order_in, now):
    exporting.ask(actor=people["supervisor"], wanted=OrderFilter(), columns=[], purpose="季度分析", now=now)
    Export.objects.update(state=ExportState.RUNNING, begun_at=now)
    assert make_exports(now + dt.timedelta(minutes=5)) == 0
    assert make_exports(now + dt.timedelta(minutes=31)) == 1


def test_a_full_disk_fails_the_export_and_leaves_nothing(people, order_in, now, folder, settings):
    (folder / "file").write_text("")
    settings.EXPORT_HOME = folder / "file"  # not a folder: nothing can be written there
    exporting.ask(actor=people["supervisor"], wanted=OrderFilter(), columns=[], purpose="季度分析", now=now)
    assert make_exports(now) == 0
    failed = Export.objects.get()
    assert failed.state == ExportState.FAILED and failed.fault


def test_the_pages_of_exports(signed_in, order_in):
    order = order_in(State.ACCEPTED)
    browser = signed_in("supervisor")
    options = browser.get("/api/exports/columns").json()
    assert options["may"] and {"key": "number", "label": "工单编号", "usual": True} in options["columns"]
    assert not signed_in("agent").get("/api/exports/columns").json()["may"]
    body = {"filters": {"state": ["accepted"]}, "columns": ["number", "title"], "purpose": "季度分析"}
    asked = browser.send("/api/exports", body).json()
    assert (asked["state"], asked["mine"]) == ("waiting", True)
    assert browser.get(f"/api/exports/{asked['id']}/file").status_code == 404
    make_exports(timezone.now())
    (row,) = browser.get("/api/exports").json()["items"]
    assert (row["state"], row["rows"], row["expires_at"] is not None) == ("ready", 1, True)
    answer = browser.get(f"/api/exports/{asked['id']}/file")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))["工单"]
    assert [row[0] for row in sheet.iter_rows(values_only=True)] == ["工单编号", order.number]
    assert "attachment" in answer["Content-Disposition"]
    assert signed_in("agent").send("/api/exports", body).status_code == 403
    assert signed_in("dispatcher").get("/api/exports").json()["items"] == []
    assert browser.send("/api/exports", {**body, "filters": {"moon": 1}}).json()["error"]["field"] == "moon"
