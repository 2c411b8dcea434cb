"""Pages of a list: counted from 1, at most 100 rows."""

from typing import Annotated

from ninja import Schema
from pydantic import Field


class Page(Schema):
    page: Annotated[int, Field(ge=1, le=1_000_000)] = 1
    size: Annotated[int, Field(ge=1, le=100)] = 20


def page_of(found, page: Page, present) -> dict:
    """One page of a queryset. present: a list of rows → a list of what the browser gets."""
    start = (page.page - 1) * page.size
    total = found.count()
    rows = list(found[start : start + page.size]) if start < total else []
    return {"items": present(rows), "total": total, "page": page.page, "size": page.size}
