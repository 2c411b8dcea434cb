"""What goes into the knowledge base and what comes out of it, as values (知识条目)."""

import dataclasses
import datetime as dt


@dataclasses.dataclass(frozen=True, slots=True)
class Passage:
    """A piece of an article that can answer by itself. Several passages may share a `key` (the article's).

    title: the question or heading; "" where there is none. source, clause: 《…》 and 第…条.
    city, district: where it holds; "" holds everywhere within the wider place. valid_from, valid_to: first and
    last day of effect, None is open. variants: other wordings of the question. article: id in the office, or "".
    """

    key: str
    title: str
    text: str
    source: str = ""
    clause: str = ""
    unit: str = ""
    city: str = ""
    district: str = ""
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    article: str = ""
    variants: tuple[str, ...] = ()

    def holds(self, *, on: dt.date | None, city: str = "", district: str = "") -> bool:
        """Whether it may be an answer there and then. on None: whenever; city or district "": not known.

        An article of a place never answers a caller who is not known to be in that place.
        """
        if on is not None and (
            (self.valid_from is not None and on < self.valid_from)
            or (self.valid_to is not None and self.valid_to < on)
        ):
            return False
        return self.city in ("", city) and self.district in ("", district)


@dataclasses.dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found. score: higher is better, comparable within one search only."""

    passage: Passage
    score: float


@dataclasses.dataclass(frozen=True, slots=True)
class Card:
    """An answer to show. start, end: the sentence of `passage.text` that answers best. confidence: 0..1."""

    passage: Passage
    confidence: float
    start: int = 0
    end: int = 0

    @property
    def sentence(self) -> str:
        return self.passage.text[self.start : self.end]


@dataclasses.dataclass(frozen=True, slots=True)
class Answer:
    """Cards by falling confidence. answered False is the honest "none": the cards are then only near.

    query: what was looked for. confidence: 0..1 that the first card answers it.
    """

    cards: tuple[Card, ...]
    answered: bool
    confidence: float
    query: str = ""
