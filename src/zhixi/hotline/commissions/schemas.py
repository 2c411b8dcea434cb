"""What goes over the wire for questions that units are asked to answer."""

import datetime as dt

from ninja import Schema

from zhixi.hotline.accounts.schemas import UnitRef
from zhixi.hotline.articles.schemas import Elements
from zhixi.hotline.http import Line, Long, Moment, Text
from zhixi.hotline.orders.bodies import Id


class CommissionRow(Schema):
    """asked: how often. article, article_state: of what the unit wrote, for those who keep the base; key alone else."""

    id: int
    gap: int
    question: str
    asked: int
    unit: UnitRef
    asked_by: str
    asked_at: Moment
    due_on: dt.date
    overdue: bool
    wish: str
    outcome: str
    article: str | None
    article_state: str
    note: str
    by: str
    answered_at: Moment | None


class CommissionPage(Schema):
    """may_give: whether this person may ask units and take back; may_answer: whether they write for one."""

    may_give: bool
    may_answer: bool
    items: list[CommissionRow]
    total: int
    page: int
    size: int


class GiveGap(Schema):
    gap: int
    unit: Line
    due_on: dt.date
    wish: Text = ""


class UnitDraft(Elements):
    title: Line
    body: Long
    source: Line = ""
    clause: Line = ""
    files: list[Id] = []


class Why(Schema):
    reason: Text
