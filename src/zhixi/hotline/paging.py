"""Pages of a list: counted from 1, at most 100 rows, their total counted up to a limit."""

import datetime as dt
from typing import Annotated

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone
from ninja import Schema
from pydantic import Field

from zhixi.errors import BadInput
from zhixi.hotline.http import Line


class Page(Schema):
    page: Annotated[int, Field(ge=1, le=1_000_000)] = 1
    size: Annotated[int, Field(ge=1, le=100)] = 20


class FollowingPage(Page):
    """after: the `next` of the page before, to go on behind it however deep one is; `page` is then only told back."""

    after: Line = ""


def page_of(found: QuerySet, page: Page, present) -> dict:
    """One page of a queryset. present: a list of rows → a list of what the browser gets.

    total: counted up to LIST_COUNT_CAP, `more` when there are more. Who pages beyond that is told to narrow down:
    the database would have to walk through every row before.
    """
    start = (page.page - 1) * page.size
    check_depth(start)
    rows = list(found[start : start + page.size + 1])
    total, more = _total(found, start, rows, page.size)
    return {"items": present(rows[: page.size]), "total": total, "more": more, **_asked(page)}


def page_after(
    found: QuerySet, page: FollowingPage, present, *, by: str, counted: QuerySet | None = None
) -> dict:
    """The same for a long list that is sorted by the moment `by`, newest first, then by key: with `next`.

    counted: the same rows in the order in which they are counted soonest.
    """
    if not page.after:
        start = (page.page - 1) * page.size
        check_depth(start)
        rows = list(found[start : start + page.size + 1])
    else:
        start = None
        rows = list(_behind(found, page.after, by)[: page.size + 1])
    shown = rows[: page.size]
    total, more = _total(found if counted is None else counted, start, rows, page.size)
    following = _mark(shown[-1], by) if len(rows) > page.size else ""
    return {"items": present(shown), "total": total, "more": more, "next": following, **_asked(page)}


def check_depth(start: int) -> None:
    if start >= max(settings.LIST_COUNT_CAP, 1):
        raise BadInput(
            f"不能翻到第{settings.LIST_COUNT_CAP}条之后", cure="请增加筛选条件，或逐页向后翻", field="page"
        )


def _total(found: QuerySet, start: int | None, rows: list, size: int) -> tuple[int, bool]:
    if start is not None and len(rows) <= size and (rows or start == 0):
        return start + len(rows), False  # the last page knows how many there are
    cap = settings.LIST_COUNT_CAP
    # In the list's own order: what is wanted mostly lies among the newest, and a database that may count in any
    # order begins where it likes.
    total = found[: cap + 1].count()
    return min(total, cap), total > cap


def _behind(found: QuerySet, after: str, by: str) -> QuerySet:
    try:
        moment, key = after.split("~")
        at, pk = dt.datetime.fromisoformat(moment), int(key)
    except ValueError as error:
        raise BadInput("翻页位置无效", cure="请回到第一页", field="after") from error
    if timezone.is_naive(at) or not 0 <= pk < 2**63:
        raise BadInput("翻页位置无效", cure="请回到第一页", field="after")
    # The first condition is what the index is entered by; the second parts rows of the same moment.
    return found.filter(**{f"{by}__lte": at}).filter(Q(**{f"{by}__lt": at}) | Q(pk__lt=pk))


def _mark(row, by: str) -> str:
    return f"{getattr(row, by).astimezone(dt.UTC).isoformat()}~{row.pk}"


def _asked(page: Page) -> dict:
    return {"page": page.page, "size": page.size}
