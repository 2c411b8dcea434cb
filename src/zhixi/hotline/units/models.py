from django.conf import settings
from django.db import models
from django.db.models import Q

from zhixi.hotline.units.choices import Succession


class UnitQuerySet(models.QuerySet):
    def open_on(self, day):
        return self.filter(Q(opened=None) | Q(opened__lte=day)).filter(Q(closed=None) | Q(closed__gt=day))

    def visible_to(self, user):
        """The list of units is the public face of the city: everybody who is signed in sees it."""
        return self if user.is_authenticated else self.none()


class Unit(models.Model):
    """承办单位: the office that must handle an order; may have a parent and a district.

    `trail` is the codes from the top down, each followed by "/", so that a subtree is one prefix.
    `closed` is the first day on which the unit no longer works; its history stays.
    """

    code = models.CharField("编码", max_length=40, unique=True)
    name = models.CharField("名称", max_length=80, unique=True)
    short_name = models.CharField("简称", max_length=40, blank=True)
    aliases = models.JSONField("别名", default=list, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级"
    )
    trail = models.CharField(max_length=400, db_index=True, editable=False)
    district = models.CharField("区县", max_length=40, blank=True)
    street = models.CharField("街道", max_length=40, blank=True)
    duty = models.TextField("职责", blank=True)
    opened = models.DateField("启用日期", null=True, blank=True)
    closed = models.DateField("停用日期", null=True, blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "承办单位"
        ordering = ["trail"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs):
        self.trail = f"{self.parent.trail if self.parent else ''}{self.code}/"
        super().save(*args, **kwargs)

    def with_descendants(self):
        return Unit.objects.filter(trail__startswith=self.trail)

    def with_district(self):
        """What a district sees and passes on: the units below it, and those of its area that hang under a city bureau
        (区直部门受市局指导、归区里管)."""
        mine = Q(trail__startswith=self.trail)
        return Unit.objects.filter(mine | Q(district=self.district) if self.district else mine)

    def has_in_district(self, other: "Unit") -> bool:
        """Whether `other` is among `with_district`."""
        return other.trail.startswith(self.trail) or (bool(self.district) and other.district == self.district)

    def open_on(self, day) -> bool:
        return (self.opened is None or self.opened <= day) and (self.closed is None or day < self.closed)


class UnitSuccession(models.Model):
    """单位沿革: from this day another unit answers for what was the old one's (renamed, split, merged, closed)."""

    old = models.ForeignKey(Unit, models.PROTECT, related_name="successions", verbose_name="原单位")
    new = models.ForeignKey(Unit, models.PROTECT, related_name="predecessors", verbose_name="承接单位")
    day = models.DateField("生效日期")
    kind = models.CharField("方式", max_length=16, choices=Succession.choices)
    category = models.ForeignKey(
        "Category", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="仅此类事项"
    )  # with all below it; None: the whole office
    reason = models.CharField("依据", max_length=200)
    orders = models.PositiveIntegerField("移交工单", default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "单位沿革"
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"


class Category(models.Model):
    """事项分类: a node of the city's tree, up to four levels; `path` is the names from the top, parted by "/"."""

    code = models.CharField("编码", max_length=40, unique=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级"
    )
    name = models.CharField("名称", max_length=60)
    path = models.CharField("全称", max_length=260, db_index=True)
    keywords = models.JSONField("关键词", default=list, blank=True)
    elements = models.JSONField("须问要素", default=list, blank=True)
    active = models.BooleanField("启用", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "事项分类"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.path


class Duty(models.Model):
    """权责清单: this unit answers for this matter, by this clause, on these days."""

    code = models.CharField("编码", max_length=40, unique=True)
    category = models.ForeignKey(Category, models.PROTECT, related_name="duties", verbose_name="事项分类")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="duties", verbose_name="承办单位")
    matter = models.CharField("事项", max_length=200, blank=True)
    clause = models.CharField("条款", max_length=80, blank=True)
    source = models.CharField("依据", max_length=200, blank=True)
    valid_from = models.DateField("生效", null=True, blank=True)
    valid_to = models.DateField("失效", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "权责清单"
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.matter} → {self.unit}"


class Place(models.Model):
    """地名: a name of the gazetteer with the district, street and community that it lies in."""

    kind = models.CharField("类型", max_length=16)
    name = models.CharField("名称", max_length=80, db_index=True)
    aliases = models.JSONField("别名", default=list, blank=True)
    district = models.CharField("区县", max_length=40, blank=True)
    street = models.CharField("街道", max_length=40, blank=True)
    community = models.CharField("社区", max_length=40, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "地名"
        constraints = [
            models.UniqueConstraint(fields=["kind", "name", "district", "street"], name="one_place_a_name")
        ]

    def __str__(self) -> str:
        return self.name


class CityAbout(models.Model):
    """The city itself: one row. `revision` grows with every change to units, categories, duties or places."""

    name = models.CharField("城市", max_length=40)
    short_name = models.CharField("简称", max_length=20, blank=True)
    province = models.CharField("省份", max_length=40, blank=True)
    area_code = models.CharField("区号", max_length=8, blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = "城市"

    def __str__(self) -> str:
        return self.name
