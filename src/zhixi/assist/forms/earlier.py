"""The earlier order that the caller speaks of (关联工单), by its number."""

import re

from zhixi.assist.forms.draft import Evidence, Field
from zhixi.assist.forms.found import field
from zhixi.assist.forms.hearing import Turn
from zhixi.assist.forms.numbers import same_with_losses
from zhixi.assist.numerals import runs

DATED = re.compile(r"20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
NUMBERED = re.compile(r"工单|单号|编号|受理号|流水号")


def related_order(turns: tuple[Turn, ...]) -> Field | None:
    """The order number: twelve digits or more, named as one or beginning with a date; later words replace it."""
    value, evidence = "", []
    for place, turn in enumerate(turns):
        if turn.agent and turn.denied:
            continue
        for start, end, digits in runs(turn.text, 8):
            if not _numbered(turns, place, digits):
                continue
            if not turn.agent and turn.denies and value and len(digits) < len(value):
                digits = value[: -len(digits)] + digits
            if len(digits) < 12:
                continue
            if same_with_losses(digits, value) and not turn.denies:
                value = max(digits, value, key=_likely)
            elif value and _likely(value)[0] and not _likely(digits)[0] and not turn.denies:
                continue
            if digits != value and not same_with_losses(digits, value):
                if turn.agent and value and not turn.confirmed:
                    continue
                value, evidence = digits, []
            evidence.append(Evidence(turn.n, start, end))
    return field("related_order", value, 0.7 + 0.1 * len(evidence), evidence) if value else None


def _likely(digits: str) -> tuple[bool, int]:
    """A number that begins with a date is likelier whole; of two such the longer."""
    return bool(DATED.match(digits)), len(digits)


def _numbered(turns, place: int, digits: str) -> bool:
    near = " ".join(t.text for t in turns[max(0, place - 2) : place + 1])
    return bool(NUMBERED.search(near)) or (len(digits) >= 13 and bool(DATED.match(digits)))
