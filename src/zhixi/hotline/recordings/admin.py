from django.contrib import admin

from zhixi.hotline.readonly import ReadOnlyAdmin
from zhixi.hotline.recordings.models import Recording


@admin.register(Recording)
class RecordingAdmin(ReadOnlyAdmin):
    list_display = ("made_at", "standing", "kind", "seconds", "size", "keep_until", "erased_at")
    list_filter = ("standing",)
