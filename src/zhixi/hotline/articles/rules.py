"""Who may take an article from where to where (知识采编, 审核): one table."""

import dataclasses

from zhixi.errors import IllegalStep, NotAllowed
from zhixi.hotline.accounts.choices import Role as R
from zhixi.hotline.articles.choices import ArticleState as S

WRITERS = frozenset({R.KNOWLEDGE_EDITOR, R.KNOWLEDGE_REVIEWER})
REVIEWERS = frozenset({R.KNOWLEDGE_REVIEWER})


@dataclasses.dataclass(frozen=True, slots=True)
class Step:
    """One verb. `other`: it must be another person than who wrote the text last (采审分离)."""

    verb: str
    label: str
    start: frozenset
    to: S
    roles: frozenset
    other: bool = False


STEPS = {
    step.verb: step
    for step in (
        Step("submit", "送审", frozenset({S.DRAFT, S.WITHDRAWN}), S.REVIEW, WRITERS),
        Step("publish", "发布", frozenset({S.REVIEW}), S.PUBLISHED, REVIEWERS, other=True),
        Step("reject", "退回修改", frozenset({S.REVIEW}), S.DRAFT, REVIEWERS),
        Step("withdraw", "下线", frozenset({S.PUBLISHED}), S.WITHDRAWN, WRITERS),
    )
}


def may(actor, article, verb: str) -> bool:
    step = STEPS[verb]
    alone = step.other and article.written_by_id == actor.pk
    return actor.role in step.roles and article.state in step.start and not alone


def check(actor, article, verb: str) -> Step:
    """The step, or NotAllowed for the wrong person, or IllegalStep for the wrong state."""
    step = STEPS[verb]
    if actor.role not in step.roles:
        raise NotAllowed(
            f"{actor.get_role_display()}不能{step.label}知识条目", cure="请由知识采编或审核人员办理"
        )
    if article.state not in step.start:
        raise IllegalStep(f"条目当前为“{article.get_state_display()}”，不能{step.label}", cure="请刷新后再试")
    if step.other and article.written_by_id == actor.pk:
        raise NotAllowed(f"不能{step.label}自己编写的条目", cure="请由另一位审核人员办理")
    return step
