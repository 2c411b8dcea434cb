from django.contrib import admin

from zhixi.hotline.readonly import ReadOnlyAdmin
from zhixi.hotline.supervision.models import LadderRule


@admin.register(LadderRule)
class LadderRuleAdmin(ReadOnlyAdmin):
    """Looked at here; changed on the desk's page of rules, where each change leaves an event."""

    list_display = ("clock", "before", "amount", "span", "rung", "tells", "active")
    list_filter = ("clock", "rung")
