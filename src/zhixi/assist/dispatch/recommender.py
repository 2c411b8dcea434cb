"""Evidence fused into ranked units: duty list, place, precedents, the learnt classifier, the words themselves.

Each kind of evidence gives every unit a share; shares are averaged with the weights below, over the kinds
that say anything. A unit that the city does not have, or that is closed on the day, cannot be named: only
`_open` units have a place to put a share in.
"""

import collections
import datetime as dt
from collections.abc import Iterable, Mapping

from zhixi.assist.city import City, Unit
from zhixi.assist.dispatch.described import DutyTexts
from zhixi.assist.dispatch.duties import Claim, DutyList
from zhixi.assist.dispatch.explaining import words_for
from zhixi.assist.dispatch.fusing import fused
from zhixi.assist.dispatch.jurisdiction import Jurisdiction, Where
from zhixi.assist.dispatch.precedents import Precedents
from zhixi.assist.dispatch.values import Evidence, Precedent, Reason, Recommendation

_LEAST = 0.01


class Recommender:
    """Built once for a city; `recommend` is pure and thread-safe."""

    def __init__(
        self,
        city: City,
        model=None,
        precedents: Iterable[Precedent] | Precedents = (),
        heirs: Mapping[str, str] | None = None,
    ):
        """heirs: code of a closed unit → code of the one that took over; its history speaks for that one."""
        self._units = {unit.code: unit for unit in city.units}
        self._categories = {category.code: category for category in city.categories}
        self._duties = DutyList(city, self._units)
        self._jurisdiction = Jurisdiction(city)
        self._model = model
        self._precedents = precedents if isinstance(precedents, Precedents) else Precedents(precedents)
        self._names = _names(city.units)
        self._heirs = dict(heirs or {})
        labels = (self._names.get(label, label) for label in model.labels) if model else ()
        past = {*labels, *self._precedents.units}
        known = past | {self._heirs.get(code, code) for code in past} | {duty.unit for duty in city.duties}
        self._described = DutyTexts(city.units, self._units.keys() - known)

    def recommend(
        self, text: str, *, category: str = "", place: dict | None = None, on: dt.date, limit: int = 5
    ) -> list[Recommendation]:
        """Units that are open on the day, best first, each with why.

        category: code or "a/b/c" path, "" unknown; place: the parts of an address. [] where nothing tells.
        """
        where = self._jurisdiction.of(place, text)
        reasons: dict[str, list[Reason]] = collections.defaultdict(list)
        shares = {
            Evidence.DUTY: self._by_duty(text, category, where, on, reasons),
            Evidence.LEARNT: self._by_learning(text, on, reasons),
            Evidence.PRECEDENT: self._by_precedents(text, on, reasons),
            Evidence.NAMED: self._by_name(text, on, reasons),
            Evidence.DESCRIBED: self._by_description(text, on, reasons),
        }
        guessed = not category or not self._duties.claims(category, where, on)
        mixed = fused(shares, self._units, where, guessed)
        best = sorted(mixed, key=lambda code: (-mixed[code], code))[:limit]
        return [
            Recommendation(
                code,
                self._units[code].name,
                mixed[code],
                (*self._by_place(self._units[code], where), *reasons[code]),
            )
            for code in best
            if mixed[code] >= _LEAST
        ]

    def _open(self, code: str, on: dt.date) -> bool:
        return code in self._units and self._units[code].open_on(on)

    def _today(self, code: str, on: dt.date) -> str:
        """The unit itself while it works, else the one that took over from it (单位沿革), however often."""
        passed = set()
        while code in self._heirs and code not in passed and not self._open(code, on):
            passed.add(code)
            code = self._heirs[code]
        return code

    def _by_description(self, text, on, reasons) -> dict[str, float]:
        shares = {}
        for one in self._described.alike(text):
            if self._open(one.unit, on):
                shares[one.unit] = one.share
                words = "、".join(f"“{word}”" for word in one.words[:3])
                reasons[one.unit].append(Reason(Evidence.DESCRIBED, f"尚无办理记录，其职责中写有{words}"))
        total = max(1.0, sum(shares.values()))
        return {code: share / total for code, share in shares.items()}

    def _by_duty(self, text, category, where, on, reasons) -> dict[str, float]:
        claims = self._duties.claims(category, where, on) if category else []
        claims = claims or self._duties.claims_by_words(text, where, on)
        shares: dict[str, float] = collections.defaultdict(float)
        for claim in sorted(claims, key=lambda c: -c.share):
            if claim.duty.unit not in shares:
                reasons[claim.duty.unit].append(self._clause(claim))
            shares[claim.duty.unit] += claim.share
        return shares

    def _clause(self, claim: Claim) -> Reason:
        unit = self._units[claim.duty.unit]
        cited = f"{claim.duty.source}{claim.duty.clause}"
        matter = claim.duty.matter or f"{claim.category.path[-1]}由{unit.short_name or unit.name}负责"
        text = "，".join(filter(None, (f"权责清单：{cited}" if cited else "权责清单", matter)))
        if claim.by:
            text += f"（按“{claim.by}”判断为{claim.category.path[-1]}）"
        return Reason(Evidence.DUTY, text, cited)

    def _by_place(self, unit: Unit, where: Where) -> tuple[Reason, ...]:
        if not unit.district or unit.district != where.district:
            return ()
        street = where.street if unit.street and unit.street == where.street else ""
        by = f"（{where.by}）" if where.by not in ("", where.district, where.street) else ""
        named = unit.short_name or unit.name
        return (Reason(Evidence.PLACE, f"案发地在{where.district}{street}{by}，属{named}辖区"),)

    def _by_learning(self, text, on, reasons) -> dict[str, float]:
        if self._model is None or not text.strip():
            return {}
        shares: dict[str, float] = collections.defaultdict(float)
        labels: dict[str, str] = {}
        for label, probability in self._model.predict([text])[0].ranked:
            code = self._today(self._names.get(label, label), on)
            if self._open(code, on):
                shares[code] += probability
                labels.setdefault(code, label)
        best = max(shares, key=shares.get, default="")
        for code, share in shares.items():
            if share >= 0.05:
                told = f"历史派单：同类诉求由其办理的概率为{share:.0%}"
                # Only of the likeliest: to weigh the words takes as long as to rank the units.
                told += self._by_words(text, labels[code]) if code == best else ""
                reasons[code].append(Reason(Evidence.LEARNT, told))
        return shares

    def _by_words(self, text: str, label: str) -> str:
        words = "、".join(f"“{word.text}”" for word in words_for(self._model, text, label, most=3))
        return f"，主要依据{words}" if words else ""

    def _by_precedents(self, text, on, reasons) -> dict[str, float]:
        shares: dict[str, float] = collections.defaultdict(float)
        for past, alike in self._precedents.alike(text, on).items():
            code = self._today(past, on)
            if not self._open(code, on):
                continue
            by = (
                "其" if code == past else f"其承接的{self._units[past].name if past in self._units else past}"
            )
            told = f"近一年相似工单{alike.among}件中{alike.handled}件由{by}办理"
            if alike.returned:
                told += f"，另有{alike.returned}件被其退回并改派"
            shares[code] += alike.share / (1 + alike.returned)
            reasons[code].append(Reason(Evidence.PRECEDENT, told))
        return shares

    def _by_name(self, text, on, reasons) -> dict[str, float]:
        found: dict[str, str] = {}
        for name, code in self._names.items():
            if len(name) > 1 and name in text and self._open(code, on):
                found[code] = max(found.get(code, ""), name, key=len)
        for code, name in found.items():
            reasons[code].append(Reason(Evidence.NAMED, f"诉求中提到“{name}”"))
        return {code: 1 / len(found) for code in found}


def _names(units: tuple[Unit, ...]) -> dict[str, str]:
    """Every name that means one unit alone → its code; a word that two units share means neither."""
    owners: dict[str, set[str]] = collections.defaultdict(set)
    for unit in units:
        for name in (unit.code, unit.name, unit.short_name, *unit.aliases):
            if name:
                owners[name].add(unit.code)
    return {name: codes.pop() for name, codes in owners.items() if len(codes) == 1}
