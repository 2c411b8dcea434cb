from django.db import models

from zhixi.hotline.calls.models import Call
from zhixi.hotline.recordings.choices import Standing


class RecordingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """That there is one is seen by whoever sees the call; it is heard by fewer (`rules`)."""
        return self.filter(call__in=Call.objects.visible_to(user))


class Recording(models.Model):
    """录音: the sound of one call, both sides in one file, sealed under RECORDING_HOME by its digest.

    digest: SM3 of the sound file, which also stands in the chain. legs: whose side each channel is, in order.
    An erased recording keeps its row and its event; the sound is gone.
    """

    call = models.OneToOneField(Call, models.PROTECT, related_name="recording")
    standing = models.CharField("状态", max_length=12, choices=Standing.choices, default=Standing.KEPT)
    kind = models.CharField("格式", max_length=8)  # opus, flac
    legs = models.JSONField("声道", default=list)
    seconds = models.FloatField("时长")
    size = models.PositiveBigIntegerField("字节")
    digest = models.CharField("SM3", max_length=64)
    made_at = models.DateTimeField("生成时间")
    keep_until = models.DateTimeField("保管至", null=True, db_index=True)  # None: for ever
    erased_at = models.DateTimeField("删除时间", null=True, blank=True)

    objects = RecordingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "录音"
        ordering = ["-made_at"]
