"""What stands beside an order: helpers, replies, returns, extensions, meetings; each is kept, none is overwritten."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from zhixi.hotline.orders.choices import ReturnReason, Ruling
from zhixi.hotline.orders.models.order import Order

PERSON = settings.AUTH_USER_MODEL


class DayCounter(models.Model):
    """The last order number of a day; locked while the next one is taken."""

    day = models.DateField(primary_key=True)
    last = models.PositiveBigIntegerField(default=0)


class OfOrderQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What belongs to an order is seen by whoever sees the order."""
        return self.filter(order__in=Order.objects.visible_to(user))


class Assisting(models.Model):
    """协办: a unit that helps the lead, by its own limit. A released one stays as a row with `removed_at`."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="assisting")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    task = models.TextField("协办事项", blank=True)
    asked_at = models.DateTimeField("要求时间", null=True, blank=True)
    due_at = models.DateTimeField("协办期限", null=True, blank=True, db_index=True)
    reply = models.TextField("协办意见", blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField("取消时间", null=True, blank=True)

    objects = OfOrderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["order", "unit"], condition=Q(removed_at=None), name="one_assist_a_unit_at_once"
            )
        ]


class Reply(models.Model):
    """办理反馈: what the unit did and says to the citizen. Each one is kept."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="replies")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = models.TextField("反馈内容")
    contacted = models.BooleanField("已联系市民", default=False)
    accepted = models.BooleanField("审核通过", null=True)
    review_note = models.TextField("审核意见", blank=True)

    objects = OfOrderQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]


class Return(models.Model):
    """退单: a unit says that the order is not its duty, and the centre rules on it (裁定)."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="returns")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="returns")
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField("退单理由", max_length=24, choices=ReturnReason.choices)
    note = models.TextField("说明")
    clause = models.CharField("职责依据", max_length=200, blank=True)
    duty = models.ForeignKey("units.Duty", models.PROTECT, null=True, blank=True, related_name="+")
    believed_unit = models.ForeignKey("units.Unit", models.PROTECT, null=True, blank=True, related_name="+")
    sent_to = models.ForeignKey("units.Unit", models.PROTECT, null=True, blank=True, related_name="+")
    ruling = models.CharField("裁定", max_length=12, choices=Ruling.choices, default=Ruling.OPEN)
    ruled_by = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    ruled_at = models.DateTimeField(null=True, blank=True)
    ruling_note = models.TextField("裁定意见", blank=True)

    objects = OfOrderQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]


class Extension(models.Model):
    """延期: a unit asks for more working days; `granted` is None while nobody has decided."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="extensions")
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    days = models.PositiveSmallIntegerField("工作日")
    reason = models.TextField("理由")
    granted = models.BooleanField("同意", null=True)
    decided_by = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_note = models.TextField(blank=True)

    objects = OfOrderQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]


class Meeting(models.Model):
    """疑难会商: the joint meeting on an order that nobody owns, its minutes, and the unit that it bound."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="meetings")
    convened_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    convened_at = models.DateTimeField("提请时间")
    reason = models.TextField("事由")
    participants = models.ManyToManyField("units.Unit", related_name="+", verbose_name="参会单位")
    held_at = models.DateTimeField("会商时间", null=True, blank=True)
    minutes = models.TextField("会议纪要", blank=True)
    result = models.TextField("会商结论", blank=True)
    unit = models.ForeignKey("units.Unit", models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True, db_index=True)

    objects = OfOrderQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "疑难会商"
        ordering = ["convened_at"]
