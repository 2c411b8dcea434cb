"""What a FunASR server says of one stretch, whichever of the two servers it is.

Protocol: FunASR, runtime/docs/websocket_protocol.md. The C++ server says `is_final: true` in the last message
alone; the Python server says it in every message but the last. `wav_name` comes back as it was sent last, so
it is changed with the end mark and tells what was answered before and after it.
"""

import dataclasses
import json
import logging
import re

from zhixi.assist.speech.engine import Recognised
from zhixi.assist.speech.text import tidy

log = logging.getLogger(__name__)

SPEAKS, ENDED = "speaks", "ended"  # our two values of wav_name
_TAG = re.compile(r"<\|([^|<>]*)\|>")
_LANGUAGES = ("zh", "en", "yue", "ja", "ko")


@dataclasses.dataclass(slots=True)
class Answers:
    """What a server has said of one stretch. final: second pass. pending: first pass of what comes after it."""

    final: str = ""
    pending: str = ""
    language: str = ""
    complete: bool = False
    may_be_complete: bool = False
    _inverted: bool = False  # the server says is_final while we speak
    _last: str = ""

    @property
    def text(self) -> str:
        return tidy(self.final + self.pending)

    def recognised(self) -> Recognised:
        return Recognised(tidy(self.final), 1.0 if self.final else 0.0, self.language)

    def take(self, message: str | bytes) -> None:
        """One message of the server; what is no message of the protocol is passed over."""
        try:
            answer = json.loads(message)
            text, mode = answer.get("text") or "", answer.get("mode", "")
            final, ended = answer.get("is_final") is True, answer.get("wav_name") == ENDED
            if not isinstance(text, str):
                raise TypeError
        except (ValueError, AttributeError, TypeError):
            log.warning("FunASR sent %d bytes that are no answer", len(message))
            return
        if answer.get("timestamp") and message == self._last:
            return  # said twice: two stretches never have the same words and the same times
        self._last = message
        self._add(mode, text)
        self._inverted |= final and not ended
        self.complete |= ended and (final or (self._inverted and mode != "2pass-online"))
        self.may_be_complete |= ended and mode == "2pass-offline"

    def _add(self, mode: str, text: str) -> None:
        for tag in _TAG.findall(text):
            self.language = tag if tag in _LANGUAGES else self.language
        text = _TAG.sub("", text)
        if mode == "2pass-online":
            self.pending += text
        elif mode == "2pass-offline":
            self.final, self.pending = self.final + text, ""
