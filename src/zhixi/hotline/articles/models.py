from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from zhixi.hotline.accounts.choices import Role
from zhixi.hotline.articles.choices import ArticleState, Element, Ended, MarkMade
from zhixi.hotline.articles.elements import joined
from zhixi.hotline.attachments.choices import FileKind

EDITORS = (Role.KNOWLEDGE_EDITOR, Role.KNOWLEDGE_REVIEWER, Role.SYSTEM_ADMIN)
PERSON = settings.AUTH_USER_MODEL


class ArticleText(models.Model):
    """What an article says: the same columns of the text being worked on and of each version that went out.

    files: of `Enclosure`, by number, in the order in which they are shown.
    """

    title = models.CharField("标题", max_length=200)
    variants = models.JSONField("问法", default=list, blank=True)
    body = models.TextField("答案")
    audience = models.TextField(Element.AUDIENCE.label, blank=True, default="")
    materials = models.TextField(Element.MATERIALS.label, blank=True, default="")
    steps = models.TextField(Element.STEPS.label, blank=True, default="")
    fees = models.TextField(Element.FEES.label, blank=True, default="")
    venue = models.TextField(Element.VENUE.label, blank=True, default="")
    hours = models.TextField(Element.HOURS.label, blank=True, default="")
    category = models.ForeignKey(
        "units.Category", models.PROTECT, null=True, blank=True, verbose_name="事项分类"
    )
    unit = models.ForeignKey("units.Unit", models.PROTECT, null=True, blank=True, verbose_name="责任单位")
    district = models.CharField("适用区县", max_length=40, blank=True)
    source = models.CharField("依据", max_length=200, blank=True)
    clause = models.CharField("条款", max_length=80, blank=True)
    tags = models.JSONField("标签", default=list, blank=True)
    files = models.JSONField("附件", default=list, blank=True)
    valid_from = models.DateField("生效", null=True, blank=True)
    valid_to = models.DateField("失效", null=True, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title

    @property
    def whole(self) -> str:
        """All that it tells, as Markdown: what is searched, shown and sent."""
        return joined(self.body, {part: getattr(self, part) for part in Element})


class DatedQuerySet(models.QuerySet):
    def valid_on(self, day):
        return self.filter(Q(valid_from=None) | Q(valid_from__lte=day)).filter(
            Q(valid_to=None) | Q(valid_to__gte=day)
        )


class ArticleQuerySet(DatedQuerySet):
    def visible_to(self, user):
        """Articles with a version that is out are for everybody signed in; unfinished ones for the editors."""
        if not user.is_authenticated:
            return self.none()
        if user.role in EDITORS:
            return self
        return self.filter(Exists(Version.objects.live_at(timezone.now()).filter(article=OuterRef("pk"))))


class Article(ArticleText):
    """知识条目: a standard answer with its source, clause, place and dates of effect.

    Its own columns are the text that editors work on; what answers is a `Version`. `state` is where that text
    stands, `revision` grows with each change.
    """

    key = models.CharField("编号", max_length=60, unique=True)
    state = models.CharField(
        "状态", max_length=12, choices=ArticleState.choices, default=ArticleState.DRAFT, db_index=True
    )
    revision = models.PositiveIntegerField(default=1)
    written_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(db_index=True)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "知识条目"
        ordering = ["key"]


class VersionQuerySet(DatedQuerySet):
    def visible_to(self, user):
        """What is out now is for everybody signed in, the history for the editors."""
        if not user.is_authenticated:
            return self.none()
        return self if user.role in EDITORS else self.live_at(timezone.now())

    def live_at(self, moment):
        """What was out at that moment; the end belongs to what follows."""
        return self.filter(released_at__lte=moment).filter(Q(ended_at=None) | Q(ended_at__gt=moment))

    def open_at(self, moment):
        """What was out at that moment, or was to come after it."""
        return self.filter(Q(ended_at=None) | Q(ended_at__gt=moment)).exclude(ended_at=F("released_at"))


class Version(ArticleText):
    """知识版本: a text of an article as it went out; only its end is ever written again, and never one that has passed.

    recheck: why somebody must look whether it still holds, "" while nothing speaks against it; recheck_at: since when
    that is so or no longer so.
    released_at may lie ahead (定时发布), and so may ended_at (定时下线). A version that was replaced before its
    time came ends where it would have begun.
    """

    article = models.ForeignKey(Article, models.PROTECT, related_name="versions")
    n = models.PositiveIntegerField("版本")
    written_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    released_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    approved_at = models.DateTimeField("审核时间")
    released_at = models.DateTimeField("发布时间", db_index=True)
    ended_at = models.DateTimeField("停用时间", null=True, blank=True, db_index=True)
    recheck = models.CharField("待复核", max_length=120, blank=True)
    recheck_at = models.DateTimeField(null=True, blank=True)
    ended_as = models.CharField("停用原因", max_length=12, choices=Ended.choices, blank=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "知识版本"
        ordering = ["article", "-n"]
        constraints = [models.UniqueConstraint(fields=["article", "n"], name="one_version_a_number")]


class Enclosure(models.Model):
    """条目附件: a form or sample that goes with an article. The row never changes; texts name it by its number.

    digest: SM3 of what is kept (`attachments.keeping`). used_at: since when a text has it; None while it is only
    uploaded, and then it goes after a day.
    """

    name = models.CharField("文件名", max_length=100)
    kind = models.CharField("类型", max_length=8, choices=FileKind.choices)
    size = models.PositiveBigIntegerField("字节")
    digest = models.CharField("SM3", max_length=64, db_index=True)
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "条目附件"


class MarkQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The editors see all, whoever made one sees their own."""
        if not user.is_authenticated:
            return self.none()
        return self if user.role in EDITORS else self.filter(by=user)


class Mark(models.Model):
    """使用反馈: what somebody made of a version that was shown to them: used, wrong, or out of date."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="marks")
    made = models.CharField("反馈", max_length=12, choices=MarkMade.choices)
    note = models.CharField("说明", max_length=500, blank=True)
    order = models.ForeignKey("orders.Order", models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    objects = MarkQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "使用反馈"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["version", "made", "-at"], name="mark_of_version")]
