from django.conf import settings
from django.db import models

from zhixi.hotline.accounts.choices import Role


class RevealQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Who looked at what is for the administrator and the inspector; others see their own."""
        if user.role in (Role.SYSTEM_ADMIN, Role.QA_INSPECTOR):
            return self
        return self.filter(actor=user)


class Reveal(models.Model):
    """One look at personal data, with its purpose (个人信息保护法 第五条、第五十四条)."""

    at = models.DateTimeField(db_index=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="reveals")
    subject = models.CharField(max_length=24)
    key = models.CharField(max_length=64)
    field = models.CharField(max_length=32)
    purpose = models.CharField(max_length=200)

    objects = RevealQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "查看记录"
        ordering = ["-at"]
