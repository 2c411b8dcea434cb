"""Learnt models, which one is in use, when to learn, what the machine may dispatch, and what it decided."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from zhixi.hotline.dispatching.choices import Every, Mode, ModelState, RunState, Verdict
from zhixi.hotline.dispatching.rules import READS
from zhixi.hotline.orders.choices import RequestType

PERSON = settings.AUTH_USER_MODEL


class OfDispatchers(models.QuerySet):
    def visible_to(self, user):
        """Figures and settings of the whole centre: those who lead it and those who dispatch."""
        return self if user.is_authenticated and user.role in READS else self.none()


class OfOrders(models.QuerySet):
    def visible_to(self, user):
        from zhixi.hotline.orders.models import Order

        if not user.is_authenticated or user.role not in READS:
            return self.none()
        return self.filter(order__in=Order.objects.visible_to(user))


class LearntModel(models.Model):
    """派单模型: a folder below ZHIXI_HOME/models/dispatch, its card, and the SM3 of its files.

    learnt_until: it has seen no order accepted from this moment on. card: figures (`learning.Card`). outcomes: what it
    made of orders that it had not seen, [category code, request type, confidence, right, unit]: trust is measured on it.
    """

    key = models.CharField("编号", max_length=40, unique=True)
    made_at = models.DateTimeField("生成时间")
    learnt_from = models.DateTimeField(null=True)
    learnt_until = models.DateTimeField("学到")
    state = models.CharField(max_length=12, choices=ModelState.choices, default=ModelState.OFFERED)
    rows = models.PositiveIntegerField("样本数")
    digest = models.CharField(max_length=64)
    bytes = models.PositiveBigIntegerField("大小", default=0)
    card = models.JSONField(default=dict)
    outcomes = models.JSONField(default=list)

    objects = OfDispatchers.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "派单模型"
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.key


class Use(models.Model):
    """启用记录: the newest row says which model all processes use; None is the one fitted by hand, if any."""

    model = models.ForeignKey(LearntModel, models.PROTECT, null=True, related_name="uses")
    at = models.DateTimeField("时间")
    by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    note = models.CharField("说明", max_length=200, blank=True)

    objects = OfDispatchers.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "模型启用记录"
        ordering = ["-pk"]


class Run(models.Model):
    """学习任务: one learning, by schedule, by a person, or from the command line. One at a time runs."""

    asked_at = models.DateTimeField("提出时间")
    by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=12, choices=RunState.choices, default=RunState.WAITING, db_index=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    host = models.CharField(max_length=120, blank=True)
    process = models.PositiveIntegerField(default=0)
    message = models.CharField("结果", max_length=500, blank=True)
    model = models.ForeignKey(LearntModel, models.PROTECT, null=True, related_name="runs")

    objects = OfDispatchers.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "学习任务"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["state"], condition=Q(state=RunState.RUNNING), name="one_learning_at_once"
            )
        ]


class Schedule(models.Model):
    """学习计划: one row. weekday: 0 is Monday. held_out: the latest days, kept to compare on and not learnt.

    by_itself: a candidate that is better beyond doubt is switched on without anybody's hand; off by default.
    """

    every = models.CharField("频率", max_length=8, choices=Every.choices, default=Every.OFF)
    weekday = models.PositiveSmallIntegerField("星期", default=6)
    hour = models.PositiveSmallIntegerField("钟点", default=2)
    held_out = models.PositiveSmallIntegerField("留作比较的天数", default=14)
    keep = models.PositiveSmallIntegerField("保留模型数", default=6)
    by_itself = models.BooleanField("确有提高时自动启用", default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = verbose_name_plural = "学习计划"


class AutoRule(models.Model):
    """自动派单规则: orders of a category (with all below it, None for all) and a request type ("" for all).

    threshold: the confidence from which on it may dispatch, measured when it was switched on with `measured`
    ({"asked", "taken", "right", "bound", "model"}). since: when its mode last changed. stopped: why it went off by itself.
    """

    category = models.ForeignKey("units.Category", models.PROTECT, null=True, related_name="+")
    request_type = models.CharField("诉求类型", max_length=16, choices=RequestType.choices, blank=True)
    target = models.FloatField("准确率目标", default=0.95)
    sample_percent = models.PositiveSmallIntegerField("抽查比例（%）", default=5)
    sample_least = models.PositiveSmallIntegerField("每天至少抽查", default=5)
    mode = models.CharField("状态", max_length=8, choices=Mode.choices, default=Mode.OFF, db_index=True)
    since = models.DateTimeField(null=True)
    threshold = models.FloatField("最低把握", null=True)
    measured = models.JSONField(default=dict)
    stopped = models.CharField("停用原因", max_length=200, blank=True)
    sampled_to = models.DateField("已抽查到", null=True)

    objects = OfDispatchers.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "自动派单规则"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["category", "request_type"], name="one_auto_rule_a_kind"),
            models.UniqueConstraint(
                fields=["request_type"], condition=Q(category=None), name="one_auto_rule_for_all"
            ),
        ]

    def __str__(self) -> str:
        category = self.category.path if self.category else "全部事项"
        return f"{category}·{self.get_request_type_display() if self.request_type else '全部类型'}"


class Decision(models.Model):
    """机器判断: what the machine named for an order before anybody dispatched it, once an order.

    dispatched: it sent the order itself. kept_back: why the order went to people. truth: the unit that turned out right,
    by a person's dispatch that was signed for, a ruling, or a sample; None while nobody knows.
    """

    order = models.OneToOneField("orders.Order", models.PROTECT, related_name="decision")
    rule = models.ForeignKey(AutoRule, models.PROTECT, related_name="decisions")
    model = models.CharField(max_length=40, blank=True)
    unit = models.ForeignKey("units.Unit", models.PROTECT, null=True, related_name="+")
    confidence = models.FloatField(default=0.0)
    at = models.DateTimeField("判断时间", db_index=True)
    dispatched = models.BooleanField("已自动派单", default=False)
    kept_back = models.CharField("未派原因", max_length=80, blank=True)
    sampled = models.BooleanField("抽查", default=False)
    verdict = models.CharField("抽查结果", max_length=8, choices=Verdict.choices, blank=True)
    judged_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    judged_at = models.DateTimeField(null=True)
    truth = models.ForeignKey("units.Unit", models.PROTECT, null=True, related_name="+")

    objects = OfOrders.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "机器判断"
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["rule", "-at"], name="decision_of_rule"),
            models.Index(fields=["sampled", "verdict", "-at"], name="decision_to_judge"),
        ]
