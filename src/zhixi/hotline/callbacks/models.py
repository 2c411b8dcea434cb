from django.conf import settings
from django.db import models

from zhixi.hotline.orders.choices import Satisfaction


class CallbackQuerySet(models.QuerySet):
    def visible_to(self, user):
        from zhixi.hotline.orders.models import Order

        return self.filter(order__in=Order.objects.visible_to(user))


class Callback(models.Model):
    """回访: one attempt to ask the citizen. `solved` and `satisfaction` are empty when nobody was reached."""

    order = models.ForeignKey("orders.Order", models.PROTECT, related_name="callbacks")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    attempt = models.PositiveSmallIntegerField()
    reached = models.BooleanField("联系上")
    solved = models.BooleanField("已解决", null=True)
    satisfaction = models.CharField("满意度", max_length=24, choices=Satisfaction.choices, blank=True)
    note = models.TextField("市民意见", blank=True)

    objects = CallbackQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "回访"
        ordering = ["at"]
        constraints = [models.UniqueConstraint(fields=["order", "attempt"], name="one_callback_an_attempt")]
