from django.conf import settings
from django.db import models
from django.db.models import Q

from zhixi.hotline.accounts.choices import Role
from zhixi.hotline.commissions.choices import Outcome
from zhixi.hotline.units.asking import AskedQuerySet

PERSON = settings.AUTH_USER_MODEL
GIVERS = (Role.KNOWLEDGE_EDITOR, Role.KNOWLEDGE_REVIEWER, Role.SUPERVISOR)


class CommissionQuerySet(AskedQuerySet):
    askers = GIVERS


class Commission(models.Model):
    """约稿: a unit is asked for the answer to a gap by a day; the article that it wrote, or why not.

    wish: what the hotline says to the unit. reminded: 0 nobody was reminded, 1 before the day, 2 after it.
    """

    gap = models.ForeignKey("gaps.Gap", models.PROTECT, related_name="commissions")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+", verbose_name="单位")
    asked_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField("交办时间")
    due_on = models.DateField("截止日")
    wish = models.CharField("要求", max_length=500, blank=True)
    reminded = models.PositiveSmallIntegerField(default=0)
    outcome = models.CharField("结果", max_length=12, choices=Outcome.choices, blank=True)
    article = models.ForeignKey(
        "articles.Article", models.PROTECT, null=True, blank=True, related_name="commissions"
    )
    note = models.CharField("说明", max_length=500, blank=True)
    by = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField("办结时间", null=True, blank=True)

    objects = CommissionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "知识约稿"
        ordering = ["due_on", "pk"]
        indexes = [models.Index(fields=["answered_at", "due_on"], name="commission_due")]
        constraints = [
            models.UniqueConstraint(
                fields=["gap"], condition=Q(answered_at__isnull=True), name="one_open_commission"
            )
        ]
