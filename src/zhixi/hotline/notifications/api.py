"""One's own messages (提醒)."""

from typing import Annotated

from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field

from zhixi.hotline.http import Moment, answers
from zhixi.hotline.notifications import actions
from zhixi.hotline.notifications.models import Message
from zhixi.hotline.paging import Page, page_of

router = Router()


class MessageRow(Schema):
    id: int
    kind: str
    order: str | None
    text: str
    at: Moment
    read: bool


class MessagePage(Schema):
    items: list[MessageRow]
    total: int
    page: int
    size: int
    unread: int


class MessageFilter(Schema):
    unread: bool = False


class ReadBody(Schema):
    """ids: of one's own messages; None marks all of them."""

    ids: list[Annotated[int, Field(ge=1, lt=2**63)]] | None = None


class Unread(Schema):
    unread: int


@router.get("", response=answers(MessagePage), operation_id="notifications")
def mine(request, wanted: Query[MessageFilter], page: Query[Page]):
    found = Message.objects.visible_to(request.user).select_related("order")
    if wanted.unread:
        found = found.filter(read_at=None)
    return {**page_of(found, page, lambda rows: [_row(row) for row in rows]), "unread": _unread(request.user)}


@router.get("/unread", response=answers(Unread), operation_id="notifications_unread")
def unread(request):
    """For the bell in the page's head."""
    return {"unread": _unread(request.user)}


@router.post("/read", response=answers(Unread), operation_id="notifications_read")
def read(request, body: ReadBody):
    actions.mark_read(actor=request.user, now=timezone.now(), ids=body.ids)
    return {"unread": _unread(request.user)}


def _unread(user) -> int:
    return Message.objects.visible_to(user).filter(read_at=None).count()


def _row(message: Message) -> dict:
    return {
        "id": message.pk,
        "kind": message.kind,
        "order": message.order.number if message.order else None,
        "text": message.text,
        "at": message.created_at,
        "read": message.read_at is not None,
    }
