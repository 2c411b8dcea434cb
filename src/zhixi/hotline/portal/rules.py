"""Who may let an article out to the public, and take it back (公众发布): one table."""

import dataclasses

from zhixi.errors import IllegalStep, NotAllowed
from zhixi.hotline.articles.rules import REVIEWERS, WRITERS, is_out
from zhixi.hotline.portal.choices import ExposureState as S

NEVER = ""  # nobody has asked yet


@dataclasses.dataclass(frozen=True, slots=True)
class Step:
    """other: another person than who asked. why: a reason must be given. out: the article needs a version that is out."""

    verb: str
    label: str
    start: frozenset
    to: S
    roles: frozenset
    other: bool = False
    why: bool = False
    out: bool = False


STEPS = {
    step.verb: step
    for step in (
        Step("offer", "申请公开", frozenset({NEVER, S.DECLINED, S.RETRACTED}), S.ASKED, WRITERS, out=True),
        Step("let_out", "同意公开", frozenset({S.ASKED}), S.APPROVED, REVIEWERS, other=True, out=True),
        Step("decline", "不同意公开", frozenset({S.ASKED}), S.DECLINED, REVIEWERS, why=True),
        Step("retract", "停止公开", frozenset({S.ASKED, S.APPROVED}), S.RETRACTED, WRITERS, why=True),
    )
}


def may(actor, article, exposure, verb: str, now) -> bool:
    try:
        check(actor, article, exposure, verb, now)
    except (IllegalStep, NotAllowed):
        return False
    return True


def check(actor, article, exposure, verb: str, now) -> Step:
    """The step, or NotAllowed for the wrong person, or IllegalStep for the wrong state. exposure: None before it is asked."""
    step = STEPS[verb]
    if actor.role not in step.roles:
        raise NotAllowed(f"{actor.get_role_display()}不能{step.label}", cure="请由知识采编或审核人员办理")
    state = exposure.state if exposure else NEVER
    if state not in step.start:
        label = exposure.get_state_display() if exposure else "没有申请公开"
        raise IllegalStep(f"条目当前为“{label}”，不能{step.label}", cure="请刷新后再试")
    if step.other and exposure.asked_by_id == actor.pk:
        raise NotAllowed("不能同意自己的申请", cure="请由另一位审核人员办理")
    if step.out and not is_out(article, now):
        raise IllegalStep(f"条目没有发布的版本，不能{step.label}", cure="请先送审、发布")
    return step
