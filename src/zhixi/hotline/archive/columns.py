"""What an export may hold: its columns in order, each with its label and how it reads for the asker.

Personal values leave the office masked whoever asks, and of a confidential caller nothing leaves it at all.
"""

import datetime as dt
from collections.abc import Callable

from django.utils import timezone

from zhixi.hotline.orders.due import next_due_at
from zhixi.hotline.privacy.masking import FIELD_MASKS, HIDDEN, mask_text, without_caller

Value = str | int | dt.datetime | None
RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")
LONGEST = 32_000  # characters that a cell of Excel holds, with room to spare


def personal(name: str) -> Callable:
    """Masked for everybody; the unmasked value is only ever shown one by one, with a purpose (privacy.reveal)."""

    def read(order) -> str:
        value = getattr(order, name)
        return HIDDEN if order.confidential and value else FIELD_MASKS[name](value)

    return read


def text(name: str) -> Callable:
    return lambda order: told(order, getattr(order, name))


def told(order, words: str) -> str:
    """Free text without numbers of people, and without its caller where the caller wished it."""
    if order.confidential:
        return without_caller(words, order.caller_name, order.caller_phone)
    return mask_text(words)


def moment(name: str) -> Callable:
    return lambda order: local(getattr(order, name))


def local(at: dt.datetime | None) -> dt.datetime | None:
    return timezone.localtime(at).replace(tzinfo=None, microsecond=0) if at else None


def label(name: str) -> Callable:
    return lambda order: getattr(order, f"get_{name}_display")()


def yes(name: str) -> Callable:
    return lambda order: "是" if getattr(order, name) else ""


def _reply(order) -> str:
    replies = list(order.replies.all())
    return told(order, replies[-1].text) if replies else ""


def _attachments(order) -> int:
    """Only how many: files never leave with an export."""
    return sum(row.attached_at is not None and row.withdrawn_at is None for row in order.attachments.all())


def _asked(read: Callable) -> Callable:
    def last(order) -> str:
        reached = [attempt for attempt in order.callbacks.all() if attempt.reached]
        return read(reached[-1]) if reached else ""

    return last


def _solved(attempt) -> str:
    return {True: "已解决", False: "未解决"}.get(attempt.solved, "")


COLUMNS: dict[str, tuple[str, Callable]] = {
    "number": ("工单编号", lambda order: order.number),
    "state": ("状态", label("state")),
    "channel": ("渠道", label("channel")),
    "request_type": ("诉求类型", label("request_type")),
    "urgency": ("紧急程度", label("urgency")),
    "category": ("事项分类", lambda order: order.category.path if order.category else ""),
    "title": ("标题", text("title")),
    "subject": ("诉求对象", text("subject")),
    "demand": ("诉求目的", text("demand")),
    "description": ("诉求内容", text("description")),
    "caller_name": ("姓名", personal("caller_name")),
    "caller_phone": ("联系电话", personal("caller_phone")),
    "district": ("区县", lambda order: order.district),
    "street": ("街道", lambda order: order.street),
    "address_text": ("地址", text("address_text")),
    "unit": ("主办单位", lambda order: order.unit.name if order.unit else ""),
    "created_by": ("受理人", lambda order: order.created_by.name or order.created_by.username),
    "created_at": ("来电时间", moment("created_at")),
    "accepted_at": ("受理时间", moment("accepted_at")),
    "dispatched_at": ("派单时间", moment("dispatched_at")),
    "signed_at": ("签收时间", moment("signed_at")),
    "replied_at": ("反馈时间", moment("replied_at")),
    "concluded_at": ("办结时间", moment("concluded_at")),
    "archived_at": ("归档时间", moment("archived_at")),
    "due_at": ("办理期限", moment("due_at")),
    "next_due_at": ("当前期限", lambda order: local(next_due_at(order))),
    "reply": ("办理反馈", _reply),
    "answer": ("直接解答", text("answer")),
    "solved": ("是否解决", _asked(_solved)),
    "satisfaction": ("满意度", _asked(lambda attempt: attempt.get_satisfaction_display())),
    "attachments": ("附件数", _attachments),
    "returned": ("退单次数", lambda order: order.returned),
    "reopened": ("重办次数", lambda order: order.reopened),
    "important": ("重要", yes("important")),
    "held": ("冻结", yes("held")),
    "confidential": ("保密", yes("confidential")),
}
USUAL = (
    *("number", "state", "request_type", "urgency", "category", "title", "description", "district", "unit"),
    *("created_at", "dispatched_at", "due_at", "replied_at", "concluded_at", "solved", "satisfaction"),
)
BESIDE = {
    "reply": "replies",
    "attachments": "attachments",
    "solved": "callbacks",
    "satisfaction": "callbacks",
}


def guarded(value: Value) -> Value:
    """A cell that no spreadsheet takes for a formula, however the file is turned into another."""
    if not isinstance(value, str):
        return value
    value = value[:LONGEST]
    return f"'{value}" if value.startswith(RISKY) else value
