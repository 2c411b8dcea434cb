from django.conf import settings
from django.db import models
from django.db.models import Q

from zhixi.hotline.accounts.choices import Role
from zhixi.hotline.calls.models import LISTENERS
from zhixi.hotline.filling.choices import AlarmState, FieldState, Made
from zhixi.hotline.privacy.fields import SealedField

PERSON = settings.AUTH_USER_MODEL
TEACHERS = frozenset({*LISTENERS, Role.KNOWLEDGE_EDITOR, Role.KNOWLEDGE_REVIEWER})


class DraftField(models.Model):
    """One field of a call's draft as the office holds it (填单字段).

    part: which of a call's demands, from 0. value: the newest suggestion as JSON, "" when the talk supports none;
    `revision` grows with each other value. own: what the agent accepted or wrote, as JSON of the form's parts, ""
    while the field is the seat's; `version` grows with each thing that a person does to it.
    """

    call = models.ForeignKey("calls.Call", models.PROTECT, related_name="draft_fields")
    part = models.PositiveSmallIntegerField(default=0)
    field = models.CharField(max_length=32)
    value = SealedField(blank=True, default="")
    evidence = models.JSONField(default=list)  # [[utterance n, start, end], …]
    confidence = models.FloatField(default=0.0)
    revision = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=12, choices=FieldState.choices, default=FieldState.OFFERED)
    own = SealedField(blank=True, default="")
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["part", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["call", "part", "field"], name="one_draft_field_a_place")
        ]


class LessonQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those who inspect, train and edit see all; an agent what became of his own; nobody else any."""
        if user.role in TEACHERS:
            return self
        return self.filter(by=user) if user.role in (Role.AGENT, Role.WEB_AGENT) else self.none()


class Lesson(models.Model):
    """填单记录: one suggestion, its words, and what a person made of it, who and when.

    Of a call, or (a written request) of an order. digest: keyed digest of field and suggestion, by which the same
    one is known when it comes again. final: JSON of what stands there instead, "" where nothing does.
    """

    call = models.ForeignKey("calls.Call", models.PROTECT, null=True, blank=True, related_name="lessons")
    order = models.ForeignKey("orders.Order", models.PROTECT, null=True, blank=True, related_name="lessons")
    part = models.PositiveSmallIntegerField(default=0)
    field = models.CharField("字段", max_length=32)
    suggested = SealedField()
    digest = models.CharField(max_length=64)
    evidence = models.JSONField(default=list)
    confidence = models.FloatField()
    made = models.CharField("结果", max_length=12, choices=Made.choices)
    final = SealedField(blank=True, default="")
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    objects = LessonQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "填单记录"
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["-at", "-id"], name="lesson_newest"),
            models.Index(fields=["field", "-at"], name="lesson_field"),
            models.Index(fields=["by", "-at"], name="lesson_by"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "part", "digest"],
                condition=Q(call__isnull=False),
                name="one_lesson_a_suggestion",
            ),
            models.UniqueConstraint(
                fields=["order", "part", "digest"],
                condition=Q(call__isnull=True),
                name="one_lesson_a_written_suggestion",
            ),
        ]


class Filed(models.Model):
    """Which order came of which of a call's demands (一次来电多项诉求)."""

    call = models.ForeignKey("calls.Call", models.PROTECT, related_name="filed")
    part = models.PositiveSmallIntegerField()
    order = models.ForeignKey("orders.Order", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["call", "part"], name="one_order_a_demand")]


class AlarmQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Leaders of the floor, supervisors, inspectors and trainers see all; an agent those of his own calls."""
        if user.role in LISTENERS:
            return self
        return self.filter(call__agent=user) if user.role == Role.AGENT else self.none()


class Alarm(models.Model):
    """生命安全告警: raised on an utterance, confirmed or dismissed by a person; kept either way."""

    call = models.ForeignKey("calls.Call", models.PROTECT, related_name="alarms")
    kind = models.CharField(max_length=24)
    label = models.CharField("类型", max_length=24)
    words = SealedField()
    utterance = models.PositiveIntegerField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    raised_at = models.DateTimeField("告警时间", db_index=True)
    state = models.CharField(
        max_length=12, choices=AlarmState.choices, default=AlarmState.RAISED, db_index=True
    )
    by = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(null=True, blank=True)
    reason = SealedField(blank=True, default="")

    objects = AlarmQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "生命安全告警"
        ordering = ["-raised_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["call", "kind"], name="one_alarm_a_kind")]


class LanguageModel(models.Model):
    """大模型接口: the one OpenAI-compatible endpoint that may put texts into better words; one row or none.

    internal: on the office's own network, so that what is said there need not be covered.
    """

    url = models.CharField("接口地址", max_length=300)
    model = models.CharField("模型", max_length=80)
    key = SealedField("密钥", blank=True, default="")
    internal = models.BooleanField("内网接口", default=False)
    active = models.BooleanField("启用", default=False)
    seconds = models.PositiveSmallIntegerField("时限（秒）", default=8)

    class Meta:
        verbose_name = verbose_name_plural = "大模型接口"
