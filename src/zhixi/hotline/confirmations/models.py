from django.conf import settings
from django.db import models
from django.db.models import Q

from zhixi.hotline.accounts.choices import Role
from zhixi.hotline.confirmations.choices import Answered
from zhixi.hotline.units.asking import AskedQuerySet

PERSON = settings.AUTH_USER_MODEL
KEEPERS = (Role.KNOWLEDGE_EDITOR, Role.KNOWLEDGE_REVIEWER)


class ConfirmationQuerySet(AskedQuerySet):
    askers = KEEPERS


class Confirmation(models.Model):
    """报送: the base asks a unit whether an article still holds, by a day; what the unit said and who.

    reminded: 0 nobody was reminded, 1 before the day, 2 after it.
    """

    article = models.ForeignKey("articles.Article", models.PROTECT, related_name="confirmations")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+", verbose_name="单位")
    asked_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField("要求时间")
    due_on = models.DateField("截止日")
    reminded = models.PositiveSmallIntegerField(default=0)
    answer = models.CharField("结果", max_length=12, choices=Answered.choices, blank=True)
    note = models.CharField("说明", max_length=500, blank=True)
    by = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)

    objects = ConfirmationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "知识报送"
        ordering = ["due_on", "pk"]
        indexes = [models.Index(fields=["answered_at", "due_on"], name="confirmation_due")]
        constraints = [
            models.UniqueConstraint(
                fields=["article"], condition=Q(answered_at__isnull=True), name="one_open_confirmation"
            )
        ]
