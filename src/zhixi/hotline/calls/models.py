import uuid

from django.conf import settings
from django.db import models

from zhixi.hotline.accounts.choices import Role
from zhixi.hotline.calls.choices import CallState
from zhixi.hotline.privacy.fields import SealedField

LISTENERS = (Role.TEAM_LEADER, Role.QA_INSPECTOR, Role.TRAINER, Role.SUPERVISOR)


class CallQuerySet(models.QuerySet):
    def visible_to(self, user):
        """An agent sees calls that wait and their own; leaders of the floor and inspectors see all;
        a dispatcher those that became orders; units see none."""
        if user.role in LISTENERS:
            return self
        if user.role == Role.DISPATCHER:
            return self.exclude(order=None)
        if user.role == Role.AGENT:
            return self.filter(models.Q(state=CallState.WAITING) | models.Q(agent=user))
        return self.none()


class Call(models.Model):
    """通话: one telephone talk. `order` is what came of it.

    `line_name`: the telephone system's own name of it, by which its sound finds it again; "" for what is played.
    `alive_at`: when whatever brings its sound last gave a sign; a talk whose source has died is found by it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    state = models.CharField(
        "状态", max_length=12, choices=CallState.choices, default=CallState.WAITING, db_index=True
    )
    source = models.CharField("来源", max_length=24)  # script, recording; a wire format's name
    line_name = models.CharField("线路标识", max_length=128, blank=True, default="", db_index=True)
    agent = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="calls"
    )
    calling_number = SealedField("来电号码", blank=True, default="")
    calling_number_digest = models.CharField(max_length=64, blank=True, db_index=True)
    offered_at = models.DateTimeField("进线时间", db_index=True)
    answered_at = models.DateTimeField("接听时间", null=True, blank=True)
    ended_at = models.DateTimeField("结束时间", null=True, blank=True)
    sound_at = models.DateTimeField(
        "声音起点", null=True, blank=True
    )  # utterances count their seconds from here
    alive_at = models.DateTimeField(null=True, blank=True, db_index=True)
    put_away_at = models.DateTimeField(
        "不建工单", null=True, blank=True
    )  # its agent decided that no order comes of it
    order = models.ForeignKey("orders.Order", models.PROTECT, null=True, blank=True, related_name="calls")
    figures = models.JSONField("通话指标", null=True, blank=True)  # as `assist.speech.figures.Figures`

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "通话"
        ordering = ["-offered_at"]
        constraints = [  # the queue and the sound may tell of a new call at the same moment
            models.UniqueConstraint(
                fields=["line_name"],
                condition=models.Q(state__in=(CallState.WAITING, CallState.TALKING))
                & ~models.Q(line_name=""),
                name="one_open_call_a_line",
            )
        ]


class Utterance(models.Model):
    """话语: one finished stretch of speech. Written as soon as it is finished, and never changed.

    `text` is what was said, names mended; `marks` hold what the recogniser wrote and how people write it.
    """

    call = models.ForeignKey(Call, models.PROTECT, related_name="utterances")
    n = models.PositiveIntegerField()
    leg = models.CharField(max_length=8)
    start = models.FloatField()
    end = models.FloatField()
    text = SealedField()
    confidence = models.FloatField(null=True)
    marks = SealedField(blank=True, default="")  # JSON, as `marking.stored`: they hold what was said
    language = models.CharField(max_length=16, blank=True, default="")

    class Meta:
        ordering = ["n"]
        constraints = [models.UniqueConstraint(fields=["call", "n"], name="one_utterance_a_place")]


class Feed(models.Model):
    """What the desk is to show next, in order. A desk that reconnects asks for what came after its last `id`."""

    id = models.BigAutoField(primary_key=True)
    call = models.ForeignKey(Call, models.PROTECT, related_name="feed")
    kind = models.CharField(
        max_length=24
    )  # offered, answered, utterance, draft, field, answers, units, alarm, ended, fault, digit, filed
    body = SealedField()  # JSON
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
