"""Choices that carry value, label and colour once; the browser gets all three from `/api/meta`."""

from django.db import models


class ColouredChoices(models.TextChoices):
    """A text choice with a colour of Element Plus: `DRAFT = "draft", "info", "草稿"` (value, colour, label)."""

    def __new__(cls, value: str, colour: str = "info"):
        member = str.__new__(cls, value)
        member._value_ = value
        member.colour = colour
        return member

    @classmethod
    def as_rows(cls) -> list[dict]:
        return [{"value": m.value, "label": str(m.label), "colour": m.colour} for m in cls]
