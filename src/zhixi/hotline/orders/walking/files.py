"""Files of an order on the walk: who may take one back, and what follows (附件)."""

import dataclasses

from zhixi.hotline.orders.walking.book import ABSENT, FORBIDDEN, OK, REFUSED, Memo, Person

WITH_THEM = ("dispatched", "signed", "handling")


@dataclasses.dataclass(slots=True, eq=False)
class Paper:
    """A file. unit: of whom, "" of the centre. evidence: it was the leading unit's. replied: it went with a reply."""

    pk: int
    by: str
    unit: str
    evidence: bool
    replied: bool = False
    gone: bool = False


def left(memo: Memo) -> int:
    """How many files an order has that were not taken back."""
    return sum(not paper.gone for paper in memo.papers)


def taking_back(memo: Memo, paper: Paper | None, who: Person) -> str:
    """Units: their own, until they replied; people of the centre: their own, its desk any."""
    if paper is None:
        return ABSENT
    if paper.gone:
        return REFUSED
    if who.unit:
        if paper.unit != who.unit:
            return FORBIDDEN
        return REFUSED if paper.replied or memo.state not in WITH_THEM else OK
    return OK if paper.by == who.name or who.role in ("dispatcher", "team_leader") else FORBIDDEN


def _add(memo, given, who, now):
    for pk in given["uploads"]:
        memo.papers.append(Paper(pk, who.name, who.unit, bool(who.unit) and memo.unit == who.unit))


def _take_back(memo, given, who, now):
    given["paper"].gone = True


def go_with_reply(memo: Memo) -> None:
    """A reply takes along what its unit brought before it."""
    for paper in memo.papers:
        if paper.evidence and paper.unit == memo.unit and not paper.gone:
            paper.replied = True


PAPERS = {"attach": _add, "attach_evidence": _add, "withdraw_attachment": _take_back}
