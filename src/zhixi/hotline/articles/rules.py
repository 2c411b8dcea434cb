"""Who may take an article from where to where (知识采编, 审核): one table."""

import dataclasses

from zhixi.errors import IllegalStep, NotAllowed
from zhixi.hotline.accounts.choices import Role as R
from zhixi.hotline.articles.choices import ArticleState as S

WRITERS = frozenset({R.KNOWLEDGE_EDITOR, R.KNOWLEDGE_REVIEWER})
CONTRIBUTORS = frozenset({R.UNIT_CLERK, R.UNIT_LEAD})
REVIEWERS = frozenset({R.KNOWLEDGE_REVIEWER})


@dataclasses.dataclass(frozen=True, slots=True)
class Step:
    """One verb.

    other: it must be another person than who wrote the text last (采审分离). out: it needs a version that is out
    or will be. timed: it may be set for a later moment.
    """

    verb: str
    label: str
    start: frozenset
    to: S
    roles: frozenset
    other: bool = False
    out: bool = False
    timed: bool = False


STEPS = {
    step.verb: step
    for step in (
        Step("submit", "送审", frozenset({S.DRAFT, S.WITHDRAWN}), S.REVIEW, WRITERS),
        Step("publish", "发布", frozenset({S.REVIEW}), S.PUBLISHED, REVIEWERS, other=True, timed=True),
        Step("reject", "退回修改", frozenset({S.REVIEW}), S.DRAFT, REVIEWERS),
        Step("withdraw", "下线", frozenset(S), S.WITHDRAWN, WRITERS, out=True, timed=True),
    )
}


def may(actor, article, verb: str, now) -> bool:
    step = STEPS[verb]
    alone = step.other and article.written_by_id == actor.pk
    allowed = actor.role in step.roles and article.state in step.start and not alone
    return allowed and (not step.out or is_out(article, now))


def is_out(article, now) -> bool:
    """Whether something of it is an answer at that moment or will be."""
    return article.versions.open_at(now).exists()


def check(actor, article, verb: str, now) -> Step:
    """The step, or NotAllowed for the wrong person, or IllegalStep for the wrong state."""
    step = STEPS[verb]
    if actor.role not in step.roles:
        raise NotAllowed(
            f"{actor.get_role_display()}不能{step.label}知识条目", cure="请由知识采编或审核人员办理"
        )
    if article.state not in step.start:
        raise IllegalStep(f"条目当前为“{article.get_state_display()}”，不能{step.label}", cure="请刷新后再试")
    if step.out and not is_out(article, now):
        raise IllegalStep(f"条目没有发布中的版本，不能{step.label}", cure="请刷新后再试")
    if step.other and article.written_by_id == actor.pk:
        raise NotAllowed(f"不能{step.label}自己编写的条目", cure="请由另一位审核人员办理")
    return step
