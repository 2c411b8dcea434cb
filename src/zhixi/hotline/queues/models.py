from django.db import models

from zhixi.hotline.calls.models import Call
from zhixi.hotline.queues.choices import Happening


class QueueEventQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever sees the call sees what its queue told."""
        return self.filter(call__in=Call.objects.visible_to(user))


class QueueEvent(models.Model):
    """排队事件: one thing that a telephone system told of a call. Kept as it was told, and never changed.

    `at`: when it happened, by the telephone system's clock; `received_at`: when it was told. `source` and `event`
    name it, so that one told twice is kept once. `applied`: whether it moved the call, or only came to be known.
    The targets are counted from these rows (人工接通率、通话均长).
    """

    call = models.ForeignKey(Call, models.PROTECT, related_name="queue_events")
    source = models.CharField("话机系统", max_length=40)
    event = models.CharField("事件标识", max_length=128)
    happening = models.CharField("类型", max_length=16, choices=Happening.choices)
    at = models.DateTimeField("发生时间")
    received_at = models.DateTimeField("收到时间")
    queue = models.CharField("队列", max_length=64, blank=True)
    extension = models.CharField("分机", max_length=32, blank=True)
    applied = models.BooleanField("已生效", default=True)
    note = models.CharField("说明", max_length=200, blank=True)

    objects = QueueEventQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "排队事件"
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["source", "event"], name="one_queue_event_a_name")]
        indexes = [models.Index(fields=["happening", "at"]), models.Index(fields=["call", "at"])]
