from django.conf import settings
from django.db import models
from django.db.models import Q

from zhixi.hotline.deadlines.choices import Clock
from zhixi.hotline.supervision.choices import Rung


class NoticeQuerySet(models.QuerySet):
    def visible_to(self, user):
        from zhixi.hotline.orders.models import Order

        return self.filter(order__in=Order.objects.visible_to(user))


class Notice(models.Model):
    """A push on one order: reminded, supervised or circulated, by a person or by the clock (by=None).

    By the clock: `clock` names which one and `limit` when it ran out, and each limit is noticed once.
    unit: None when the limit was the centre's own (dispatch, callback).
    """

    order = models.ForeignKey("orders.Order", models.PROTECT, related_name="notices")
    unit = models.ForeignKey("units.Unit", models.PROTECT, null=True, blank=True, related_name="notices")
    rung = models.CharField("级别", max_length=12, choices=Rung.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    text = models.TextField("要求")
    clock = models.CharField("时钟", max_length=16, choices=Clock.choices, blank=True)
    limit = models.DateTimeField("期限", null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "督办通知"
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(
                fields=["order", "clock", "limit"], condition=Q(by=None), name="one_notice_a_limit"
            )
        ]
