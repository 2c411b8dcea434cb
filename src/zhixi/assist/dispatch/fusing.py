"""Shares of each kind of evidence → one confidence a unit.

The weights are set by hand: no city has shown enough orders with all kinds of evidence to learn them from.
"""

import collections

from zhixi.assist.city import Unit
from zhixi.assist.dispatch.jurisdiction import Where
from zhixi.assist.dispatch.values import Evidence

NOBODY = ""  # has what is left to units that are gone: otherwise the next best would look sure
_WEIGHTS = {
    Evidence.RULE: 0.8,
    Evidence.DUTY: 0.55,
    Evidence.LEARNT: 0.4,
    Evidence.DESCRIBED: 0.3,
    Evidence.PRECEDENT: 0.25,
    Evidence.NAMED: 0.1,
}
_GUESSED = 0.5  # of a duty's weight, when only keywords told the category
_ELSEWHERE = 0.1  # what is left to a unit of another district than the incident's
_SUREST = {
    Evidence.RULE: 0.8,
    Evidence.DUTY: 0.97,
    Evidence.LEARNT: 0.97,
    Evidence.DESCRIBED: 0.6,
    Evidence.PRECEDENT: 0.8,
    Evidence.NAMED: 0.4,
}
_GUESSED_SUREST = 0.85
_SHARPER = 1.7
_BOUND = 0.97  # people err in rules, too


def bound(mixed: dict[str, float], code: str) -> dict[str, float]:
    """What a rule binds comes first; what the evidence says stays behind it, in its order."""
    others = {other: share for other, share in mixed.items() if other != code}
    scale = (1 - _BOUND) / max(1.0, sum(others.values()))
    return {code: _BOUND, **{other: share * scale for other, share in others.items()}}


def fused(
    shares: dict[Evidence, dict[str, float]], units: dict[str, Unit], where: Where, guessed: bool
) -> dict[str, float]:
    """Code → confidence, 0..1, together at most 1. guessed: no duty of the order's own category spoke."""
    weights = {
        kind: _WEIGHTS[kind] * (_GUESSED if kind is Evidence.DUTY and guessed else 1)
        for kind, share in shares.items()
        if share
    }
    total = sum(weights.values())
    mixed: dict[str, float] = collections.defaultdict(float)
    for kind, weight in weights.items():
        for code, share in shares[kind].items():
            mixed[code] += weight / total * share
    for code in mixed:
        district = units[code].district if code != NOBODY else ""
        if district and where.district and district != where.district:
            mixed[code] *= _ELSEWHERE
    surest = max((_SUREST[kind] for kind in weights), default=0.0)
    if guessed and weights.keys() <= {Evidence.DUTY, Evidence.NAMED}:
        surest = min(surest, _GUESSED_SUREST)
    # Kinds that agree are surer than their mean: measured on past orders, the mean alone was too modest.
    sharp = {code: share**_SHARPER for code, share in mixed.items()}
    scale = surest / (sum(sharp.values()) or 1.0)
    return {code: share * scale for code, share in sharp.items()}
