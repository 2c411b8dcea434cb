"""What goes over the wire for what units are asked to confirm."""

import datetime as dt

from ninja import Schema

from zhixi.hotline.accounts.schemas import UnitRef
from zhixi.hotline.http import Line, Moment, Text


class ConfirmationRow(Schema):
    id: int
    key: str
    title: str
    unit: UnitRef
    due_on: dt.date
    overdue: bool
    answer: str
    note: str
    by: str
    answered_at: Moment | None


class ConfirmationPage(Schema):
    """may_ask: whether this person may ask units; may_answer: whether they answer for one."""

    may_ask: bool
    may_answer: bool
    items: list[ConfirmationRow]
    total: int
    page: int
    size: int


class AskUnit(Schema):
    """keys: of articles; none: all of the unit."""

    unit: Line
    due_on: dt.date
    keys: list[Line] = []


class UnitAnswer(Schema):
    note: Text = ""
