"""What is read out of a document: frozen values that travel as JSON between two processes."""

import dataclasses
import datetime as dt

BODY = 0  # the level of a block that is no heading
TABLE = -1  # the level of a table, its text in Markdown


@dataclasses.dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may cost. bytes: of the file; unpacked: of all that it holds; seconds: of the processor."""

    bytes: int = 50 << 20
    unpacked: int = 400 << 20
    seconds: int = 60
    memory: int = 1536 << 20
    pages: int = 3000
    rows: int = 20_000


@dataclasses.dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading or table. level: 1 to 9 of a heading that its file marks as one. size: of its letters, in points."""

    text: str
    level: int = BODY
    size: float = 0.0


@dataclasses.dataclass(frozen=True, slots=True)
class Facts:
    """What a document is (来源文件): "" and None where it does not say.

    number: 文号. dated: the day on which it was issued. valid_from, valid_to: as it sets them itself.
    """

    title: str = ""
    office: str = ""
    number: str = ""
    dated: dt.date | None = None
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None

    @property
    def source(self) -> str:
        """As an article names it: 《…》（文号）."""
        named = self.title if self.title.startswith("《") or not self.title else f"《{self.title}》"
        return f"{named}（{self.number}）" if self.number and named else named or self.number


@dataclasses.dataclass(frozen=True, slots=True)
class Document:
    """kind: what the file is by its content. header, rows: of a table alone, which has no blocks.

    notes: what whoever imports it should know, such as cells whose formula holds no value.
    """

    kind: str
    blocks: tuple[Block, ...] = ()
    facts: Facts = Facts()
    header: tuple[str, ...] = ()
    rows: tuple[tuple[int, tuple[str, ...]], ...] = ()
    notes: tuple[str, ...] = ()
    pages: int = 0


@dataclasses.dataclass(frozen=True, slots=True)
class Piece:
    """One article to be. place: what it is called within its document and known by when the document comes again."""

    place: str
    clause: str
    title: str
    body: str


def as_plain(document: Document) -> dict:
    return dataclasses.asdict(document)


def from_plain(plain: dict) -> Document:
    """The document out of what JSON made of it; dates are ISO."""
    facts = dict(plain["facts"])
    for name in ("dated", "valid_from", "valid_to"):
        facts[name] = dt.date.fromisoformat(facts[name]) if facts[name] else None
    return Document(
        kind=plain["kind"],
        blocks=tuple(Block(**block) for block in plain["blocks"]),
        facts=Facts(**facts),
        header=tuple(plain["header"]),
        rows=tuple((number, tuple(cells)) for number, cells in plain["rows"]),
        notes=tuple(plain["notes"]),
        pages=plain["pages"],
    )
