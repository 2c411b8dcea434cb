from django.conf import settings
from django.db import models

from zhixi.hotline.callbacks.choices import Discontent, Via, Whom
from zhixi.hotline.orders.choices import RequestType, Satisfaction, Urgency

PERSON = settings.AUTH_USER_MODEL


class CallbackQuerySet(models.QuerySet):
    def visible_to(self, user):
        from zhixi.hotline.orders.models import Order

        return self.filter(order__in=Order.objects.visible_to(user))


class Callback(models.Model):
    """回访: one attempt to ask the citizen. `solved` and `satisfaction` are empty when nobody was reached.

    by: None when the citizen answered by the link. next_attempt_at: when to ring again after one that failed.
    """

    order = models.ForeignKey("orders.Order", models.PROTECT, related_name="callbacks")
    by = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    attempt = models.PositiveSmallIntegerField()
    via = models.CharField("方式", max_length=12, choices=Via.choices, default=Via.PHONE)
    reached = models.BooleanField("联系上")
    solved = models.BooleanField("已解决", null=True)
    satisfaction = models.CharField("满意度", max_length=24, choices=Satisfaction.choices, blank=True)
    reason = models.CharField("不满意原因", max_length=24, choices=Discontent.choices, blank=True)
    note = models.TextField("市民意见", blank=True)
    next_attempt_at = models.DateTimeField("下次回访", null=True, blank=True)

    objects = CallbackQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "回访"
        ordering = ["at"]
        constraints = [models.UniqueConstraint(fields=["order", "attempt"], name="one_callback_an_attempt")]
        # Lists of what citizens said read these alone.
        indexes = [
            models.Index(fields=["satisfaction", "order"], name="callback_satisfaction"),
            models.Index(fields=["solved", "order"], name="callback_solved"),
        ]


class CallbackRule(models.Model):
    """回访规则: whom the centre asks (local). An order that no active rule asks for is concluded without a callback."""

    whom = models.CharField("范围", max_length=12, choices=Whom.choices)
    request_type = models.CharField("诉求类型", max_length=16, blank=True)
    urgency = models.CharField("紧急程度", max_length=16, blank=True)
    percent = models.PositiveSmallIntegerField("抽样比例（%）", default=100)
    active = models.BooleanField("启用", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "回访规则"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.about()}：{self.asks()}"

    def about(self) -> str:
        """Which orders it is about, in words: 投诉、特急, 全部工单."""
        kinds = ((RequestType, self.request_type), (Urgency, self.urgency))
        return "、".join(str(kind(value).label) for kind, value in kinds if value) or "全部工单"

    def asks(self) -> str:
        """Whom of them, in words: 全部回访, 抽样10%, 有风险的回访."""
        if self.whom == Whom.SAMPLE:
            return f"抽样{self.percent}%"
        return "有风险的回访" if self.whom == Whom.RISK else "全部回访"


class CallbackLink(models.Model):
    """A one-time page for a citizen's answer. Only the token's digest is kept; `reply` is what it asks about."""

    order = models.ForeignKey("orders.Order", models.PROTECT, related_name="callback_links")
    reply = models.ForeignKey("orders.Reply", models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    objects = CallbackQuerySet.as_manager()
