from django.contrib import admin

from zhixi.hotline.callbacks.models import CallbackRule
from zhixi.hotline.readonly import ReadOnlyAdmin


@admin.register(CallbackRule)
class CallbackRuleAdmin(ReadOnlyAdmin):
    """Looked at here; changed on the desk's page of rules, where each change leaves an event."""

    list_display = ("whom", "request_type", "urgency", "percent", "active")
