from django.conf import settings
from django.db import models

from zhixi.hotline.deadlines.choices import Clock
from zhixi.hotline.supervision.choices import Rung, Span

PERSON = settings.AUTH_USER_MODEL


class OfOrderQuerySet(models.QuerySet):
    def visible_to(self, user):
        from zhixi.hotline.orders.models import Order

        return self.filter(order__in=Order.objects.visible_to(user))


class Notice(models.Model):
    """A push on one order: warned, reminded, supervised or circulated, by a person or by the clock (by=None).

    By the clock: `clock` names which one and `limit` when it ran out, and each limit is noticed once. A push of the
    ladder leaves both empty: its `Rise` holds them. unit: None when the limit was the centre's own.
    """

    # Found by its order, through the constraint below; an index for each key would cost a sweep more than the rows.
    order = models.ForeignKey("orders.Order", models.PROTECT, related_name="notices", db_index=False)
    unit = models.ForeignKey(
        "units.Unit", models.PROTECT, null=True, blank=True, related_name="notices", db_index=False
    )
    rung = models.CharField("级别", max_length=12, choices=Rung.choices)
    by = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    at = models.DateTimeField()
    text = models.TextField("要求")
    clock = models.CharField("时钟", max_length=16, choices=Clock.choices, blank=True)
    limit = models.DateTimeField("期限", null=True, blank=True)

    objects = OfOrderQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "督办通知"
        ordering = ["-at"]
        constraints = [
            # A person's push has no limit, so any number of them stands beside each other.
            models.UniqueConstraint(fields=["order", "clock", "limit"], name="one_notice_a_limit")
        ]


class LadderRule(models.Model):
    """督办规则: when an order climbs by itself to which rung, and who is told (local).

    So much `before` the limit of `clock`, or after it. tells: "unit" (whoever answers for the order) and names of
    roles of the centre; the named leader of an important order is always told.
    """

    clock = models.CharField("时钟", max_length=16, choices=Clock.choices)
    before = models.BooleanField("期限之前", default=False)
    amount = models.PositiveIntegerField("时长")
    span = models.CharField("单位", max_length=16, choices=Span.choices)
    rung = models.CharField("级别", max_length=12, choices=Rung.choices)
    tells = models.JSONField("通知对象", default=list)
    active = models.BooleanField("启用", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "督办规则"
        ordering = ["clock", "-before", "amount", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["clock", "before", "amount", "span", "rung"], name="one_ladder_rule"
            )
        ]

    def __str__(self) -> str:
        return f"{self.when()}：{self.get_rung_display()}"

    def when(self) -> str:
        """In words: 办理期限前1个工作日, 办理期限只剩20%, 超过签收期限24小时."""
        limit = f"{self.get_clock_display()}期限"
        if self.span == Span.PERCENT:
            return f"{limit}只剩{self.amount}%"
        if self.before:
            return f"{limit}前{self.amount}{self.get_span_display()}"
        return f"超过{limit}{self.amount}{self.get_span_display()}" if self.amount else f"{limit}一过"


class Rise(models.Model):
    """That an order climbed by one rule at one limit: each once. A limit that was moved is another one.

    notice: None where the order was beyond the rule already when this was set, and was let be (既往不咎).
    """

    order = models.ForeignKey("orders.Order", models.PROTECT, related_name="rises", db_index=False)
    rule = models.ForeignKey(LadderRule, models.PROTECT, related_name="rises")
    limit = models.DateTimeField("期限")
    notice = models.OneToOneField(Notice, models.PROTECT, null=True, blank=True, related_name="rise")

    objects = OfOrderQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["order", "rule", "limit"], name="one_rise_a_limit")]


class Important(models.Model):
    """重要来电来信: the leader who answers for an order that must not go wrong."""

    order = models.OneToOneField("orders.Order", models.PROTECT, related_name="important_case")
    leader = models.ForeignKey(
        PERSON, models.PROTECT, related_name="important_cases", verbose_name="牵头领导"
    )
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = OfOrderQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "重要来电来信"
