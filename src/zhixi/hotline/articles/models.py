from django.conf import settings
from django.db import models
from django.db.models import Q

from zhixi.hotline.accounts.choices import Role
from zhixi.hotline.articles.choices import ArticleState

EDITORS = (Role.KNOWLEDGE_EDITOR, Role.KNOWLEDGE_REVIEWER, Role.SYSTEM_ADMIN)


class ArticleQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Published articles are for everybody signed in; unfinished ones for the editors."""
        if not user.is_authenticated:
            return self.none()
        return self if user.role in EDITORS else self.filter(state=ArticleState.PUBLISHED)

    def valid_on(self, day):
        return self.filter(Q(valid_from=None) | Q(valid_from__lte=day)).filter(
            Q(valid_to=None) | Q(valid_to__gte=day)
        )


class Article(models.Model):
    """知识条目: a standard answer with its source, clause, place and dates of effect. `revision` grows with each change."""

    key = models.CharField("编号", max_length=60, unique=True)
    title = models.CharField("标题", max_length=200)
    variants = models.JSONField("问法", default=list, blank=True)
    body = models.TextField("答案")
    category = models.ForeignKey(
        "units.Category", models.PROTECT, null=True, blank=True, verbose_name="事项分类"
    )
    unit = models.ForeignKey("units.Unit", models.PROTECT, null=True, blank=True, verbose_name="责任单位")
    district = models.CharField("适用区县", max_length=40, blank=True)
    source = models.CharField("依据", max_length=200, blank=True)
    clause = models.CharField("条款", max_length=80, blank=True)
    tags = models.JSONField("标签", default=list, blank=True)
    valid_from = models.DateField("生效", null=True, blank=True)
    valid_to = models.DateField("失效", null=True, blank=True)
    state = models.CharField(
        "状态", max_length=12, choices=ArticleState.choices, default=ArticleState.DRAFT, db_index=True
    )
    revision = models.PositiveIntegerField(default=1)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(db_index=True)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "知识条目"
        ordering = ["key"]

    def __str__(self) -> str:
        return self.title
