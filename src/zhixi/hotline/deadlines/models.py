from django.conf import settings
from django.db import models
from django.db.models import Q

from zhixi.hotline.deadlines.choices import Clock, StopCause, StopKind, TimeUnit

PERSON = settings.AUTH_USER_MODEL


class CalendarDay(models.Model):
    """One day of the official calendar: does the city work on it? `source` says who decided."""

    day = models.DateField("日期", primary_key=True)
    working = models.BooleanField("工作日")
    name = models.CharField("节日或说明", max_length=40, blank=True)
    source = models.CharField("来源", max_length=80, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "工作日历"
        ordering = ["day"]


class CalendarYear(models.Model):
    """Whether the State Council has announced a year's holidays; a year without a row is not published."""

    year = models.PositiveSmallIntegerField("年份", primary_key=True)
    published = models.BooleanField("已公布", default=False)
    source = models.CharField("来源", max_length=80, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "年度节假日安排"
        ordering = ["year"]


class PolicySet(models.Model):
    """A set of limits that hold together (广东, 北京, …); one is active, and its policies hold beside the unnamed."""

    code = models.CharField("编码", max_length=24, primary_key=True)
    name = models.CharField("名称", max_length=80)
    active = models.BooleanField("采用", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "时限标准"
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["active"], condition=Q(active=True), name="one_active_set")
        ]


class Policy(models.Model):
    """A limit (时限): which orders it is for (empty means any), for which clock, and how long.

    unit_of_time: working_days, natural_days, hours, minutes. windows: office hours as [["09:00", "12:00"], …];
    without them working days are whole and hours run around the clock. category: its code, the subtree with it.
    The policy that names most of an order's traits wins, then the deeper category, then `priority`.
    set: the set that it belongs to; "" holds always. retired: kept for the record, and no longer counts.
    """

    set = models.CharField("时限标准", max_length=24, blank=True)
    clock = models.CharField("时钟", max_length=16, choices=Clock.choices)
    request_type = models.CharField("诉求类型", max_length=16, blank=True)
    urgency = models.CharField("紧急程度", max_length=16, blank=True)
    channel = models.CharField("渠道", max_length=16, blank=True)
    category = models.CharField("事项分类", max_length=40, blank=True)
    district = models.CharField("区县", max_length=40, blank=True)
    amount = models.PositiveIntegerField("时长")
    unit_of_time = models.CharField("单位", max_length=16, choices=TimeUnit.choices)
    windows = models.JSONField("办公时间", default=list, blank=True)
    priority = models.IntegerField("优先级", default=0)
    source = models.CharField("依据", max_length=120, blank=True)
    retired = models.BooleanField("停用", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "时限规则"
        ordering = ["clock", "pk"]


class OfOrderQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What belongs to an order is seen by whoever sees the order."""
        from zhixi.hotline.orders.models import Order

        return self.filter(order__in=Order.objects.visible_to(user))


class ClockStop(models.Model):
    """A time in which an order's clocks stand still: suspended (挂起), or waiting for the citizen (补充)."""

    order = models.ForeignKey("orders.Order", models.PROTECT, related_name="stops")
    kind = models.CharField("类别", max_length=16, choices=StopKind.choices)
    cause = models.CharField("事由", max_length=24, choices=StopCause.choices, blank=True)
    reason = models.TextField("说明")
    begin = models.DateTimeField("开始")
    end = models.DateTimeField("结束", null=True, blank=True)
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name="经办人")
    ended_by = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+")

    objects = OfOrderQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "停表"
        ordering = ["begin", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["order", "kind"], condition=Q(end=None), name="one_open_stop_a_kind"
            )
        ]


class SuspensionRequest(models.Model):
    """申请挂起: a unit asks the centre to stop its clock; `granted` is None while nobody has decided."""

    order = models.ForeignKey("orders.Order", models.PROTECT, related_name="suspension_requests")
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    cause = models.CharField("事由", max_length=24, choices=StopCause.choices)
    reason = models.TextField("理由")
    granted = models.BooleanField("同意", null=True)
    decided_by = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_note = models.TextField(blank=True)

    objects = OfOrderQuerySet.as_manager()

    class Meta:
        ordering = ["at"]
