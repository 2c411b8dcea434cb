"""What goes over the wire for a draft's fields."""

from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field

from zhixi.hotline.http import Line

Part = Annotated[int, Field(ge=0, le=20)]
Count = Annotated[int, Field(ge=0, lt=2**31)]


class FieldMark(Schema):
    """state: whose the field is. own: the form's parts as the agent accepted or wrote them, None while it is the
    seat's. revision: of the suggestion; version: of what people did."""

    state: Literal["offered", "accepted", "edited", "rejected"]
    revision: int
    version: int
    own: dict[str, Any] | None


class PartFields(Schema):
    part: int
    fields: dict[str, FieldMark]


class OfField(Schema):
    part: Part = 0
    field: Line


class FieldDecision(OfField):
    """revision: of the suggestion as the agent saw it."""

    revision: Count


class FieldDecisions(Schema):
    """revisions: field → revision of its suggestion as the agent saw it."""

    part: Part = 0
    revisions: Annotated[dict[str, Count], Field(max_length=40)]


class FieldEdit(OfField):
    """change: the form's parts of this field. version: of the field as the page knew it."""

    change: Annotated[dict[str, Any], Field(max_length=4)]
    version: Count
