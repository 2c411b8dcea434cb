"""What an import would do, worked out before anything is written (导入预览): the plan that the action then follows."""

import dataclasses
import hashlib
import pathlib

from zhixi.assist.documents import Document, Facts, Piece, cut, parted, suggested
from zhixi.assist.documents.matching import Known, Match, digest, match
from zhixi.errors import Conflict
from zhixi.hotline.articles.choices import Element
from zhixi.hotline.documents import rows
from zhixi.hotline.documents.choices import Cut, Fate
from zhixi.hotline.documents.models import Part, Source
from zhixi.hotline.documents.wishes import Wishes

LONGEST = 20_000  # letters of one article


@dataclasses.dataclass(frozen=True, slots=True)
class Planned:
    """One piece. fields: what is written, as the article's own. part: that it goes on. wrong: why it cannot be taken."""

    piece: Piece
    fate: Fate
    fields: dict
    part: Part | None = None
    key: str = ""
    wrong: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Plan:
    """source: the one that is brought up to date, None of a new one. gone: parts that it no longer has."""

    document: Document
    facts: Facts
    source: Source | None
    digest: str
    cut: str
    depth: int
    columns: dict[str, str]
    pieces: tuple[Planned, ...]
    gone: tuple[Part, ...]

    def count(self, fate: Fate) -> int:
        return sum(1 for planned in self.pieces if planned.fate == fate)


def digest_of(path: pathlib.Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def plan(document: Document, wishes: Wishes, *, name: str, digest: str) -> Plan:
    """What this document would become now. Raises Conflict where the file is another than the one looked at."""
    if wishes.digest and wishes.digest != digest:
        raise Conflict("文件与预览时不同", cure="请重新预览后再导入")
    facts = wishes.of(document.facts)
    if document.header and not facts.title:  # a table says nowhere what it is
        facts = dataclasses.replace(facts, title=pathlib.PurePath(name).stem[:150])
    source = _known(facts, digest, wishes.as_new)
    if document.header:
        how, depth, columns = Cut.ROWS.value, 1, rows.columns_of(document, wishes)
        read = rows.read(document, columns, wishes, facts)
    else:
        how = wishes.cut or (source.cut if source and source.cut != Cut.ROWS else suggested(document))
        depth, columns = wishes.depth or (source.depth if source else 1), {}
        read = [
            (piece, _fields(piece, facts, wishes, how), _flaw(piece))
            for piece in cut(document, by=how, depth=depth, title=facts.title)
        ]
    pieces, gone = _compared(read, source, how)
    return Plan(document, facts, source, digest, how, depth, columns, pieces, gone)


def _known(facts: Facts, digest: str, as_new: bool) -> Source | None:
    """The source that this is: by its bytes, by its 文号, or by its title where one of the two has no other 文号."""
    if same := Source.objects.filter(digest=digest).first():
        return same
    if as_new:
        return None
    if facts.number and (numbered := Source.objects.filter(number=facts.number).first()):
        return numbered
    return Source.objects.filter(title=facts.title).first() if facts.title else None


def _fields(piece: Piece, facts: Facts, wishes: Wishes, how: str) -> dict:
    return {
        "title": piece.title,
        **told(piece.body, how),
        "source": facts.source[:200],
        "clause": piece.clause,
        "valid_from": facts.valid_from,
        "valid_to": facts.valid_to,
        "category": wishes.category or None,
        "unit": wishes.unit or None,
        "district": wishes.district,
    }


def _flaw(piece: Piece) -> str:
    return f"超过{LONGEST}字，请按条或按标题拆分" if len(piece.body) > LONGEST else ""


def _compared(read, source: Source | None, how: str) -> tuple[tuple[Planned, ...], tuple[Part, ...]]:
    parts = {p.article.key: p for p in source.parts.select_related("article")} if source else {}
    known = [Known(key, part.place, part.text) for key, part in parts.items()]
    if how == Cut.ROWS:
        matches, gone = rows.matched([piece for piece, _, _ in read], known)
    else:
        matches, gone = match([piece for piece, _, _ in read], known)
    pieces = tuple(
        _planned(found, fields, flaw, parts) for found, (_, fields, flaw) in zip(matches, read, strict=True)
    )
    return pieces, tuple(part for one in gone if (part := parts[one.key]).gone_at is None)


def _planned(found: Match, fields: dict, flaw: str, parts: dict[str, Part]) -> Planned:
    part = parts[found.of.key] if found.of else None
    key = part.article.key if part else fields.get("key", "")
    if flaw:
        fate = Fate.WRONG
    elif part is None:
        fate = Fate.NEW
    elif found.same and part.gone_at is None:
        fate = Fate.SAME
    else:
        fate = Fate.EDITED if was_edited(part) else Fate.CHANGED
    return Planned(found.piece, fate, fields, part, key, flaw)


def was_edited(part: Part) -> bool:
    """Whether somebody has changed the article's text since it was imported."""
    imported, article = told(part.text, part.source.cut), part.article
    same = all(digest(getattr(article, name)) == digest(text) for name, text in imported.items())
    # Before articles had parts, all of it was the answer.
    return not same and digest(article.whole) != digest(part.text)


def told(text: str, how: str) -> dict[str, str]:
    """The answer and the parts that a piece holds, by field. A table's row says nothing of what it has no cell for."""
    if how == Cut.ROWS:
        return rows.told_in(text)
    body, parts = (text, {}) if how == Cut.CLAUSE else parted(text)
    return {"body": body} | {part: parts.get(part, "") for part in Element}
