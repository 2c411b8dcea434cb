"""What an ear tells of its leg, turned into what the office is told of the call."""

import dataclasses
from collections.abc import Callable

from zhixi.assist.speech import Heard
from zhixi.assist.speech.events import Behind, Down, Lost, Partial, Up
from zhixi.assist.talk import Leg
from zhixi.gateway.line import Fault, Line, Trouble


def for_line(event, leg: Leg, offset: float) -> Callable[[Line], None] | None:
    """offset: seconds of the call before the leg began. None for what the office need not know."""
    match event:
        case Heard():
            heard = dataclasses.replace(event, start=event.start + offset, end=event.end + offset)
            return lambda line: line.heard(heard)
        case Partial():
            return lambda line: line.partial(leg, event.start + offset, event.text)
    fault = _fault(event, leg)
    return (lambda line: line.fault(fault)) if fault else None


def _fault(event, leg: Leg) -> Fault | None:
    match event:
        case Behind(seconds=seconds):
            message = f"语音识别较慢，文字约晚 {seconds:.0f} 秒" if seconds else ""
            return Fault(Trouble.BEHIND, message, not seconds, leg)
        case Down(reason=reason):
            return Fault(Trouble.ENGINE, reason, False, leg)
        case Up():
            return Fault(Trouble.ENGINE, "", True, leg)
        case Lost(reason=reason):
            return Fault(Trouble.WORDS, reason, False, leg)
    return None
