"""How the desk shows what is public: of one article, and the list of all."""

from django.urls import reverse

from zhixi.hotline.articles.models import EDITORS, Article
from zhixi.hotline.portal import queries, rules
from zhixi.hotline.portal.choices import ExposureState
from zhixi.hotline.portal.models import Exposure


def exposure_of(article: Article, user, now) -> dict | None:
    """Where the article stands with the public, and what this person may do about it; None for those who do not edit."""
    if user.role not in EDITORS:
        return None
    exposure = Exposure.objects.select_related("asked_by", "decided_by").filter(article=article).first()
    shown = queries.one(article.key, now) is not None
    return {
        "state": exposure.state if exposure else "",
        "asked_by": exposure.asked_by.name if exposure else "",
        "asked_at": exposure.asked_at if exposure else None,
        "decided_by": exposure.decided_by.name if exposure and exposure.decided_by else "",
        "changed_at": exposure.changed_at if exposure else None,
        "reason": exposure.reason if exposure else "",
        "shown": shown,
        "hidden": _hidden(exposure, shown, now),
        "address": reverse("portal:article", kwargs={"key": article.key}) if shown else "",
        "verbs": [
            {"verb": step.verb, "label": step.label, "danger": step.why, "why": step.why}
            for step in rules.STEPS.values()
            if rules.may(user, article, exposure, step.verb, now)
        ],
    }


def _hidden(exposure: Exposure | None, shown: bool, now) -> str:
    if shown or exposure is None or exposure.state != ExposureState.APPROVED:
        return ""
    gone = queries.gone(exposure, now)
    return f"公众现在看不到：{gone.why.label}" if gone else "公众现在看不到：还没有生效"


def rows(found: list[Exposure], now) -> list[dict]:
    keys = [exposure.article.key for exposure in found]
    shown = set(
        queries.public(now).order_by().filter(article__key__in=keys).values_list("article__key", flat=True)
    )
    return [
        {
            "key": exposure.article.key,
            "title": exposure.article.title,
            "state": exposure.state,
            "asked_by": exposure.asked_by.name,
            "asked_at": exposure.asked_at,
            "decided_by": exposure.decided_by.name if exposure.decided_by else "",
            "changed_at": exposure.changed_at,
            "reason": exposure.reason,
            "shown": exposure.article.key in shown,
        }
        for exposure in found
    ]
