from django.db import models

from zhixi.hotline.deadlines.choices import Clock, TimeUnit


class CalendarDay(models.Model):
    """One day of the official calendar: does the city work on it? `source` says who decided."""

    day = models.DateField("日期", primary_key=True)
    working = models.BooleanField("工作日")
    name = models.CharField("节日或说明", max_length=40, blank=True)
    source = models.CharField("来源", max_length=80, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "工作日历"
        ordering = ["day"]


class Policy(models.Model):
    """A limit (时限): which orders it is for (empty means any), for which clock, and how long.

    unit_of_time: working_days, natural_days, hours, minutes (the last two run around the clock).
    The policy that names most of an order's traits wins; `priority` settles ties.
    """

    clock = models.CharField("时钟", max_length=16, choices=Clock.choices)
    request_type = models.CharField("诉求类型", max_length=16, blank=True)
    urgency = models.CharField("紧急程度", max_length=16, blank=True)
    amount = models.PositiveIntegerField("时长")
    unit_of_time = models.CharField("单位", max_length=16, choices=TimeUnit.choices)
    priority = models.IntegerField("优先级", default=0)
    source = models.CharField("依据", max_length=120, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "时限规则"
