"""The chain for those who answer for it: the administrator, the leader, the inspector."""

from typing import Annotated

from ninja import Query, Router, Schema
from pydantic import Field

from zhixi.errors import NotAllowed
from zhixi.hotline.accounts.choices import Role
from zhixi.hotline.audit import verifying
from zhixi.hotline.audit.models import Event
from zhixi.hotline.audit.presenting import EventRow, RevealRow, event_row, reveal_row
from zhixi.hotline.http import Line, answers
from zhixi.hotline.paging import Page, page_of
from zhixi.hotline.privacy.models import Reveal

router = Router()
READERS = (Role.SYSTEM_ADMIN, Role.LEADER, Role.QA_INSPECTOR)


class EventFilter(Schema):
    subject: Line = ""
    key: Line = ""
    actor: Annotated[int | None, Field(ge=1, lt=2**63)] = None
    verb: Line = ""


class EventPage(Schema):
    items: list[EventRow]
    total: int
    page: int
    size: int


class RevealPage(Schema):
    items: list[RevealRow]
    total: int
    page: int
    size: int


class Verified(Schema):
    ok: bool
    events: int
    broken_at: int | None
    fault: str


@router.get("/events", response=answers(EventPage), operation_id="audit_events")
def events(request, filters: Query[EventFilter], page: Query[Page]):
    _reader(request.user)
    wanted = {name: value for name, value in filters.dict().items() if value not in ("", None)}
    found = Event.objects.visible_to(request.user).filter(**wanted).select_related("actor").order_by("-n")
    return page_of(found, page, lambda rows: [event_row(row, request.user) for row in rows])


@router.get("/reveals", response=answers(RevealPage), operation_id="audit_reveals")
def reveals(request, page: Query[Page]):
    """Who looked at whose data, and why: all of it for the administrator and the inspector, else one's own."""
    found = Reveal.objects.visible_to(request.user).select_related("actor")
    return page_of(found, page, lambda rows: [reveal_row(row) for row in rows])


@router.get("/verify", response=answers(Verified), operation_id="audit_verify")
def verify(request):
    _reader(request.user)
    return verifying.verify()


def _reader(user) -> None:
    if user.role not in READERS:
        raise NotAllowed(f"{user.get_role_display()}不能查看审计", cure="请联系系统管理员")
