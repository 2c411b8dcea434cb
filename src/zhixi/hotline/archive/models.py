from django.conf import settings
from django.db import models
from django.db.models import Q

from zhixi.hotline.accounts.choices import Role
from zhixi.hotline.archive.choices import ExportState, ListState
from zhixi.hotline.archive.rules import KEEPS_LISTS
from zhixi.hotline.orders.choices import RequestType
from zhixi.hotline.orders.models import OfOrderQuerySet

PERSON = settings.AUTH_USER_MODEL


class Retention(models.Model):
    """How many years an archived order is kept (保管期限), counted from the day on which it was archived.

    The narrowest row counts: a type within a category, then the deepest category, then a type, then the row for
    everything. No row: kept for ever. years 0 says so in words: for ever (永久).
    """

    request_type = models.CharField("诉求类型", max_length=16, choices=RequestType.choices, blank=True)
    category = models.ForeignKey(
        "units.Category", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="事项分类"
    )
    years = models.PositiveSmallIntegerField("保管年限")
    basis = models.CharField("依据", max_length=200, blank=True)
    changed_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "保管期限"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["request_type", "category"], name="one_retention_a_kind"),
            models.UniqueConstraint(
                fields=["request_type"], condition=Q(category=None), name="one_retention_a_type"
            ),
        ]


class Hold(models.Model):
    """冻结: an order that must stay as it is (a lawsuit, an inspection), by whom and why, until released."""

    order = models.ForeignKey("orders.Order", models.PROTECT, related_name="holds")
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField("冻结原因")
    released_by = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    released_at = models.DateTimeField(null=True, blank=True)
    release_reason = models.TextField("解除原因", blank=True)

    objects = OfOrderQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "冻结"
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(fields=["order"], condition=Q(released_at=None), name="one_open_hold")
        ]


class ListQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if user.role in KEEPS_LISTS else self.none()


class DestructionList(models.Model):
    """销毁清单: orders whose retention has passed, proposed by the clock and decided by the administrator."""

    made_at = models.DateTimeField(db_index=True)
    state = models.CharField("状态", max_length=12, choices=ListState.choices, default=ListState.PROPOSED)
    size = models.PositiveIntegerField("工单数", default=0)
    decided_by = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField("审批意见", blank=True)

    objects = ListQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "销毁清单"
        ordering = ["-made_at"]


class Listed(models.Model):
    """An order on a list, with the day on which its retention passed. An order is on one undecided list at most."""

    list = models.ForeignKey(DestructionList, models.CASCADE, related_name="rows")
    order = models.ForeignKey("orders.Order", models.PROTECT, related_name="listed")
    past_since = models.DateField("保管期满")

    objects = OfOrderQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["list", "order"], name="once_a_list")]


class ViewQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own, and those that were shared with one's role."""
        return self.filter(Q(owner=user) | Q(shared_with=user.role))


class SavedView(models.Model):
    """常用查询: filters under a name; `shared_with` is a role that sees it too, each within what it may see."""

    owner = models.ForeignKey(PERSON, models.PROTECT, related_name="views")
    name = models.CharField("名称", max_length=40)
    filters = models.JSONField("条件", default=dict)
    shared_with = models.CharField("共享给", max_length=24, choices=Role.choices, blank=True)
    changed_at = models.DateTimeField()

    objects = ViewQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "常用查询"
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="one_view_a_name")]


class ExportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A file is its asker's; that it was made is also the administrator's and the inspector's to see."""
        if user.role in (Role.SYSTEM_ADMIN, Role.QA_INSPECTOR):
            return self
        return self.filter(asked_by=user)


class Export(models.Model):
    """导出: who took which orders out of the office, for what purpose, and the file while it lies here."""

    asked_by = models.ForeignKey(PERSON, models.PROTECT, related_name="exports")
    asked_at = models.DateTimeField(db_index=True)
    purpose = models.CharField("用途", max_length=200)
    filters = models.JSONField("条件", default=dict)
    columns = models.JSONField("列", default=list)
    state = models.CharField("状态", max_length=12, choices=ExportState.choices, default=ExportState.WAITING)
    begun_at = models.DateTimeField(null=True, blank=True)
    ready_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    rows = models.PositiveIntegerField("行数", default=0)
    size = models.PositiveBigIntegerField("字节", default=0)
    digest = models.CharField("SM3", max_length=64, blank=True)
    fault = models.CharField(max_length=200, blank=True)
    downloads = models.PositiveIntegerField("下载次数", default=0)

    objects = ExportQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "导出"
        ordering = ["-asked_at", "-pk"]
