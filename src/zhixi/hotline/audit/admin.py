from django.contrib import admin

from zhixi.hotline.audit.models import Event
from zhixi.hotline.readonly import ReadOnlyAdmin


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    list_display = ("n", "at", "actor", "subject", "key", "verb", "from_state", "to_state")
    list_filter = ("subject", "verb")
    list_select_related = ("actor",)
    search_fields = ("key",)
    exclude = ("data",)  # sealed values, of use to nobody here
