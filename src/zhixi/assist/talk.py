"""A talk between a caller and an agent, as values (通话, 声道, 话语)."""

import dataclasses
import datetime as dt
import enum


class Leg(enum.StrEnum):
    """Whose side a stretch of speech is on (声道)."""

    AGENT = "agent"
    CALLER = "caller"
    MIXED = "mixed"  # a mono recording or a letter: nobody knows, and nobody guesses


@dataclasses.dataclass(frozen=True, slots=True)
class Mark:
    """What is known of characters start..end of an utterance's text (标注); the text itself stays as it was said.

    kind: "name" or "digit", mended by sound, and `said` is what was recognised there; "filler" or "repeat",
    said without meaning; else a number (phone, date, time, …), and `written` is how people write it.
    why: for a mend, what spoke for it. score: for a mend, 0..1, how near the sounds are.
    """

    start: int
    end: int
    kind: str
    written: str = ""
    said: str = ""
    why: str = ""
    score: float | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Utterance:
    """One stretch of speech of one side (话语).

    n: its place in the talk, from 0. start, end: seconds from the start of the talk.
    text: simplified characters, numbers as they were spoken. confidence: 0..1 as the recogniser tells it,
    None for written text. marks: what was mended in it, and how people write it. language: a code where the
    engine tells it, or "".
    """

    n: int
    leg: Leg
    start: float
    end: float
    text: str
    confidence: float | None = None
    marks: tuple[Mark, ...] = ()
    language: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Conversation:
    """A talk so far, with what the telephone system knows of it.

    started_at: aware datetime, the one clock that relative times ("昨天") are read by.
    calling_number: what the network shows, "" when withheld. Never the caller's own word.
    written: True for a letter or web form, which is one MIXED utterance.
    """

    started_at: dt.datetime
    utterances: tuple[Utterance, ...] = ()
    calling_number: str = ""
    written: bool = False

    def said_by(self, leg: Leg) -> tuple[Utterance, ...]:
        return tuple(u for u in self.utterances if u.leg == leg)

    def with_utterance(self, utterance: Utterance) -> "Conversation":
        return dataclasses.replace(self, utterances=(*self.utterances, utterance))
