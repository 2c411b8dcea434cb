"""Evidence fused into ranked units: people's rules, duty list, place, precedents, the learnt classifier, the words.

Each kind of evidence gives every unit a share; shares are averaged with the weights of `fusing`, over the kinds
that say anything. A unit that the city does not have, or that is closed on the day, cannot be named: only
open units have a place to put a share in.
"""

import collections
import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from zhixi.assist.city import City
from zhixi.assist.dispatch.assisting import helping
from zhixi.assist.dispatch.directives import Asked, Directive, Effect, held_by
from zhixi.assist.dispatch.evidence import Witnesses, rule_reason
from zhixi.assist.dispatch.fusing import NOBODY, bound, fused
from zhixi.assist.dispatch.jurisdiction import Jurisdiction, Where
from zhixi.assist.dispatch.precedents import Precedents
from zhixi.assist.dispatch.recent import Lesson, Recent
from zhixi.assist.dispatch.values import Evidence, Precedent, Reason, Recommendation

_LEAST = 0.01


class Recommender:
    """Built once for a city; `recommend` and `assisting` are pure and thread-safe."""

    def __init__(
        self,
        city: City,
        model=None,
        precedents: Iterable[Precedent] | Precedents = (),
        heirs: Mapping[str, str] | None = None,
        matters: Mapping[str, Sequence[tuple[str, str]]] | None = None,
    ):
        """heirs: code of a closed unit → code of the one that took over; its history speaks for that one.

        matters: code of a unit → (category, code of the one that has had this matter since), the latest first.
        """
        known = precedents if isinstance(precedents, Precedents) else Precedents(precedents)
        self._witnesses = Witnesses(city, model, known, heirs or {}, matters or {})
        self._jurisdiction = Jurisdiction(city)

    def recommend(
        self,
        text: str,
        *,
        category: str = "",
        place: dict | None = None,
        request_type: str = "",
        on: dt.date,
        rules: Sequence[Directive] = (),
        recent: Recent | None = None,
        limit: int = 5,
    ) -> list[Recommendation]:
        """Units that are open on the day, best first, each with why.

        category: code or "a/b/c" path, "" unknown; place: the parts of an address. rules: people's own, of two that
        bind one order the first does. recent: what was decided since the model was learnt. [] where nothing tells.
        """
        told, where = self._witnesses, self._jurisdiction.of(place, text)
        ruled = told.ruled(held_by(rules, self._asked(text, category, where, request_type, on)), on)
        reasons: dict[str, list[Reason]] = collections.defaultdict(list)
        shares = {
            Evidence.RULE: told.by_rule(ruled, reasons),
            Evidence.DUTY: told.by_duty(text, category, where, on, reasons),
            Evidence.LEARNT: told.by_learning(text, on, reasons, category, recent),
            Evidence.PRECEDENT: told.by_precedents(text, on, reasons, category),
            Evidence.NAMED: told.by_name(text, on, reasons),
            Evidence.DESCRIBED: told.by_description(text, on, reasons),
        }
        for share in shares.values():
            for barred in ruled[Effect.BAR]:
                share.pop(barred, None)
        guessed = not category or not told.duties.claims(category, where, on)
        mixed = fused(shares, told.units, where, guessed)
        mixed.pop(NOBODY, None)
        if ruled[Effect.BIND]:
            mixed = bound(mixed, next(iter(ruled[Effect.BIND])))
        best = sorted(mixed, key=lambda code: (-mixed[code], code))[:limit]
        return [
            self._named(code, mixed[code], (*told.by_place(told.units[code], where), *reasons[code]))
            for code in best
            if mixed[code] >= _LEAST
        ]

    def assisting(
        self,
        text: str,
        *,
        lead: str,
        category: str = "",
        place: dict | None = None,
        request_type: str = "",
        on: dt.date,
        rules: Sequence[Directive] = (),
    ) -> list[Recommendation]:
        """Units that should help the lead (协办): by rule, by the duty list's further units, by what helped before.

        confidence: that it would be asked to help; by rule 0.97, else the share of what speaks for it.
        """
        told, where = self._witnesses, self._jurisdiction.of(place, text)
        ruled = told.ruled(held_by(rules, self._asked(text, category, where, request_type, on)), on)
        reasons: dict[str, list[Reason]] = collections.defaultdict(list)
        sure = helping(told, text, lead, category, where, on, reasons)
        for code, rule in ruled[Effect.ASSIST].items():
            sure[code] = 0.97
            reasons[code].insert(0, rule_reason(rule, "请其协办"))
        named = [code for code in sure if code != lead and code not in ruled[Effect.BAR]]
        named.sort(key=lambda code: (-sure[code], code))
        return [self._named(code, sure[code], tuple(reasons[code])) for code in named]

    def lessons(self, sent: Sequence[tuple[str, str, str]]) -> list[Lesson | None]:
        """Orders, (text, code of the unit that it went to, category) each, for `Recent`; None for one that teaches nothing."""
        return self._witnesses.lessons(sent)

    def holds(self, rule: Directive, text: str, **order) -> bool:
        """Whether a rule speaks of an order; `order` as `recommend` takes it."""
        where = self._jurisdiction.of(order.get("place"), text)
        asked = self._asked(
            text, order.get("category", ""), where, order.get("request_type", ""), order["on"]
        )
        return any(held_by([rule], asked).values())

    def _asked(self, text: str, category: str, where: Where, request_type: str, on: dt.date) -> Asked:
        return Asked(text, self._witnesses.duties.above(category), where, request_type, on)

    def _named(self, code: str, confidence: float, reasons: tuple[Reason, ...]) -> Recommendation:
        return Recommendation(code, self._witnesses.units[code].name, confidence, reasons)
