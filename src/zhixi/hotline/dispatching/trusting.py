"""What the machine may dispatch by itself, what is sampled, and when it must stop (自动派单): pure, on plain values.

Danger, haste, confidence, sensitive matters and many callers at once are for people, whatever a row allows.
"""

import dataclasses
import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Sequence

from zhixi.assist.dispatch.trust import Outcome, lower_bound, trusted

LEAST_TARGET = 0.95
LEVEL = 0.95
# 敏感: 信访维稳, 涉军, 涉外, 媒体, 自伤, 对公职人员的举报 and the like. A word too many costs a minute of somebody's time.
SENSITIVE = re.compile(
    "上访|信访|维权|静坐|罢工|罢课|罢运|游行|集会|拉横幅|堵路|堵门|聚集|群体|联名|集体|维稳|自杀|轻生|跳楼|不想活|"
    "遗书|爆炸|炸弹|炸药|纵火|报复社会|同归于尽|退役军人|退伍|涉军|部队|外籍|外国|领事|大使馆|宗教|民族|记者|媒体曝光|曝光|网上发|"
    "国安|泄密|间谍|受贿|行贿|贪污|腐败|渎职|不作为|乱作为|打人|殴打|家暴|虐待|猥亵|性侵|强奸|拐卖|传销|非法集资|"
    "未成年|艾滋|精神病|死亡|死了|尸体|失踪|拖欠工资|欠薪|讨薪"
)
MANY = re.compile(
    "(?:我们|大家|全体|好几|几十|上百|数百|多)(?:个|位|名|户|家)?(?:业主|居民|村民|住户|商户|家长|工人)"
)


@dataclasses.dataclass(frozen=True, slots=True)
class Request:
    """What of an order decides whether it is for people. alike: open orders of the same matter and place of late."""

    text: str
    request_type: str = ""
    urgency: str = "normal"
    confidential: bool = False
    anonymous: bool = False
    important: bool = False
    held: bool = False
    alarmed: bool = False
    tied: bool = (
        False  # to another order: repeated, split off, merged into, returned, reopened, with a helper
    )
    complete: bool = True
    alike: int = 0
    cluster: int = 3


def for_people(request: Request) -> str:
    """Why an order is not for the machine, in Chinese; "" where it is."""
    checks = (
        (request.alarmed, "有生命安全告警"),
        (request.urgency != "normal", "紧急或特急"),
        (request.confidential or request.anonymous, "要求保密或匿名"),
        (request.request_type == "report", "举报"),
        (request.important, "重要来电"),
        (request.held, "已冻结"),
        (request.tied, "与其他工单有关联，或退过、重办过"),
        (bool(SENSITIVE.search(request.text)), "涉敏感事项"),
        (bool(MANY.search(request.text)) or request.alike + 1 >= request.cluster, "多人反映同一件事"),
        (not request.complete, "要素不全"),
    )
    return next((why for true, why in checks if true), "")


def measured(outcomes: Iterable[tuple[float, bool]], *, target: float) -> dict:
    """From which confidence on these orders allow the target: asked, threshold (None: nowhere), taken, right, bound."""
    found = trusted((Outcome("", confidence, right) for confidence, right in outcomes), target=target)
    if not found:
        return {"asked": 0, "threshold": None, "taken": 0, "right": 0, "bound": 0.0}
    one = found[0]
    return {
        "asked": one.asked,
        "threshold": one.threshold,
        "taken": one.taken,
        "right": one.right,
        "bound": round(one.bound, 4),
    }


def sampled(keys: Sequence[int], *, percent: int, least: int, seed: str) -> list[int]:
    """Which of a day's decisions a person looks at: the share, and at least so many. The same each time it is asked,
    and not to be foreseen from the order's number alone."""
    wanted = min(len(keys), max(least, -(-len(keys) * percent // 100)))
    drawn = sorted(keys, key=lambda key: hashlib.sha256(f"{seed}:{key}".encode()).digest())
    return sorted(drawn[:wanted])


@dataclasses.dataclass(frozen=True, slots=True)
class Since:
    """What is known of a row since it was switched on.

    dispatched: orders that the machine sent; upheld: of them, whose return was upheld. right, wrong: samples judged.
    """

    dispatched: int = 0
    upheld: int = 0
    right: int = 0
    wrong: int = 0


def must_stop(since: Since, proven: dict, target: float) -> str:
    """Why a row goes off by itself, in Chinese; "" while it may go on.

    Upheld returns are mistakes for sure, and perhaps not all: the precision is at most what they leave. Samples are drawn
    by chance: where even their upper bound is below the target, or the lower bound together with what was proven at the
    beginning, the target is no longer held. Asked every minute, chance stops a row oftener than once in twenty: that is
    the safe side.
    """
    if since.upheld and upper_bound(since.dispatched - since.upheld, since.dispatched) < target:
        return f"派出{since.dispatched}件，退单成立{since.upheld}件，准确率已低于{target:.0%}"
    judged = since.right + since.wrong
    if since.wrong and upper_bound(since.right, judged) < target:
        return f"抽查{judged}件错{since.wrong}件，准确率已低于{target:.0%}"
    right, taken = proven.get("right", 0) + since.right, proven.get("taken", 0) + judged
    if since.wrong and lower_bound(right, taken, level=LEVEL) < target:
        return (
            f"抽查{judged}件错{since.wrong}件，连同启用前的{proven.get('taken', 0)}件，已不能保证{target:.0%}"
        )
    return ""


def upper_bound(right: int, asked: int) -> float:
    """The most precision that the counts leave likely: one-sided, exact."""
    return 1 - lower_bound(asked - right, asked, level=LEVEL) if asked else 1.0


def sample_days(done_to: dt.date | None, since: dt.date, today: dt.date) -> list[dt.date]:
    """The days that have ended and were not sampled yet, at most the last seven."""
    first = max(done_to + dt.timedelta(days=1) if done_to else since, today - dt.timedelta(days=7))
    return [first + dt.timedelta(days=n) for n in range((today - first).days)]
