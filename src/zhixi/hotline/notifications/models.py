from django.conf import settings
from django.db import models

from zhixi.hotline.notifications.choices import Delivery, Outcome, Way
from zhixi.hotline.privacy.fields import SealedField


class Route(models.Model):
    """通知通道: one gateway, mail server or group robot by which messages leave.

    unit: the robot of one unit's group; None: of everybody. address: https://… or smtp://host:port (smtps:// for TLS
    from the start). account: the mail account. secret: password, bearer token or signing key.
    options: what a sender takes beyond that (see `senders/`).
    """

    way = models.CharField("方式", max_length=12, choices=[c for c in Way.choices if c[0] != Way.PAGE])
    name = models.CharField("名称", max_length=40)
    active = models.BooleanField("启用", default=True)
    unit = models.ForeignKey(
        "units.Unit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="单位"
    )
    address = models.CharField("地址", max_length=400)
    account = models.CharField("账号", max_length=120, blank=True)
    secret = SealedField("密钥", blank=True, default="")
    options = models.JSONField("选项", default=dict, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "通知通道"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_way_display()}：{self.name}"


class MessageQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own messages in the page; what goes elsewhere is in the administrator's log."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(user=user, way=Way.PAGE)


class Message(models.Model):
    """通知: one text to one receiver by one way.

    key: what is told to whom by which way; unique, so that nothing is told twice. user: None for a citizen and a
    group robot. to: a telephone number or mail address, sealed; "" in the page and for a robot.
    """

    key = models.CharField(max_length=64, unique=True)
    way = models.CharField("方式", max_length=12, choices=Way.choices)
    route = models.ForeignKey(Route, models.PROTECT, null=True, blank=True, related_name="messages")
    kind = models.CharField("类型", max_length=24)
    order = models.ForeignKey(
        "orders.Order", models.PROTECT, null=True, blank=True, related_name="messages", verbose_name="工单"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="messages"
    )
    to = SealedField("接收方", blank=True, default="")
    text = SealedField("内容")
    state = models.CharField("状态", max_length=12, choices=Delivery.choices)
    attempts = models.PositiveSmallIntegerField("次数", default=0)
    next_try_at = models.DateTimeField("下次发送", null=True, blank=True)
    created_at = models.DateTimeField("时间")
    sent_at = models.DateTimeField("送达时间", null=True, blank=True)
    read_at = models.DateTimeField("已读时间", null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "通知"
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "next_try_at"]),
            models.Index(fields=["user", "way", "read_at"]),
        ]


class Attempt(models.Model):
    """One attempt to hand a message over, and what the other side said."""

    message = models.ForeignKey(Message, models.PROTECT, related_name="log")
    at = models.DateTimeField("时间")
    outcome = models.CharField("结果", max_length=12, choices=Outcome.choices)
    said = models.CharField("回应", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "发送记录"
        ordering = ["at", "pk"]
