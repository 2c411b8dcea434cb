"""Each kind of evidence, as shares among the city's units that are open, with the reasons in words."""

import collections
import datetime as dt
from collections.abc import Mapping, Sequence

from zhixi.assist.city import City, Unit
from zhixi.assist.dispatch.described import DutyTexts
from zhixi.assist.dispatch.directives import Directive, Effect
from zhixi.assist.dispatch.duties import Claim, DutyList
from zhixi.assist.dispatch.explaining import words_for
from zhixi.assist.dispatch.fusing import NOBODY
from zhixi.assist.dispatch.jurisdiction import Where
from zhixi.assist.dispatch.precedents import Precedents
from zhixi.assist.dispatch.recent import Lesson, Recent
from zhixi.assist.dispatch.values import Evidence, Ranked, Reason

_LATELY = 0.2  # gained by what was decided of late: worth a word


class Witnesses:
    """What speaks for a unit: the duty list, what was learnt, precedents, its name, its duty text, people's rules.

    Every method fills `reasons` (code → reasons) and gives shares (code → 0..1).
    """

    def __init__(
        self,
        city: City,
        model,
        precedents: Precedents,
        heirs: Mapping[str, str],
        matters: Mapping[str, Sequence[tuple[str, str]]],
    ):
        self.units = {unit.code: unit for unit in city.units}
        self.duties = DutyList(city, self.units)
        self.precedents = precedents
        self._model = model
        self._names = _names(city.units)
        self._heirs, self._matters = dict(heirs), dict(matters)
        labels = (self._names.get(label, label) for label in model.labels) if model else ()
        past = {*labels, *precedents.units}
        known = past | {self._heirs.get(code, code) for code in past} | {duty.unit for duty in city.duties}
        self._described = DutyTexts(city.units, self.units.keys() - known)

    def open(self, code: str, on: dt.date) -> bool:
        return code in self.units and self.units[code].open_on(on)

    def today(self, code: str, on: dt.date, category: str = "") -> str:
        """The unit that has the office of `code` on the day (单位沿革), however often it was handed on.

        A matter that was handed over goes with its category; the rest stays with a unit that works, else it goes to the heir.
        """
        passed, above = set(), self.duties.above(category)
        while code not in passed:
            passed.add(code)
            taken = next((new for matter, new in self._matters.get(code, ()) if matter in above), "")
            code = taken or (code if self.open(code, on) else self._heirs.get(code, code))
        return code

    def by_description(self, text, on, reasons) -> dict[str, float]:
        shares = {}
        for one in self._described.alike(text):
            if self.open(one.unit, on):
                shares[one.unit] = one.share
                words = "、".join(f"“{word}”" for word in one.words[:3])
                reasons[one.unit].append(Reason(Evidence.DESCRIBED, f"尚无办理记录，其职责中写有{words}"))
        total = max(1.0, sum(shares.values()))
        return {code: share / total for code, share in shares.items()}

    def by_duty(self, text, category, where, on, reasons) -> dict[str, float]:
        claims = self.duties.claims(category, where, on) if category else []
        claims = claims or self.duties.claims_by_words(text, where, on)
        shares: dict[str, float] = collections.defaultdict(float)
        for claim in sorted(claims, key=lambda c: -c.share):
            if claim.duty.unit not in shares:
                reasons[claim.duty.unit].append(self.clause(claim))
            shares[claim.duty.unit] += claim.share
        return shares

    def clause(self, claim: Claim) -> Reason:
        unit = self.units[claim.duty.unit]
        cited = f"{claim.duty.source}{claim.duty.clause}"
        matter = claim.duty.matter or f"{claim.category.path[-1]}由{unit.short_name or unit.name}负责"
        text = "，".join(filter(None, (f"权责清单：{cited}" if cited else "权责清单", matter)))
        if claim.by:
            text += f"（按“{claim.by}”判断为{claim.category.path[-1]}）"
        return Reason(Evidence.DUTY, text, cited)

    def by_place(self, unit: Unit, where: Where) -> tuple[Reason, ...]:
        if not unit.district or unit.district != where.district:
            return ()
        street = where.street if unit.street and unit.street == where.street else ""
        by = f"（{where.by}）" if where.by not in ("", where.district, where.street) else ""
        named = unit.short_name or unit.name
        return (Reason(Evidence.PLACE, f"案发地在{where.district}{street}{by}，属{named}辖区"),)

    def by_learning(self, text, on, reasons, category="", recent: Recent | None = None) -> dict[str, float]:
        if self._model is None or not text.strip():
            return {}
        chances, labels = self._chances(text)
        lately = chances
        if recent:
            gone = frozenset(code for code in chances if not self.open(self.today(code, on, category), on))
            lately = recent.corrected(self._model.features.matrix([text]), chances, category, gone)
        shares: dict[str, float] = collections.defaultdict(float)
        before: dict[str, float] = collections.defaultdict(float)
        named: dict[str, str] = {}
        for past, chance in lately.items():
            code = self.today(past, on, category)
            if not self.open(code, on):
                shares[NOBODY] += chance
            else:
                shares[code] += chance
                before[code] += chances.get(past, 0.0)
                if past in labels:
                    named.setdefault(code, labels[past])
        best = max(named, key=lambda code: shares[code], default="")
        for code, share in shares.items():
            if share >= 0.05 and code != NOBODY:
                told = f"历史派单：同类诉求由其办理的概率为{share:.0%}"
                if share - before[code] >= _LATELY:
                    told += "，近期同类工单多派往该单位"
                # Only of the likeliest: to weigh the words takes as long as to rank the units.
                told += self._by_words(text, named[code]) if code == best else ""
                reasons[code].append(Reason(Evidence.LEARNT, told))
        return dict(shares)

    def lessons(self, sent: Sequence[tuple[str, str, str]]) -> list[Lesson | None]:
        """Orders as `Recent` learns from them, (text, the unit that it went to, category) each, all read at once.

        None for an empty text, and for all without a model to correct.
        """
        said = [n for n, (text, _, _) in enumerate(sent) if self._model is not None and text.strip()]
        texts = [sent[n][0] for n in said]
        found: list[Lesson | None] = [None] * len(sent)
        if texts:
            rows = self._model.features.matrix(texts)
            for place, (n, ranked) in enumerate(zip(said, self._model.predict(texts), strict=True)):
                found[n] = Lesson(rows[place], self._by_code(ranked)[0], *sent[n][1:])
        return found

    def _chances(self, text: str) -> tuple[dict[str, float], dict[str, str]]:
        """What the model gives whom: code → chance, and code → the label that it stands for."""
        return self._by_code(self._model.predict([text])[0])

    def _by_code(self, ranked: Ranked) -> tuple[dict[str, float], dict[str, str]]:
        chances: dict[str, float] = collections.defaultdict(float)
        labels: dict[str, str] = {}
        for label, chance in ranked.ranked:
            code = self._names.get(label, label)
            chances[code] += chance
            labels.setdefault(code, label)
        return dict(chances), labels

    def _by_words(self, text: str, label: str) -> str:
        words = "、".join(f"“{word.text}”" for word in words_for(self._model, text, label, most=3))
        return f"，主要依据{words}" if words else ""

    def by_precedents(self, text, on, reasons, category="") -> dict[str, float]:
        shares: dict[str, float] = collections.defaultdict(float)
        for past, alike in self.precedents.alike(text, on).items():
            code = self.today(past, on, category)
            if not self.open(code, on):
                continue
            by = "其" if code == past else f"其承接的{self.units[past].name if past in self.units else past}"
            told = f"近一年相似工单{alike.among}件中{alike.handled}件由{by}办理"
            if alike.returned:
                told += f"，另有{alike.returned}件被其退回并改派"
            shares[code] += alike.share / (1 + alike.returned)
            reasons[code].append(Reason(Evidence.PRECEDENT, told))
        return shares

    def by_name(self, text, on, reasons) -> dict[str, float]:
        found: dict[str, str] = {}
        for name, code in self._names.items():
            if len(name) > 1 and name in text and self.open(code, on):
                found[code] = max(found.get(code, ""), name, key=len)
        for code, name in found.items():
            reasons[code].append(Reason(Evidence.NAMED, f"诉求中提到“{name}”"))
        return {code: 1 / len(found) for code in found}

    def ruled(
        self, held: Mapping[Effect, Sequence[Directive]], on: dt.date
    ) -> dict[Effect, dict[str, Directive]]:
        """By effect, the unit that each rule names today → the first rule that names it; a closed one is none."""
        found: dict[Effect, dict[str, Directive]] = {effect: {} for effect in Effect}
        for effect, rules in held.items():
            for rule in rules:
                code = self.today(rule.unit, on)
                if self.open(code, on):
                    found[effect].setdefault(code, rule)
        return found

    def by_rule(self, ruled, reasons) -> dict[str, float]:
        for code, rule in [*list(ruled[Effect.BIND].items())[:1], *ruled[Effect.FAVOUR].items()]:
            told = "须由其主办" if rule.effect is Effect.BIND else "优先由其主办"
            reasons[code].append(rule_reason(rule, told))
        return {code: rule.weight for code, rule in ruled[Effect.FAVOUR].items()}


def rule_reason(rule: Directive, told: str) -> Reason:
    by = f"，依据{rule.basis}" if rule.basis else ""
    return Reason(Evidence.RULE, f"派单规则“{rule.name or rule.code}”：{told}{by}", rule.basis)


def _names(units: tuple[Unit, ...]) -> dict[str, str]:
    """Every name that means one unit alone → its code; a word that two units share means neither."""
    owners: dict[str, set[str]] = collections.defaultdict(set)
    for unit in units:
        for name in (unit.code, unit.name, unit.short_name, *unit.aliases):
            if name:
                owners[name].add(unit.code)
    return {name: codes.pop() for name, codes in owners.items() if len(codes) == 1}
