from django.conf import settings
from django.db import models

from zhixi.hotline.articles.models import EDITORS
from zhixi.hotline.portal.choices import ExposureState

PERSON = settings.AUTH_USER_MODEL


class ExposureQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those who edit the knowledge base; nobody else has a list of what waits."""
        return self if user.is_authenticated and user.role in EDITORS else self.none()


class Exposure(models.Model):
    """公众发布: whether an article may be shown to everybody. It stands for the article; each text of it that goes
    out has passed a reviewer, who sees that it is public.

    public_since: when it was let out first; None of what never was.
    """

    article = models.OneToOneField("articles.Article", models.PROTECT, related_name="exposure")
    state = models.CharField("公开", max_length=12, choices=ExposureState.choices, db_index=True)
    asked_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField("申请时间")
    decided_by = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField("变更时间", db_index=True)
    public_since = models.DateTimeField("首次公开", null=True, blank=True)
    reason = models.CharField("说明", max_length=500, blank=True)

    objects = ExposureQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "公众发布"
        ordering = ["-changed_at", "-pk"]
