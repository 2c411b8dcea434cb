"""The supervision board, the papers, the month's circular."""

import dataclasses
import datetime as dt
from typing import Annotated

from django.http import HttpResponse
from django.utils import timezone
from ninja import Query, Router
from pydantic import Field

from zhixi.errors import NotAllowed, NotFound
from zhixi.hotline.accounts.choices import CENTRE
from zhixi.hotline.accounts.models import User
from zhixi.hotline.accounts.schemas import Person, name_of, person
from zhixi.hotline.http import answers
from zhixi.hotline.orders import present, queries
from zhixi.hotline.paging import Page, page_of
from zhixi.hotline.supervision import board, circular, important, papers
from zhixi.hotline.supervision.actions import MAY_LEAD
from zhixi.hotline.supervision.choices import Age, Rung
from zhixi.hotline.supervision.models import Notice
from zhixi.hotline.supervision.schemas import (
    Board,
    BoardFilter,
    BoardPage,
    Circular,
    ImportantFilter,
    ImportantPage,
)
from zhixi.hotline.units.models import CityAbout

router = Router()
notices = Router()
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MONTH = Annotated[str, Field(pattern=r"^20\d\d-(0[1-9]|1[0-2])$")]


@router.get("/board", response=answers(Board), operation_id="supervision_board")
def counts(request):
    return board.counts(request.user, timezone.now())


@router.get("/orders", response=answers(BoardPage), operation_id="supervision_orders")
def orders(request, wanted: Query[BoardFilter], page: Query[Page]):
    """The orders behind a figure of the board, the nearest limit first."""
    now = timezone.now()
    found = board.orders(request.user, now).select_related("unit", "category", "important_case__leader")
    names = {"age": wanted.age, "rung": wanted.rung, "board_unit": wanted.unit}
    found = found.filter(**{name: value for name, value in names.items() if value})
    if wanted.important is not None:
        found = found.filter(important=wanted.important)
    found = found.order_by("due_at", "pk")
    return page_of(found, page, lambda rows: [_row(row, request.user, now) for row in rows])


@router.get("/important", response=answers(ImportantPage), operation_id="important_cases")
def important_cases(request, wanted: Query[ImportantFilter], page: Query[Page]):
    """Important cases of every state that this person may see, those for which a leader was named and the others."""
    now = timezone.now()
    found = important.cases(request.user, mine=wanted.mine, still_open=wanted.open)
    found = found.select_related("unit", "category", "important_case__leader", "important_case__by")
    shown = page_of(found, page, lambda rows: [_case(row, request.user, now) for row in rows])
    return {**shown, "mine": important.mine_open(request.user)}


@router.get("/leaders", response=answers(list[Person]), operation_id="supervision_leaders")
def leaders(request):
    """Who may be named for an important order."""
    _centre(request.user)
    found = User.objects.filter(role__in=MAY_LEAD, is_active=True).select_related("unit")
    return [person(user) for user in found.order_by("role", "pk")]


@router.get("/circular", response=answers(Circular), operation_id="supervision_circular")
def month_circular(request, month: MONTH):
    """The units' month, the best first. month: 2026-11."""
    _centre(request.user)
    return {"month": month, "rows": [dataclasses.asdict(row) for row in _rows(month)]}


@router.get("/circular.docx", operation_id="supervision_circular_docx")
def month_docx(request, month: MONTH):
    _centre(request.user)
    return _file(papers.circular_docx(_rows(month), _first(month), _city()), f"circular-{month}.docx", WORD)


@router.get("/circular.xlsx", operation_id="supervision_circular_xlsx")
def month_xlsx(request, month: MONTH):
    _centre(request.user)
    return _file(papers.circular_xlsx(_rows(month), _first(month)), f"circular-{month}.xlsx", EXCEL)


@notices.get("/{number}/notices/{notice_id}.docx", operation_id="order_notice_docx")
def notice_docx(request, number: str, notice_id: Annotated[int, Field(ge=1, lt=2**63)]):
    """A notice of an order as a paper (督办单)."""
    order = queries.one(request.user, number)
    found = Notice.objects.visible_to(request.user).filter(order=order, pk=notice_id)
    notice = found.select_related("unit", "by").first()
    if notice is None:
        raise NotFound(f"工单 {number} 没有这张督办单", cure="请从工单页面打开")
    return _file(papers.notice_docx(notice, order, _city()), f"{order.number}-{notice.pk}.docx", WORD)


def _row(order, viewer, now) -> dict:
    case = important.case_of(order)
    labels = {str(rung): str(rung.label) for rung in Rung} | {board.NO_RUNG: "未催办"}
    return {
        **present.row(order, viewer, now),
        "age": order.age,
        "age_label": str(Age(order.age).label),
        "rung": order.rung,
        "rung_label": labels[order.rung],
        "leader": name_of(case.leader) if case else "",
    }


def _case(order, viewer, now) -> dict:
    case = important.case_of(order)
    return {
        **present.row(order, viewer, now),
        "leader": name_of(case.leader) if case else "",
        "mine": case is not None and case.leader_id == viewer.pk,
        "marked_by": name_of(case.by) if case else "",
        "marked_at": case.at if case else None,
    }


def _rows(month: str) -> list[circular.Row]:
    return circular.rows(_first(month), timezone.now())


def _first(month: str) -> dt.date:
    return dt.date.fromisoformat(f"{month}-01")


def _city() -> str:
    return (CityAbout.objects.first() or CityAbout()).short_name


def _centre(user) -> None:
    if user.role not in CENTRE:
        raise NotAllowed(f"{user.get_role_display()}不能查看全市通报", cure="请由热线中心发布")


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    return HttpResponse(
        content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
