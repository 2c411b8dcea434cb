"""What people say with a verb on the walk: mostly what holds, sometimes not."""

import random

from zhixi.hotline.orders.walking.book import PARENT, Memo

UNITS = ("east", "east-cg", "east-cg", "east-st", "west-cg", "water", "gone")
REASONS = ("not_our_duty", "not_our_place", "unclear", "duplicate", "unacceptable")
TEXT = {"text": "现场核实后已经处理"}
REASON = {"reason": "市民要求如此"}
NOTE = {"note": "理由已经写明"}


def given(verb: str, memo: Memo, others: list[Memo], chance: random.Random) -> dict:
    """The arguments: units by code and orders as memos. See `walker` for how they become rows."""
    unit = {"unit": chance.choice(_units(verb, memo))}
    reached = chance.random() < 0.7
    made = {
        "amend": {"fields": {"title": f"标题{chance.randrange(1000)}"}, **REASON},
        "answer": TEXT,
        "dispatch": unit,
        "split": {"parts": [{"title": f"另一诉求{n}"} for n in range(chance.choice((1, 1, 2)))]},
        "assist": {**unit, "task": "配合处理"},
        "remove_assist": {**unit, **NOTE},
        "change_lead": {**unit, **NOTE},
        "send_back": {"reason": chance.choice(REASONS), "clause": "第三条", "note": "说明退单的理由"},
        "delegate": unit,
        "uphold_return": {**unit, "note": "同意"},
        "refuse_return": NOTE,
        "convene": NOTE,
        "bind": {**unit, **NOTE, "minutes": "与会单位一致同意"},
        "ask_extension": {"days": chance.randrange(0, 17), **REASON},
        "ask_suspension": {"cause": "project", "reason": "已列入改造计划"},
        "record_callback": {"reached": reached, "solved": chance.random() < 0.6 if reached else None},
        "conclude": chance.choice(({}, {"note": "市民情况已经写明"})),
        "reopen": {**REASON, "unit": chance.choice(("", "", unit["unit"]))},
        "attach": {"uploads": []},  # made by the walker
        "attach_evidence": {"uploads": []},
        "withdraw_attachment": {"paper": chance.choice(memo.papers) if memo.papers else None, **REASON},
        "merge": {"master": chance.choice(others)},
        "rule_unreasonable": {"reason": "诉求没有法律依据", "evidence": "已有生效判决驳回同一请求"},
    }
    if verb in made:
        return dict(made[verb])
    if verb in ("withdraw", "suspend", "hold", "release", "unmerge"):
        return dict(REASON)
    if verb in ("refuse_extension", "refuse_suspension", "reject_reply"):
        return dict(NOTE)
    return dict(TEXT) if verb in SAYING else {}


SAYING = frozenset(
    ["reply", "assist_reply", "ask_supplement", "supplement", "remind", "supervise", "circulate"]
)


def _units(verb: str, memo: Memo) -> tuple[str, ...]:
    if verb in ("remove_assist", "change_lead") and memo.helpers:
        return (*memo.helpers, "water")
    if verb == "delegate" and memo.unit:
        top = PARENT.get(memo.unit, memo.unit)
        return (*(code for code, parent in PARENT.items() if parent == top), "water")
    return UNITS
