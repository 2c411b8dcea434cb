"""What comes out of dispatch (智能转派), as values."""

import dataclasses
import datetime as dt
import enum


@dataclasses.dataclass(frozen=True, slots=True)
class Ranked:
    """What the learnt classifier says of one text.

    ranked: (label, probability) by falling probability, labels as they were learnt, at most ten.
    confidence: 0..1, the calibrated probability that the first is right; 0.9 means nine of ten.
    """

    ranked: tuple[tuple[str, float], ...]
    confidence: float


class Evidence(enum.StrEnum):
    """What a reason rests on."""

    DUTY = "duty"  # 权责清单
    PLACE = "place"  # 属地管辖
    NAMED = "named"  # the text names the unit
    LEARNT = "learnt"  # 历史派单 classifier
    PRECEDENT = "precedent"  # 相似工单
    DESCRIBED = "described"  # 职责描述 of a unit without orders
    RULE = "rule"  # 派单规则


@dataclasses.dataclass(frozen=True, slots=True)
class Reason:
    """Why a unit is named, in Chinese that a dispatcher would accept. `clause` is "《…》第十二条" or ""."""

    kind: Evidence
    text: str
    clause: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Recommendation:
    """A unit (承办单位) that is in the city's tree and open on the day. confidence: 0..1."""

    unit: str
    name: str
    confidence: float
    reasons: tuple[Reason, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Precedent:
    """A past order, for comparison.

    unit: code of the unit that handled it. day: of its acceptance; without one it is never compared.
    returned_from: code of a unit whose return (退单) was upheld, or "". assisting: codes of units that helped.
    """

    text: str
    unit: str
    day: dt.date | None
    returned_from: str = ""
    assisting: tuple[str, ...] = ()
