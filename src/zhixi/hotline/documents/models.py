from django.conf import settings
from django.db import models

from zhixi.hotline.articles.models import EDITORS
from zhixi.hotline.documents.choices import Cut

PERSON = settings.AUTH_USER_MODEL


class SourceQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those who edit the knowledge base see what was imported, nobody else any."""
        return self if user.is_authenticated and user.role in EDITORS else self.none()


class Source(models.Model):
    """来源文件: a document that articles were made of. Its own words of what it is, as the editor left them.

    digest: of the bytes that were imported last. edition: how often it came with other bytes.
    """

    title = models.CharField("标题", max_length=150)
    office = models.CharField("发文机关", max_length=80, blank=True)
    number = models.CharField("文号", max_length=60, blank=True, db_index=True)
    dated = models.DateField("成文日期", null=True, blank=True)
    valid_from = models.DateField("施行", null=True, blank=True)
    valid_to = models.DateField("失效", null=True, blank=True)
    name = models.CharField("文件名", max_length=200)
    digest = models.CharField(max_length=64, unique=True)
    cut = models.CharField("拆分方式", max_length=12, choices=Cut.choices)
    depth = models.PositiveSmallIntegerField("标题层级", default=1)
    edition = models.PositiveIntegerField("次数", default=1)
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField("导入时间", db_index=True)

    objects = SourceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "来源文件"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.title


class Part(models.Model):
    """文件片段: what one clause, heading or row of a source said when it was imported last, and its article.

    text: as imported, to be known again by; the article may have been edited since. gone_at: since when the source
    no longer has it.
    """

    source = models.ForeignKey(Source, models.PROTECT, related_name="parts")
    article = models.OneToOneField("articles.Article", models.PROTECT, related_name="part")
    ordinal = models.PositiveIntegerField()
    place = models.CharField("位置", max_length=120)
    title = models.CharField(max_length=200)
    text = models.TextField()
    gone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "文件片段"
        ordering = ["source", "ordinal"]
