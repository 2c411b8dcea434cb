"""What an ear tells of its leg, turned into what the office is told of the call."""

import dataclasses
from collections.abc import Callable

from zhixi.assist.talk import Leg
from zhixi.gateway.line import Fault, Line, Trouble


def for_line(event, leg: Leg, offset: float) -> Callable[[Line], None] | None:
    """offset: seconds of the call before the leg began. None for what the office need not know."""
    match type(event).__name__:
        case "Heard":
            heard = dataclasses.replace(event, start=event.start + offset, end=event.end + offset)
            return lambda line: line.heard(heard)
        case "Partial":
            return lambda line: line.partial(leg, event.start + offset, event.text)
    fault = _fault(event, leg)
    return (lambda line: line.fault(fault)) if fault else None


def _fault(event, leg: Leg) -> Fault | None:
    match type(event).__name__:
        case "Behind":
            message = f"语音识别较慢，文字约晚 {event.seconds:.0f} 秒" if event.seconds else ""
            return Fault(Trouble.BEHIND, message, not event.seconds, leg)
        case "Down":
            return Fault(Trouble.ENGINE, event.reason, False, leg)
        case "Up":
            return Fault(Trouble.ENGINE, "", True, leg)
        case "Lost":
            return Fault(Trouble.WORDS, event.reason, False, leg)
    return None
