"""Which citizens are asked, pure: all, a sample, or those where something may be wrong (回访范围)."""

import dataclasses
import hashlib
from collections.abc import Iterable

from zhixi.hotline.callbacks.choices import Whom


@dataclasses.dataclass(frozen=True, slots=True)
class Facts:
    """What the policy looks at. risks: names of `RISKS` that hold for the order."""

    number: str
    request_type: str
    urgency: str
    risks: frozenset[str]


@dataclasses.dataclass(frozen=True, slots=True)
class Rule:
    """request_type, urgency: "" is any. percent: of a sample."""

    whom: str
    request_type: str = ""
    urgency: str = ""
    percent: int = 100


RISKS = {
    "complaint": "投诉举报",
    "reopened": "曾经重办",
    "returned": "曾经退单",
    "overdue": "超期反馈",
    "important": "重要来电",
    "confidential": "要求保密",
    "doubtful": "答复存疑",
}


def why_asked(facts: Facts, rules: Iterable[Rule]) -> str:
    """Why this citizen is asked, in words; "" where no rule asks for it."""
    fitting = _fitting(facts, rules)
    if any(rule.whom == Whom.ALL for rule in fitting):
        return "全部回访"
    if facts.risks and any(rule.whom == Whom.RISK for rule in fitting):
        return "、".join(RISKS[risk] for risk in RISKS if risk in facts.risks)
    if any(rule.whom == Whom.SAMPLE and drawn(facts.number, rule.percent) for rule in fitting):
        return "抽样回访"
    return ""


def covered(rule: Rule, others: Iterable[Rule]) -> Rule | None:
    """Another rule that asks everybody whom this one would ask, so that this one changes nothing; None where it does."""
    return next((other for other in others if _covers(other, rule)), None)


def _covers(other: Rule, rule: Rule) -> bool:
    wider = other.request_type in ("", rule.request_type) and other.urgency in ("", rule.urgency)
    if not wider:
        return False
    if other.whom == Whom.ALL or (other.whom == Whom.SAMPLE and other.percent == 100):
        return True
    if other.whom == rule.whom == Whom.SAMPLE:
        return other.percent >= rule.percent  # whoever is in a smaller sample is in a larger one
    return other.whom == rule.whom == Whom.RISK


def asks_by_risk(facts: Facts, rules: Iterable[Rule]) -> bool:
    """Whether what may be wrong with the order decides it: some rule asks by risk, and none asks everybody."""
    whom = {rule.whom for rule in _fitting(facts, rules)}
    return Whom.RISK in whom and Whom.ALL not in whom


def _fitting(facts: Facts, rules: Iterable[Rule]) -> list[Rule]:
    return [
        rule
        for rule in rules
        if rule.request_type in ("", facts.request_type) and rule.urgency in ("", facts.urgency)
    ]


def drawn(number: str, percent: int) -> bool:
    """Whether an order is in a sample of so many per cent: by its number alone, so that nobody can choose."""
    value = int.from_bytes(hashlib.sha256(number.encode()).digest()[:8])
    return value % 10_000 < percent * 100
