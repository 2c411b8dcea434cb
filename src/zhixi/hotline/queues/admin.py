from django.contrib import admin

from zhixi.hotline.queues.models import QueueEvent
from zhixi.hotline.readonly import ReadOnlyAdmin


@admin.register(QueueEvent)
class QueueEventAdmin(ReadOnlyAdmin):
    list_display = ("at", "happening", "queue", "extension", "applied", "note", "source")
    list_filter = ("happening", "applied")
