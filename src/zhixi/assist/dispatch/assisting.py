"""Which units should help the lead (协办): those that share its duty, and those that helped before."""

from zhixi.assist.dispatch.evidence import Witnesses
from zhixi.assist.dispatch.jurisdiction import Where
from zhixi.assist.dispatch.values import Evidence, Reason

_SHARES_DUTY = 0.5  # of units that the duty list names for one matter, one leads
_SUREST = 0.9
_LEAST = 2  # alike orders in which a unit helped: one alone is chance


def helping(told: Witnesses, text, lead, category, where, on, reasons) -> dict[str, float]:
    """Code → how sure it is that the unit would be asked to help, 0..1; `reasons` is filled."""
    sure: dict[str, float] = {}
    for claim in told.duties.claims(category, where, on) if category else ():
        if _shares(told, claim.duty.unit, lead, where):
            sure[claim.duty.unit] = _SHARES_DUTY
            reasons[claim.duty.unit].append(told.clause(claim))
    among, helped = told.precedents.helped(text, on)
    for past, count in helped.items():
        code = told.today(past, on, category)
        if count >= _LEAST and told.open(code, on):
            sure[code] = max(sure.get(code, 0.0), min(_SUREST, count / among))
            words = f"近一年相似工单{among}件中{count}件由其协办"
            reasons[code].append(Reason(Evidence.PRECEDENT, words))
    return sure


def _shares(told: Witnesses, code: str, lead: str, where: Where) -> bool:
    """The office of another district, or one above the lead, is no helper: it would do the same."""
    above, at = set(), told.units.get(lead)
    while at is not None and at.code not in above:
        above.add(at.code)
        at = told.units.get(at.parent)
    return code not in above and told.units[code].district in ("", where.district)
