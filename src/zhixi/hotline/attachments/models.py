from django.conf import settings
from django.db import models
from django.db.models import Q

from zhixi.hotline.accounts.choices import UNIT_SIDE
from zhixi.hotline.attachments.choices import OF_THE_CENTRE, PICTURES, FileKind, FileSource
from zhixi.hotline.orders.models import Order
from zhixi.hotline.privacy.fields import SealedField

PERSON = settings.AUTH_USER_MODEL


class AttachmentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever sees the order; but no unit what the centre added while the caller is to be kept from it, unless
        the centre said that it may be shared: a photo's frame, a name in a letter or a voice can tell who called."""
        seen = self.attached().filter(order__in=Order.objects.visible_to(user))
        return seen.exclude(hidden_q()) if user.role in UNIT_SIDE else seen

    def attached(self):
        return self.exclude(attached_at=None)

    def counted(self):
        """What counts against an order's limits."""
        return self.filter(withdrawn_at=None)


def hidden_q() -> Q:
    """What is kept from units."""
    kept = Q(order__confidential=True) | Q(order__anonymous=True)
    return kept & Q(source__in=OF_THE_CENTRE, shareable=False)


class Attachment(models.Model):
    """附件: a file of an order. Two rows may name one content; a row that was withdrawn stays.

    attached_at: None while it is only uploaded, and seen by `by` alone. unit: whose evidence it is, None of the
    centre. round: how often the order had been reopened. digest: SM3 of what is kept, given_digest: of what was sent
    (a photo is kept without its description). taken_at, place: what the description said, sealed, for the reviewer.
    """

    order = models.ForeignKey("orders.Order", models.PROTECT, related_name="attachments")
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    unit = models.ForeignKey("units.Unit", models.PROTECT, null=True, blank=True, related_name="+")
    received_at = models.DateTimeField(db_index=True)
    attached_at = models.DateTimeField("添加时间", null=True, blank=True)
    source = models.CharField("来源", max_length=12, choices=FileSource.choices)
    round = models.PositiveSmallIntegerField("重办轮次", default=0)
    reply = models.ForeignKey(
        "orders.Reply", models.PROTECT, null=True, blank=True, related_name="attachments"
    )
    name = SealedField("文件名")
    kind = models.CharField("类型", max_length=8, choices=FileKind.choices)
    size = models.PositiveBigIntegerField("字节")
    digest = models.CharField("SM3", max_length=64, db_index=True)
    given_digest = models.CharField("原件SM3", max_length=64)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    pixels = models.CharField("画面SM3", max_length=64, blank=True, db_index=True)
    taken_at = SealedField("拍摄时间", blank=True, default="")
    place = SealedField("拍摄地点", blank=True, default="")
    shareable = models.BooleanField("可给承办单位", default=False)
    note = models.TextField("说明", blank=True)
    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True)
    withdrawn_by = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_why = models.TextField("撤回理由", blank=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "附件"
        ordering = ["attached_at", "pk"]
        indexes = [
            models.Index(fields=["received_at"], name="attachment_waiting", condition=Q(attached_at=None))
        ]

    @property
    def is_picture(self) -> bool:
        return self.kind in PICTURES

    @property
    def hidden_from_units(self) -> bool:
        kept = self.order.confidential or self.order.anonymous
        return kept and self.source in OF_THE_CENTRE and not self.shareable

    @property
    def guarded(self) -> bool:
        """Whether the centre, too, looks at it only with a purpose: what a caller gave who is to be kept unknown."""
        return self.source == FileSource.INTAKE and (self.order.confidential or self.order.anonymous)


class Print(models.Model):
    """One look of a unit's photo (`prints.looks`): window 0 is the whole picture. a to d: its bands."""

    attachment = models.ForeignKey(Attachment, models.CASCADE, related_name="prints")
    window = models.PositiveSmallIntegerField()
    bits = models.BigIntegerField()  # of 64 bits, as a signed number
    fine = models.CharField(max_length=64)  # 256 bits, hexadecimal
    a = models.PositiveIntegerField(db_index=True)
    b = models.PositiveIntegerField(db_index=True)
    c = models.PositiveIntegerField(db_index=True)
    d = models.PositiveIntegerField(db_index=True)


class Reuse(models.Model):
    """A reply's photo that an earlier reply had as well (照片重复使用). exact: the picture itself, bit for bit."""

    photo = models.ForeignKey(Attachment, models.CASCADE, related_name="reuses")
    earlier = models.ForeignKey(Attachment, models.CASCADE, related_name="+")
    exact = models.BooleanField()
    distance = models.PositiveSmallIntegerField(default=0)


class Fetch(models.Model):
    """One look at a file by a person (查阅记录). purpose: said where the file is of a caller to be kept unknown."""

    attachment = models.ForeignKey(Attachment, models.PROTECT, related_name="fetches")
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_index=True)
    purpose = models.CharField(max_length=200, blank=True)
