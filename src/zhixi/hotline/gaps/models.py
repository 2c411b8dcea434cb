from django.conf import settings
from django.db import models
from django.db.models import Q

from zhixi.hotline.accounts.choices import Role
from zhixi.hotline.gaps.choices import GapState
from zhixi.hotline.privacy.fields import SealedField

PERSON = settings.AUTH_USER_MODEL
KEEPERS = (Role.KNOWLEDGE_EDITOR, Role.KNOWLEDGE_REVIEWER)
WATCHERS = (*KEEPERS, Role.SUPERVISOR)  # who see all, with the calls that they may look at
ASKERS = (Role.AGENT, Role.WEB_AGENT, Role.TEAM_LEADER)


class GapQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those who keep the knowledge base or supervise see all, whoever asked what came of it, nobody else any."""
        if user.role in (*WATCHERS, Role.SYSTEM_ADMIN):
            return self
        return self.filter(askings__by=user).distinct() if user.role in ASKERS else self.none()


class Gap(models.Model):
    """知识缺口: a question for which nothing fitted, as it was first asked; the others like it hang below it."""

    question = SealedField("问题")
    asked = models.PositiveIntegerField("次数", default=0)
    first_at = models.DateTimeField("首次")
    last_at = models.DateTimeField("最近")
    state = models.CharField("状态", max_length=12, choices=GapState.choices, default=GapState.OPEN)
    article = models.ForeignKey(
        "articles.Article", models.PROTECT, null=True, blank=True, related_name="gaps"
    )
    by = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField("理由", max_length=500, blank=True)

    objects = GapQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "知识缺口"
        ordering = ["-asked", "-last_at", "pk"]
        indexes = [models.Index(fields=["state", "-asked", "-last_at"], name="gap_wanted")]


class Asking(models.Model):
    """One time that it was asked: on a call, or typed by somebody of the hotline."""

    gap = models.ForeignKey(Gap, models.PROTECT, related_name="askings")
    call = models.ForeignKey("calls.Call", models.PROTECT, null=True, blank=True, related_name="+")
    question = SealedField("问题")
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["gap", "call"], condition=Q(call__isnull=False), name="one_asking_a_call"
            )
        ]
