"""Small constructors shared by the field files: a Field with its evidence from turns and spans."""

import re
from collections.abc import Iterable
from typing import Any

from zhixi.assist.forms.draft import Evidence, Field
from zhixi.assist.forms.hearing import Turn


def field(name: str, value: Any, confidence: float, evidence: Iterable[Evidence], text: str = "") -> Field:
    """A filled field; evidence sorted and without doubles. A field without evidence is a programming error."""
    shown = tuple(sorted(set(evidence)))
    if not shown:
        raise ValueError(f"{name} has a value and no evidence")
    return Field(name, value, text or str(value), round(min(confidence, 0.99), 2), shown)


def at(turn: Turn, match: re.Match) -> Evidence:
    return Evidence(turn.n, match.start(), match.end())


def whole(turn: Turn) -> Evidence:
    return Evidence(turn.n, 0, len(turn.text))
