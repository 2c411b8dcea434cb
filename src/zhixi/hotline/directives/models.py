from django.db import models

from zhixi.hotline.accounts.choices import Role
from zhixi.hotline.directives.choices import Effect

CHANGES = frozenset({Role.DISPATCHER, Role.SUPERVISOR, Role.SYSTEM_ADMIN})
READS = CHANGES | {Role.TEAM_LEADER, Role.LEADER}


class DirectiveQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those who dispatch, and those who watch over it; units see none."""
        return self if user.role in READS else self.none()


class Directive(models.Model):
    """派单规则: what people laid down about which unit takes an order; the conditions that are given must all hold.

    rank: of two that bind one order, the one with the smaller number does. words: one of them stands in the text;
    without: none does. weight: of `favour`, in percent. since, until: first and last day.
    """

    rank = models.PositiveIntegerField("次序")
    name = models.CharField("名称", max_length=60, unique=True)
    effect = models.CharField("作用", max_length=12, choices=Effect.choices)
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+", verbose_name="单位")
    words = models.JSONField("含有任一词语", default=list, blank=True)
    without = models.JSONField("不含词语", default=list, blank=True)
    category = models.ForeignKey(
        "units.Category", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="事项分类"
    )
    district = models.CharField("区县", max_length=40, blank=True)
    street = models.CharField("街道", max_length=40, blank=True)
    request_type = models.CharField("诉求类型", max_length=16, blank=True)
    weight = models.PositiveSmallIntegerField("分量（%）", default=50)
    since = models.DateField("开始日期", null=True, blank=True)
    until = models.DateField("结束日期", null=True, blank=True)
    basis = models.CharField("依据", max_length=200, blank=True)
    active = models.BooleanField("启用", default=True)

    objects = DirectiveQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "派单规则"
        ordering = ["rank", "pk"]

    def __str__(self) -> str:
        return f"{self.name}：{self.get_effect_display()}{self.unit}"
