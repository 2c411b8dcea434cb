"""Why a door closes: one number and one plain word for each, as WebSocket close codes.

The word goes to the other side and into the log; neither ever holds a number, a name or a token.
"""

import enum


class Refusal(enum.Enum):
    """(close code, reason)."""

    DONE = 1000, "the call is over"
    STOPPING = 1012, "the gateway restarts; connect again"
    MALFORMED = 4400, "not what this format looks like"
    TOKEN = 4401, "no valid token"
    NETWORK = 4403, "not from this address"
    FORMAT = 4404, "no such format"
    LATE = 4408, "nothing came in time"
    LEG_TAKEN = 4409, "another connection brings this leg"
    TOO_LARGE = 4413, "a frame is too large"
    ENCODING = 4415, "an encoding or rate that is not known"
    SILENT = 4418, "no sound for too long"
    TOO_LONG = 4419, "the call is too long"
    TOO_MANY = 4429, "too many calls"
    TOO_FAST = 4430, "more bytes a second than any call has"
    OFFICE = 4503, "the office does not take this call"

    @property
    def code(self) -> int:
        return self.value[0]

    @property
    def reason(self) -> str:
        return self.value[1]


class Refused(Exception):
    """A door must be closed. what: a few words more for the log, without personal data."""

    def __init__(self, refusal: Refusal, what: str = ""):
        super().__init__(f"{refusal.reason}: {what}" if what else refusal.reason)
        self.refusal = refusal
