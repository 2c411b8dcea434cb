"""The category of a matter (事项分类): only nodes of the city's own tree.

By names and keywords; and where the city folder holds `models/category`, made from the centre's own past orders with
`zhixi forms fit-category ORDERS.csv --text … --levels … --city CITY --model CITY/models/category`, by that first. A
model of `zhixi dispatch fit` does as well; its labels are codes of the tree, or names from the top joined by "/".
"""

import collections
import functools
import heapq
import math
import re
from collections.abc import Callable

from zhixi.assist.city import Category, City
from zhixi.assist.forms.draft import Evidence, Field
from zhixi.assist.forms.found import field
from zhixi.assist.forms.hearing import Turn

EMPTY_NAMES = {"其他", "其它", "综合", "一般", "问题"}
# A name at the leaf says more than one at the top; a keyword was written down for this very node.
LEVEL_WEIGHT = (0.6, 0.9, 1.2, 1.5)
KEYWORD_WEIGHT = 2.0
BRANCH = 0.25
LEAST = 1.6
# The hotline names itself in every greeting; that speaks for no matter.
GREETING = re.compile(r"[^，。]{0,8}(?:热线|一二三四五|12345|为您服务|话务员|坐席|客服)[^，。！？]{0,6}")


class Categories:
    """A category tree indexed by the terms that speak for its nodes."""

    def __init__(self, city: City):
        self.nodes = city.categories
        # The nodes above each node, by number: a tuple of names is hashed anew at every look.
        numbers: dict[tuple[str, ...], int] = {}
        self.above = [
            tuple(numbers.setdefault(node.path[:depth], len(numbers)) for depth in range(1, len(node.path)))
            for node in self.nodes
        ]
        self.terms: dict[str, list[tuple[int, float]]] = {}
        for number, node in enumerate(self.nodes):
            for term, weight in _terms(node).items():
                self.terms.setdefault(term, []).append((number, weight))
        self.rarity = {t: math.log(1 + len(self.nodes) / len(n)) for t, n in self.terms.items()}
        self.shares = {term: self._shares(found) for term, found in self.terms.items()}
        heads: dict[str, set[int]] = {}
        for term in self.terms:
            heads.setdefault(term[:2], set()).add(len(term))
        self.sizes = {head: sorted(sizes, reverse=True) for head, sizes in heads.items()}
        self._line = functools.lru_cache(maxsize=4096)(self._terms_in)
        self.ask = _learnt(city)

    def _shares(self, found: list[tuple[int, float]]) -> list[tuple[int, float]]:
        """What a term says for each node above those that it speaks for: its loudest there, less where it is common."""
        loudest: dict[int, float] = {}
        for number, weight in found:
            for path in self.above[number]:
                loudest[path] = max(loudest.get(path, 0), weight)
        return [(path, weight / len(found) ** 0.5) for path, weight in loudest.items()]

    def learnt(self, text: str, *, written: bool = False) -> tuple[Category, float] | None:
        """The node that the learnt model names, with its chance; None without a model or a node of the tree."""
        if self.ask is None or not text:
            return None
        node, chance = self.ask(text, written)
        return (node, chance) if node else None

    def ranked(self, text: str) -> list[tuple[Category, float, list[str]]]:
        """Nodes with a score above nothing, best first, with the terms that spoke for them.

        A node's score is its own terms' and a share of what speaks for each node above it, so that many small
        hints for one branch outweigh one loud word for a leaf elsewhere.
        """
        own: dict[int, float] = collections.defaultdict(float)
        because: dict[int, list[str]] = {}
        above: dict[int, float] = collections.defaultdict(float)
        for term, times in self._said(text).items():
            loud = self.rarity[term] * min(1 + 0.3 * (times - 1), 2) * min(len(term), 4) / 3
            for number, weight in self.terms[term]:
                own[number] += weight * loud
                because.setdefault(number, []).append(term)
            for path, share in self.shares[term]:
                above[path] += share * loud
        scores = {n: score + BRANCH * sum(above[path] for path in self.above[n]) for n, score in own.items()}
        best = heapq.nsmallest(10, scores, key=lambda n: (-scores[n], len(self.nodes[n].path), n))
        return [(self.nodes[n], scores[n], because[n]) for n in best]

    def _said(self, text: str) -> dict[str, int]:
        """Terms of the tree in a text, the longest at each place, with how often."""
        found: dict[str, int] = {}
        for line in text.split("\n"):
            for term in self._line(line):
                found[term] = found.get(term, 0) + 1
        return found

    def _terms_in(self, line: str) -> tuple[str, ...]:
        """The terms of one line, in order; a talk's lines are looked at once, however often it is filled."""
        found = []
        for at in range(len(line) - 1):
            for size in self.sizes.get(line[at : at + 2], ()):
                if (term := line[at : at + size]) in self.terms:
                    found.append(term)
                    break
        return tuple(found)


def _learnt(city: City) -> Callable[[str, bool], tuple[Category | None, float]] | None:
    """Asks the model of a city folder; None without one. A broken one is Unavailable, not silently left out."""
    folder = city.folder / "models" / "category" if city.folder else None
    if folder is None or not (folder / "card.json").exists():
        return None
    # numpy and scipy, only for who has a model
    from zhixi.assist.dispatch import load_model
    from zhixi.assist.forms.sorting import is_sorter, load_sorter

    if is_sorter(folder):
        sorter, leaves = load_sorter(folder), leaves_of(city)

        allowed = set(leaves)

        def by_branch(text: str, written: bool) -> tuple[Category | None, float]:
            path, chance = sorter.ranked(text, written=written, allowed=allowed) or ((), 0.0)
            return leaves.get(path), chance

        return by_branch
    model, labels = load_model(folder), {"/".join(n.path): n for n in city.categories}
    labels |= {n.code: n for n in city.categories}

    def at_once(text: str, written: bool) -> tuple[Category | None, float]:
        label, chance = model.predict([text])[0].ranked[0]
        return labels.get(label), chance

    return at_once


def leaves_of(city: City) -> dict[tuple[str, ...], Category]:
    """The nodes that have none below them (末级), by path: orders lie on these alone."""
    above = {n.path[:depth] for n in city.categories for depth in range(1, len(n.path))}
    return {n.path: n for n in city.categories if n.path not in above}


def _terms(node: Category) -> dict[str, float]:
    weights: dict[str, float] = {}
    for level, name in enumerate(node.path):
        if name in EMPTY_NAMES:
            continue
        for piece in _pieces(name):
            weights[piece] = max(weights.get(piece, 0), LEVEL_WEIGHT[min(level, 3)])
    for word in node.keywords:
        if len(word) >= 2:
            weights[word] = max(weights.get(word, 0), KEYWORD_WEIGHT)
    return weights


def _pieces(name: str) -> list[str]:
    """A node's name and its halves: 道路交通 → 道路交通, 道路, 交通."""
    parts = [
        p for p in "".join(c if c not in "（）()、/·，,“”" else " " for c in name).split() if len(p) >= 2
    ]
    halves = [p[i : i + 2] for p in parts if len(p) == 4 for i in (0, 2)]
    return parts + [h for h in halves if h not in ("管理", "服务", "问题", "其他", "事件", "社会", "城市")]


def category(
    turns: tuple[Turn, ...], categories: Categories, texts: dict[str, Field], *, written: bool = False
) -> Field | None:
    """The node's path from the top down. The title counts twice: it holds the matter without the asides."""
    if not categories.nodes:
        return None
    heard = [t for t in turns if not t.agent or (t.confirmed and not t.denied)]
    said = "\n".join(GREETING.sub("", t.text) if t.agent else t.text for t in heard)
    lead = "\n".join(texts[name].text for name in ("title", "demand") if name in texts)
    told = [texts[name] for name in ("title", "description") if name in texts]
    words = said if written else "。".join(f.text for f in told)
    if told and (found := categories.learnt(words, written=written)):
        behind = [e for f in told for e in f.evidence]
        return field("category", list(found[0].path), found[1], behind, " / ".join(found[0].path))
    ranked = categories.ranked(f"{said}\n{lead}\n{lead}")
    if not ranked or ranked[0][1] < LEAST:
        return None
    node, score, because = ranked[0]
    second = ranked[1][1] if len(ranked) > 1 else 0.0
    evidence = [
        Evidence(t.n, at, at + len(term)) for t in heard for term in because if (at := t.text.find(term)) >= 0
    ]
    if not evidence:
        return None
    confidence = 0.35 + 0.5 * (score - second) / score + 0.02 * min(score, 5)
    return field("category", list(node.path), confidence, evidence, " / ".join(node.path))
