from django.conf import settings
from django.db import models

from zhixi.hotline.accounts.choices import Role
from zhixi.hotline.candidates.choices import CandidateState
from zhixi.hotline.privacy.fields import SealedField

PERSON = settings.AUTH_USER_MODEL
KEEPERS = (Role.KNOWLEDGE_EDITOR, Role.KNOWLEDGE_REVIEWER)


class CandidateQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those who keep the knowledge base see all, nobody else any."""
        return self if user.role in (*KEEPERS, Role.SYSTEM_ADMIN) else self.none()


class Candidate(models.Model):
    """候选知识: a question that was answered to the citizen's content, as it was asked first, and the newest answer.

    Both are masked before they are kept. times: how many orders are behind it.
    """

    question = SealedField("问题")
    answer = SealedField("答复")
    unit = models.ForeignKey("units.Unit", models.PROTECT, null=True, blank=True, related_name="+")
    times = models.PositiveIntegerField("次数", default=0)
    last_at = models.DateTimeField("最近")
    state = models.CharField(
        "状态", max_length=12, choices=CandidateState.choices, default=CandidateState.OFFERED
    )
    article = models.ForeignKey("articles.Article", models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField("理由", max_length=500, blank=True)

    objects = CandidateQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "候选知识"
        ordering = ["-times", "-last_at", "pk"]
        indexes = [models.Index(fields=["state", "-times", "-last_at"], name="candidate_most")]


class Source(models.Model):
    """One order behind a candidate; an order stands behind one at most."""

    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="sources")
    order = models.OneToOneField("orders.Order", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-pk"]


class Reach(models.Model):
    """One row: up to which conclusion the orders were looked at. Deleted, the job begins again a month back."""

    upto = models.DateTimeField()
    order = models.BigIntegerField(default=0)
