"""Many calls about one event, pure: which reports hang together, and what they have in common (群体性诉求)."""

import collections
import dataclasses
import datetime as dt
import re
from collections.abc import Iterable, Sequence

from zhixi.hotline.orders import repeats

MOST_WORDS = 4
TITLE = re.compile(r"的(?:求助|投诉|举报|咨询|建议|问题|反映)$", re.MULTILINE)


@dataclasses.dataclass(frozen=True, slots=True)
class Cluster:
    """Reports that are likely about one event, the oldest first. score: the mean of the links between them."""

    keys: tuple[str, ...]
    score: float


def clusters(reports: Sequence[repeats.Report], *, hours: float, least: int) -> list[Cluster]:
    """Groups of at least `least` reports that are linked, each to one before it within `hours`. Biggest first."""
    ordered = sorted(reports, key=lambda report: (report.at, report.key))
    words = repeats.Words(report.text for report in ordered)
    weighed = {report.key: words.weighed(report) for report in ordered}
    group = {report.key: {report.key} for report in ordered}
    links: list[tuple[str, float]] = []
    for one, other in _near(ordered, dt.timedelta(hours=hours)):
        if group[one.key] is group[other.key]:
            continue  # of 300 calls about one event every pair is near: what is linked needs no second link
        score = repeats.matter(one, weighed[one.key], other, weighed[other.key])
        if score >= repeats.SAME_EVENT:
            links.append((one.key, score))
            _join(group, one.key, other.key)
    return _grouped(ordered, group, links, least)


def shared_words(reports: Iterable[repeats.Report], most: int = MOST_WORDS) -> list[str]:
    """The longest runs of words that at least a third of the reports have, beside the names of the place."""
    texts = [TITLE.sub(" ", repeats.FORMULA.sub(" ", repeats.own_words(report))) for report in reports]
    pairs = [repeats.pairs(text) for text in texts]
    seen = collections.Counter(pair for found in pairs for pair in found)
    usual = {pair for pair, n in seen.items() if n > 1 and 3 * n >= len(texts)}
    if not usual:
        return []
    best = max(range(len(texts)), key=lambda n: len(pairs[n] & usual))
    return repeats.common(texts[best], usual, usual, most)


def _near(ordered: Sequence[repeats.Report], span: dt.timedelta):
    """Pairs that may be one event: close in time, and sharing a street, a road, or at least a district."""
    blocks = collections.defaultdict(list)
    for report in ordered:
        names = {(report.district, report.street)} if report.street else {(report.district, "")}
        names |= {("", name) for name in (report.road, report.poi) if name}
        seen = set()
        for name in sorted(names):
            recent = blocks[name] = [old for old in blocks[name] if report.at - old.at <= span]
            for old in recent:
                if old.key not in seen:
                    seen.add(old.key)
                    yield old, report
            recent.append(report)


def _join(group: dict[str, set[str]], one: str, other: str) -> None:
    if group[one] is not group[other]:
        small, big = sorted((group[one], group[other]), key=len)
        big |= small
        for key in small:
            group[key] = big


def _grouped(ordered, group, links, least: int) -> list[Cluster]:
    scores = collections.defaultdict(list)
    for key, score in links:
        scores[id(group[key])].append(score)
    members = collections.defaultdict(list)
    for report in ordered:
        members[id(group[report.key])].append(report.key)
    found = [
        Cluster(tuple(keys), round(sum(scores[place]) / len(scores[place]), 3))
        for place, keys in members.items()
        if len(keys) >= least and scores[place]
    ]
    return sorted(found, key=lambda cluster: (-len(cluster.keys), -cluster.score))
